#ifndef SERVICES_COMMON_DB_READINESS_H_
#define SERVICES_COMMON_DB_READINESS_H_

#include <vector>

#include "absl/status/status.h"
#include "services/common/db/database.h"
#include "services/common/db/migrator.h"

namespace deputies::db {

// OK when the database keeps what it acknowledges and has the schema that this program wants. Used
// by one thread.
class Readiness {
 public:
  // Both must outlive it.
  Readiness(Database& database, const std::vector<Migration>& migrations)
      : database_(database), migrations_(migrations) {}

  absl::Status Check() {
    absl::Status status = database_.CheckReady();
    if (!status.ok() || schema_known_) return status;
    status = CheckSchema(database_, migrations_);
    schema_known_ = status.ok();
    return status;
  }

 private:
  Database& database_;
  const std::vector<Migration>& migrations_;
  bool schema_known_ = false;  // a schema only grows
};

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_READINESS_H_
