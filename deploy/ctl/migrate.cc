#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/migrator.h"
#include "services/common/db/open.h"

// Defined by deputies_migrations() in each service's CMakeLists.txt.
namespace deputies::accounts {
const std::vector<db::Migration>& Migrations();
}
namespace deputies::board {
const std::vector<db::Migration>& Migrations();
}
namespace deputies::duty {
const std::vector<db::Migration>& Migrations();
}
namespace deputies::reception {
const std::vector<db::Migration>& Migrations();
}
namespace deputies::wechat {
const std::vector<db::Migration>& Migrations();
}

namespace deputies::ctl {
namespace {

// A change of a large table takes its time; the limits of ordinary statements are for people who
// wait.
constexpr uint32_t kStatementTimeoutMs = 30 * 60 * 1000;
constexpr uint32_t kCheckoutTimeoutMs = 5000;

struct Schema {
  const char* service;
  const std::vector<db::Migration>& (*migrations)();
};
constexpr Schema kSchemas[] = {{"accounts", &accounts::Migrations},
                               {"board", &board::Migrations},
                               {"duty", &duty::Migrations},
                               {"reception", &reception::Migrations},
                               {"wechat", &wechat::Migrations}};

// Lets the service's user change and delete rows of every table that is not append-only.
absl::Status GrantChanges(db::Database& database, const v1::MigratedSchema& configured) {
  if (configured.service_user().empty()) return absl::OkStatus();
  const absl::Time deadline = absl::Now() + absl::Milliseconds(kStatementTimeoutMs);
  ASSIGN_OR_RETURN(const db::Rows tables, database.RunText(deadline, "SHOW TABLES"));
  for (const db::Row& row : tables) {
    const std::string& table = row.String(0);
    const auto& append_only = configured.append_only_tables();
    if (std::find(append_only.begin(), append_only.end(), table) != append_only.end()) continue;
    RETURN_IF_ERROR(database
                        .RunText(deadline, absl::StrCat("GRANT UPDATE, DELETE ON ", table, " TO ",
                                                        configured.service_user()))
                        .status());
  }
  return absl::OkStatus();
}

absl::Status MigrateSchema(const v1::CtlConfig& config, const Schema& schema) {
  for (const v1::MigratedSchema& configured : config.schemas()) {
    if (configured.service() != schema.service) continue;
    common::v1::DatabaseConfig database_config = configured.database();
    if (database_config.statement_timeout_ms() == 0) {
      database_config.set_statement_timeout_ms(kStatementTimeoutMs);
    }
    if (database_config.checkout_timeout_ms() == 0) {
      database_config.set_checkout_timeout_ms(kCheckoutTimeoutMs);
    }
    ASSIGN_OR_RETURN(const std::unique_ptr<db::Database> database,
                     db::OpenDatabase(database_config, /*connections=*/1));
    absl::StatusOr<std::vector<std::string>> applied =
        db::Migrate(*database, schema.migrations(), absl::Milliseconds(kStatementTimeoutMs));
    if (!applied.ok()) {
      return absl::Status(applied.status().code(),
                          absl::StrCat(schema.service, ": ", applied.status().message()));
    }
    for (const std::string& name : *applied)
      std::printf("%s: applied %s\n", schema.service, name.c_str());
    RETURN_IF_ERROR(GrantChanges(*database, configured));
    if (applied->empty()) std::printf("%s: up to date\n", schema.service);
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(absl::StrCat("the config names no schema of ", schema.service));
}

}  // namespace

absl::StatusOr<int> Migrate(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {"service"}));
  if (!line.words().empty()) {
    return absl::InvalidArgumentError(absl::StrCat("unexpected \"", line.words()[0], "\""));
  }
  ASSIGN_OR_RETURN(const std::string service, line.Require("service"));
  bool known = false;
  for (const Schema& schema : kSchemas) {
    if (service != "all" && service != schema.service) continue;
    known = true;
    RETURN_IF_ERROR(MigrateSchema(config, schema));
  }
  if (!known)
    return absl::InvalidArgumentError(
        "--service is accounts, board, duty, reception, wechat or all");
  return kAllGood;
}

}  // namespace deputies::ctl
