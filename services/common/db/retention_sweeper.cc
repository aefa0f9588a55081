#include "services/common/db/retention_sweeper.h"

#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "services/common/db/open.h"
#include "services/common/log/log.h"

namespace deputies::db {
namespace {

constexpr std::chrono::hours kInterval(1);
constexpr absl::Duration kBatchLimit = absl::Seconds(10);
// Between two batches, so that a long sweep stays behind the callers' work.
constexpr std::chrono::milliseconds kPause(20);

}  // namespace

RetentionSweeper::RetentionSweeper(Database& database, const base::Clock& clock,
                                   std::vector<RetentionRule> rules)
    : database_(database), clock_(clock), rules_(std::move(rules)) {}

RetentionSweeper::~RetentionSweeper() { Stop(); }

void RetentionSweeper::Start() { thread_ = std::thread(&RetentionSweeper::Run, this); }

void RetentionSweeper::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

absl::StatusOr<int64_t> RetentionSweeper::SweepOnce() {
  int64_t total = 0;
  for (const RetentionRule& rule : rules_) {
    const absl::Time before = clock_.Now() - rule.keep;
    int64_t deleted = rule.batch_size;
    while (deleted == rule.batch_size && !WaitForStop(kPause)) {
      absl::Status status = database_.InTransaction(
          absl::Now() + kBatchLimit, [&](Transaction& transaction) -> absl::Status {
            absl::StatusOr<int64_t> count = transaction.Execute(*rule.delete_batch, {before});
            deleted = count.value_or(0);
            return count.status();
          });
      if (!status.ok()) return status;
      total += deleted;
    }
  }
  return total;
}

bool RetentionSweeper::WaitForStop(std::chrono::milliseconds wait) {
  std::unique_lock<std::mutex> lock(mutex_);
  return wake_.wait_for(lock, wait, [this] { return stopping_; });
}

void RetentionSweeper::Run() {
  ThreadStart();
  do {
    absl::StatusOr<int64_t> deleted = SweepOnce();
    if (!deleted.ok()) {
      log::Warning("Deleting old rows failed", {{"status", deleted.status()}});
    } else if (*deleted > 0) {
      log::Info("Deleted old rows", {{"rows", *deleted}});
    }
  } while (!WaitForStop(kInterval));
  ThreadStop();
}

}  // namespace deputies::db
