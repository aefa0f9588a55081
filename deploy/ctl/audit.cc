#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "services/common/audit/anchor_journal.h"
#include "services/common/audit/audit_verifier.h"
#include "services/common/base/clock.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/open.h"

namespace deputies::ctl {
namespace {

// The services that keep an audit trail.
constexpr const char* kAudited[] = {"accounts"};
// A whole chain page; the reader is nobody's phone.
constexpr absl::Duration kStatementTimeout = absl::Minutes(5);

absl::StatusOr<std::unique_ptr<db::Database>> OpenSchema(const v1::CtlConfig& config,
                                                         absl::string_view service) {
  for (const v1::MigratedSchema& configured : config.schemas()) {
    if (configured.service() == service) {
      return db::OpenDatabase(configured.database(), /*connections=*/1);
    }
  }
  return absl::InvalidArgumentError(absl::StrCat("the config names no schema of ", service));
}

// Lines "service home_id sequence mac"; those that begin with '#' are for people.
absl::StatusOr<std::vector<audit::Anchor>> ReadAnchors(const std::string& path,
                                                       absl::string_view service) {
  std::vector<audit::Anchor> anchors;
  if (path.empty()) return anchors;
  std::ifstream file(path);
  if (!file) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": ", std::strerror(errno)));
  }
  std::string line;
  for (int number = 1; std::getline(file, line); ++number) {
    if (line.empty() || line[0] == '#') continue;
    const std::pair<std::string, std::string> parts = absl::StrSplit(line, absl::MaxSplits(' ', 1));
    if (parts.first != service) continue;
    absl::StatusOr<audit::Anchor> anchor = audit::ParseAnchor(parts.second);
    if (!anchor.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(path, ", line ", number, ": ", anchor.status().message()));
    }
    anchors.push_back(*std::move(anchor));
  }
  return anchors;
}

absl::Status ExpectNoWords(const CommandLine& line) {
  return line.words().empty()
             ? absl::OkStatus()
             : absl::InvalidArgumentError(absl::StrCat("unexpected \"", line.words()[0], "\""));
}

}  // namespace

absl::StatusOr<int> VerifyAudit(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {"anchors"}));
  RETURN_IF_ERROR(ExpectNoWords(line));
  ASSIGN_OR_RETURN(const audit::AuditTrail trail,
                   audit::AuditTrail::FromFile(config.audit_key_file()));
  std::string anchors_file = line.Get("anchors");
  std::error_code ignored;
  if (anchors_file.empty() && std::filesystem::exists(config.audit_anchor_file(), ignored)) {
    anchors_file = config.audit_anchor_file();
  }
  bool whole = true;
  for (const char* const service : kAudited) {
    ASSIGN_OR_RETURN(const std::vector<audit::Anchor> anchors, ReadAnchors(anchors_file, service));
    ASSIGN_OR_RETURN(const std::unique_ptr<db::Database> database, OpenSchema(config, service));
    ASSIGN_OR_RETURN(const audit::Verdict verdict,
                     audit::Verify(*database, trail, anchors, kStatementTimeout));
    for (const std::string& fault : verdict.faults) {
      std::printf("%s: %s\n", service, fault.c_str());
    }
    std::printf("%s: %lld entries in %lld chains, %zu anchors, %zu faults\n", service,
                static_cast<long long>(verdict.entries),  // NOLINT: printf
                static_cast<long long>(verdict.chains),   // NOLINT: printf
                anchors.size(), verdict.faults.size());
    whole = whole && verdict.faults.empty();
  }
  return whole ? kAllGood : kFailed;
}

absl::StatusOr<int> AnchorAudit(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line, CommandLine::Parse(arguments, {"anchors"}));
  RETURN_IF_ERROR(ExpectNoWords(line));
  ASSIGN_OR_RETURN(const std::string path, line.Require("anchors"));
  int count = 0;
  for (const char* const service : kAudited) {
    ASSIGN_OR_RETURN(const std::unique_ptr<db::Database> database, OpenSchema(config, service));
    ASSIGN_OR_RETURN(
        const int added,
        audit::AnchorJournal(*database, base::Clock::System(), service, path).Append());
    count += added;
  }
  std::printf("%d anchors added to %s\n", count, path.c_str());
  return kAllGood;
}

}  // namespace deputies::ctl
