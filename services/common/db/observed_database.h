#ifndef SERVICES_COMMON_DB_OBSERVED_DATABASE_H_
#define SERVICES_COMMON_DB_OBSERVED_DATABASE_H_

#include <functional>
#include <string>
#include <utility>

#include "services/common/db/database.h"

namespace deputies::db {

// Another database that tells of each write: `changed` runs after every transaction, whatever
// became of it, before its caller hears of it. Must not outlive `database`.
class ObservedDatabase final : public Database {
 public:
  ObservedDatabase(Database& database, std::function<void()> changed)
      : database_(database), changed_(std::move(changed)) {}

  absl::Status InTransaction(absl::Time deadline,
                             absl::FunctionRef<absl::Status(Transaction&)> closure,
                             Repeat repeat) override {
    absl::Status status = database_.InTransaction(deadline, closure, repeat);
    changed_();
    return status;
  }
  absl::StatusOr<Rows> Query(absl::Time deadline, const Statement& statement,
                             const Params& params) override {
    return database_.Query(deadline, statement, params);
  }
  absl::StatusOr<Rows> RunText(absl::Time deadline, const std::string& sql) override {
    absl::StatusOr<Rows> rows = database_.RunText(deadline, sql);
    changed_();
    return rows;
  }
  absl::Status CheckReady() override { return database_.CheckReady(); }

 private:
  Database& database_;
  const std::function<void()> changed_;
};

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_OBSERVED_DATABASE_H_
