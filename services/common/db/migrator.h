// Brings a schema to the state that a service wants, and tells whether it is there.
#ifndef SERVICES_COMMON_DB_MIGRATOR_H_
#define SERVICES_COMMON_DB_MIGRATOR_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/db/database.h"

namespace deputies::db {

// Applies in order what `schema_migrations` does not name yet, and returns the names of the
// applied. Errors: FAILED_PRECONDITION when an applied migration was changed since, or one is
// missing between applied ones; otherwise the statement's error, with the migration and the
// statement named. DDL commits by itself, so a migration that fails half-way must be mended by
// hand: it is recorded as begun, and the next run refuses to go on over it. Run by one process at a
// time (deputiesctl).
absl::StatusOr<std::vector<std::string>> Migrate(Database& database,
                                                 const std::vector<Migration>& migrations,
                                                 absl::Duration time_limit = absl::Minutes(10));

// OK when every migration has been applied as it is; a schema that is ahead is fine.
// FAILED_PRECONDITION otherwise; a service then refuses to be ready.
absl::Status CheckSchema(Database& database, const std::vector<Migration>& migrations);

// The statements of a script: split at ';' outside quotes and comments, comments before a statement
// dropped. Exposed for tests.
std::vector<std::string> SplitStatements(absl::string_view script);

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_MIGRATOR_H_
