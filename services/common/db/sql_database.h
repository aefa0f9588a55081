#ifndef SERVICES_COMMON_DB_SQL_DATABASE_H_
#define SERVICES_COMMON_DB_SQL_DATABASE_H_

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "services/common/db/connection.h"
#include "services/common/db/connection_pool.h"
#include "services/common/db/database.h"
#include "services/common/db/group_queue.h"
#include "services/common/db/open.h"

namespace deputies::db {

// Database over connections of whatever kind. With a group size above 1, closures that may run
// again (Repeat::kAfterUnknownOutcome) share a transaction when they come at the same time: each
// has a savepoint, so that one that fails is rolled back alone; all hear of the one COMMIT after
// it. When the transaction itself fails, or nobody knows whether its COMMIT worked, each runs again
// by itself.
class SqlDatabase final : public Database {
 public:
  SqlDatabase(Connect connect, PoolOptions options, PoolObserver observer);

  absl::Status InTransaction(absl::Time deadline,
                             absl::FunctionRef<absl::Status(Transaction&)> closure,
                             Repeat repeat) override;
  absl::StatusOr<Rows> Query(absl::Time deadline, const Statement& statement,
                             const Params& params) override;
  absl::StatusOr<Rows> RunText(absl::Time deadline, const std::string& sql) override;
  absl::Status CheckReady() override;

 private:
  // What became of one run of a closure.
  struct Attempt {
    absl::Status status;
    bool again = false;
  };
  Attempt TryTransaction(absl::Time deadline, absl::FunctionRef<absl::Status(Transaction&)> closure,
                         Repeat repeat);
  Attempt TryQuery(absl::Time deadline, const Statement& statement, const Params& params,
                   Rows* rows);
  absl::Status CheckSettings();
  void RunGroup(const std::vector<GroupMember*>& group);
  // False when the group's transaction is lost.
  bool RunMember(GroupMember* member, bool alone, ConnectionPool::Lease* lease);

  const Connect connect_;
  const PoolObserver observer_;
  ConnectionPool pool_;
  // Absent: nobody shares.
  std::optional<GroupQueue> groups_;
  std::mutex probe_mutex_;
  // Of CheckReady alone, so that a busy pool does not look like a dead server.
  std::unique_ptr<Connection> probe_;
};

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_SQL_DATABASE_H_
