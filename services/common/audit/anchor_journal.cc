#include "services/common/audit/anchor_journal.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/audit/audit_verifier.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::audit {
namespace {

// One small row for each home.
constexpr absl::Duration kStatementTimeout = absl::Minutes(1);
constexpr absl::string_view kTimeMark = "# ";

absl::Status FileError(const std::string& path) {
  return absl::UnavailableError(absl::StrCat(path, ": ", std::strerror(errno)));
}

absl::Status AppendDurably(const std::string& path, const std::string& text) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (file < 0) return FileError(path);
  const ssize_t written = write(file, text.data(), text.size());
  absl::Status status = written == static_cast<ssize_t>(text.size()) && fsync(file) == 0
                            ? absl::OkStatus()
                            : FileError(path);
  close(file);
  return status;
}

// When anchors were last added; the infinite past when never.
absl::Time LastTime(const std::string& path) {
  std::ifstream file(path);
  absl::Time last = absl::InfinitePast();
  for (std::string line; std::getline(file, line);) {
    absl::Time time;
    if (absl::StartsWith(line, kTimeMark) &&
        absl::ParseTime(absl::RFC3339_full, line.substr(kTimeMark.size()), &time, nullptr)) {
      last = time;
    }
  }
  return last;
}

}  // namespace

absl::StatusOr<int> AnchorJournal::Append() {
  ASSIGN_OR_RETURN(const std::vector<Anchor> heads, ReadHeads(database_, kStatementTimeout));
  std::string text =
      absl::StrCat(kTimeMark, absl::FormatTime(clock_.Now(), absl::UTCTimeZone()), "\n");
  for (const Anchor& head : heads) {
    absl::StrAppend(&text, service_, " ", FormatAnchor(head), "\n");
  }
  RETURN_IF_ERROR(AppendDurably(path_, text));
  return static_cast<int>(heads.size());
}

absl::StatusOr<int> AnchorJournal::AppendDaily() {
  const absl::Time last = LastTime(path_);
  if (last != absl::InfinitePast() && base::ShanghaiDay(last) == base::ShanghaiDay(clock_.Now())) {
    return 0;
  }
  return Append();
}

}  // namespace deputies::audit
