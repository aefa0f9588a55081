// deputiesctl: the administrator's program. See deploy/ctl/README.md.
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "deploy/ctl/commands.h"
#include "deploy/ctl/services.h"
#include "deputies/ctl/v1/config.pb.h"
#include "services/common/config/config.h"
#include "services/common/log/log.h"

namespace deputies::ctl {
namespace {

constexpr char kUsage[] =
    "usage: deputiesctl [--config=FILE|DIR] COMMAND [OPTIONS]\n"
    "  migrate --service=accounts|board|duty|wechat|all\n"
    "  create-admin --username=U --password-file=F --role=R --display-name=N "
    "[--organization-code=C]\n"
    "  load-demo DIR\n"
    "  import-county DIR [--preview=yes]\n"
    "  undo-county IMPORT\n"
    "  import-messages FILE.csv --home=ID [--batch=N] [--rejects=FILE]\n"
    "  draw-codes FOLDER [--home=ID] [--a-minute=N]\n"
    "  anchor-audit --anchors=FILE\n"
    "  verify-audit [--anchors=FILE]\n"
    "  export-ledger FILE --home=ID\n"
    "  verify-ledger FILE\n"
    "  witness-ledger --home=ID --key-file=F --seen=F [--ledger-key=HEX]\n"
    "The config is a textproto of deputies.ctl.v1.CtlConfig, in a folder ctl.textproto; default "
    "var/config.\n"
    "Exit codes: 0 all good, 1 some rows rejected, 2 failed.\n";

struct Command {
  const char* name;
  absl::StatusOr<int> (*run)(const v1::CtlConfig&, const Arguments&);
};
constexpr Command kCommands[] = {{"migrate", &Migrate},
                                 {"create-admin", &CreateAdmin},
                                 {"load-demo", &LoadDemo},
                                 {"import-county", &ImportCounty},
                                 {"undo-county", &UndoCounty},
                                 {"import-messages", &ImportMessages},
                                 {"draw-codes", &DrawCodes},
                                 {"anchor-audit", &AnchorAudit},
                                 {"verify-audit", &VerifyAudit},
                                 {"export-ledger", &ExportLedger},
                                 {"verify-ledger", &VerifyLedger},
                                 {"witness-ledger", &WitnessLedger}};

// Takes --config out of the arguments, wherever it stands.
absl::StatusOr<std::string> TakeConfigPath(Arguments* arguments) {
  std::string path = "var/config";
  for (auto it = arguments->begin(); it != arguments->end(); ++it) {
    absl::string_view argument = *it;
    if (argument == "--config") {
      if (it + 1 == arguments->end()) return absl::InvalidArgumentError("--config needs a value");
      path = *(it + 1);
      arguments->erase(it, it + 2);
      break;
    }
    if (absl::ConsumePrefix(&argument, "--config=")) {
      path = std::string(argument);
      arguments->erase(it);
      break;
    }
  }
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) absl::StrAppend(&path, "/ctl.textproto");
  return path;
}

int Fail(const absl::Status& status) {
  std::fprintf(stderr, "deputiesctl: %s\n", Describe(status).c_str());
  return kFailed;
}

int Main(Arguments arguments) {
  absl::StatusOr<std::string> path = TakeConfigPath(&arguments);
  if (!path.ok()) return Fail(path.status());
  if (arguments.empty() || arguments[0] == "help" || arguments[0] == "--help") {
    std::fputs(kUsage, arguments.empty() ? stderr : stdout);
    return arguments.empty() ? kFailed : kAllGood;
  }
  for (const Command& command : kCommands) {
    if (arguments[0] != command.name) continue;
    v1::CtlConfig config;
    const absl::Status loaded = config::Load(*path, config::Environment(), &config);
    if (!loaded.ok()) return Fail(loaded);
    absl::StatusOr<int> code =
        command.run(config, Arguments(arguments.begin() + 1, arguments.end()));
    return code.ok() ? *code : Fail(code.status());
  }
  std::fprintf(stderr, "deputiesctl: no command \"%s\"\n%s", arguments[0].c_str(), kUsage);
  return kFailed;
}

}  // namespace
}  // namespace deputies::ctl

int main(int argc, char** argv) {
  deputies::log::Init("deputiesctl", "info");
  return deputies::ctl::Main(std::vector<std::string>(argv + 1, argv + argc));
}
