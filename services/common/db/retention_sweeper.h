// Deletes rows that have served their time, a few at a time.
#ifndef SERVICES_COMMON_DB_RETENTION_SWEEPER_H_
#define SERVICES_COMMON_DB_RETENTION_SWEEPER_H_

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/db/database.h"

namespace deputies::db {

struct RetentionRule {
  // What is deleted, for the log: "request_keys".
  const char* name;
  // Deletes a batch; its only parameter is the instant before which rows go:
  // "/* x.DeleteOld */ DELETE FROM x WHERE created_at < ? ORDER BY created_at LIMIT 500".
  const Statement* delete_batch;
  int64_t batch_size;
  absl::Duration keep;
};

// Runs the rules on a thread of its own, once an hour from the start on. Several processes may
// sweep the same tables.
class RetentionSweeper {
 public:
  // `database` and `clock` must outlive it.
  RetentionSweeper(Database& database, const base::Clock& clock, std::vector<RetentionRule> rules);
  // Stops after the current batch.
  ~RetentionSweeper();
  RetentionSweeper(const RetentionSweeper&) = delete;
  RetentionSweeper& operator=(const RetentionSweeper&) = delete;

  // Starts the thread. Without it, SweepOnce can be called by hand.
  void Start();
  void Stop();

  // Deletes everything that is due now; returns the number of rows.
  absl::StatusOr<int64_t> SweepOnce();

 private:
  // True when the sweeper stops; waits for that at most `wait`.
  bool WaitForStop(std::chrono::milliseconds wait);
  void Run();

  Database& database_;
  const base::Clock& clock_;
  const std::vector<RetentionRule> rules_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_RETENTION_SWEEPER_H_
