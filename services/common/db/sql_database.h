#ifndef SERVICES_COMMON_DB_SQL_DATABASE_H_
#define SERVICES_COMMON_DB_SQL_DATABASE_H_

#include <memory>
#include <mutex>
#include <string>

#include "services/common/db/connection.h"
#include "services/common/db/connection_pool.h"
#include "services/common/db/database.h"
#include "services/common/db/open.h"

namespace deputies::db {

// Database over connections of whatever kind.
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

  const Connect connect_;
  const PoolObserver observer_;
  ConnectionPool pool_;
  std::mutex probe_mutex_;
  // Of CheckReady alone, so that a busy pool does not look like a dead server.
  std::unique_ptr<Connection> probe_;
};

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_SQL_DATABASE_H_
