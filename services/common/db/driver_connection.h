#ifndef SERVICES_COMMON_DB_DRIVER_CONNECTION_H_
#define SERVICES_COMMON_DB_DRIVER_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/db/connection.h"

namespace deputies::db {

struct ServerAddress {
  std::string url;  // "unix:///path" or "tcp://host:port"
  std::string user;
  std::string password;
  std::string schema;
  absl::Duration connect_timeout;
};

// Connects with MySQL Connector/C++ and sets the session up: UTC, utf8mb4, READ COMMITTED, strict
// mode, time limits.
absl::StatusOr<std::unique_ptr<Connection>> ConnectWithDriver(const ServerAddress& server,
                                                              absl::Duration statement_limit);

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_DRIVER_CONNECTION_H_
