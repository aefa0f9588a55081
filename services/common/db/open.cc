#include "services/common/db/open.h"

#include <fstream>
#include <iterator>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/driver_connection.h"
#include "services/common/db/pool_metrics.h"
#include "services/common/db/sql_database.h"

namespace deputies::db {
namespace {

absl::StatusOr<std::string> ReadPassword(const std::string& file) {
  if (file.empty()) return std::string();
  std::ifstream stream(file, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(stream)), std::istreambuf_iterator<char>());
  if (!stream) return absl::InvalidArgumentError(absl::StrCat("cannot read password_file ", file));
  return std::string(absl::StripTrailingAsciiWhitespace(text));
}

absl::Duration MillisOr(uint32_t millis, absl::Duration fallback) {
  return millis == 0 ? fallback : absl::Milliseconds(millis);
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> OpenDatabase(const common::v1::DatabaseConfig& config,
                                                       uint32_t threads, PoolObserver observer) {
  if (config.schema().empty()) return absl::InvalidArgumentError("database.schema is missing");
  if (config.socket().empty() && config.host().empty()) {
    return absl::InvalidArgumentError("database.socket or database.host is missing");
  }
  ServerAddress server;
  server.url = config.socket().empty() ? absl::StrCat("tcp://", config.host(), ":",
                                                      config.port() == 0 ? 3306 : config.port())
                                       : absl::StrCat("unix://", config.socket());
  server.user = config.user();
  ASSIGN_OR_RETURN(server.password, ReadPassword(config.password_file()));
  server.schema = config.schema();
  server.connect_timeout = MillisOr(config.connect_timeout_ms(), absl::Seconds(3));

  PoolOptions options;
  options.connections = config.connections() == 0 ? threads : config.connections();
  if (options.connections == 0) options.connections = 1;
  options.checkout_timeout = MillisOr(config.checkout_timeout_ms(), absl::Milliseconds(100));
  options.statement_limit = MillisOr(config.statement_timeout_ms(), absl::Seconds(5));
  if (config.group_commit() > 1) options.group_size = config.group_commit();
  if (!observer.checkout && !observer.in_use && !observer.retry) observer = MetricsObserver();
  ThreadStart();
  return std::make_unique<SqlDatabase>(
      [server](absl::Duration statement_limit) {
        return ConnectWithDriver(server, statement_limit);
      },
      options, std::move(observer));
}

}  // namespace deputies::db
