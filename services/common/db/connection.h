// One connection to the server, as the pool and the transactions see it. The driver stands behind
// it (driver_connection.cc); tests put a script of errors there.
#ifndef SERVICES_COMMON_DB_CONNECTION_H_
#define SERVICES_COMMON_DB_CONNECTION_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/db/database.h"

namespace deputies::db {

// Used by one thread at a time. Errors are those of FromErrorNumber. After an error that
// LosesConnection it may only be destroyed.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual absl::StatusOr<Rows> Query(const Statement& statement, const Params& params) = 0;
  virtual absl::StatusOr<int64_t> Execute(const Statement& statement, const Params& params) = 0;
  // One statement as text, neither prepared nor cached. Rows of a SELECT, else none.
  virtual absl::StatusOr<Rows> RunText(const std::string& sql) = 0;
  virtual absl::Status Begin() = 0;
  virtual absl::Status Commit() = 0;
  virtual absl::Status Rollback() = 0;
};

// Makes a connection that is set up for use, whose statements take at most `statement_limit`.
// Called by several threads.
using Connect =
    std::function<absl::StatusOr<std::unique_ptr<Connection>>(absl::Duration statement_limit)>;

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_CONNECTION_H_
