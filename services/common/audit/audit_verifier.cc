#include "services/common/audit/audit_verifier.h"

#include <map>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "services/common/base/status_macros.h"

namespace deputies::audit {
namespace {

constexpr size_t kMacBytes = 32;
constexpr int64_t kPage = 1000;

constexpr db::Statement kReadHeads{
    "/* audit.ReadHeads */ SELECT home_id, sequence, mac FROM audit_heads ORDER BY home_id"};
constexpr db::Statement kReadHead{
    "/* audit.ReadHead */ SELECT sequence, mac FROM audit_heads WHERE home_id = ?"};
constexpr db::Statement kReadHomes{
    "/* audit.ReadHomes */ SELECT DISTINCT home_id FROM audit_entries ORDER BY home_id"};
constexpr db::Statement kReadChain{
    "/* audit.ReadChain */ SELECT sequence, create_time, actor_person_id, request_id, action, "
    "target, detail, mac FROM audit_entries WHERE home_id = ? AND sequence > ? "
    "ORDER BY sequence LIMIT ?"};

// Walks one chain.
class ChainCheck {
 public:
  ChainCheck(db::Database& database, const AuditTrail& trail, int64_t home_id,
             absl::Duration statement_timeout, Verdict* verdict)
      : database_(database),
        trail_(trail),
        home_id_(home_id),
        statement_timeout_(statement_timeout),
        verdict_(verdict) {}

  absl::Status Run(const std::map<int64_t, std::string>& anchors) {
    RETURN_IF_ERROR(ReadOn(anchors));
    ASSIGN_OR_RETURN(const db::Rows head,
                     database_.Query(absl::Now() + statement_timeout_, kReadHead, {home_id_}));
    // The chain may have grown since: what the head knows must be there now.
    RETURN_IF_ERROR(ReadOn(anchors));
    if (head.empty()) {
      Fault(last_, "the chain's head is missing");
    } else if (head[0].Int(0) > last_) {
      Fault(last_, absl::StrCat("the chain's head says ", head[0].Int(0)));
    } else if (head[0].Int(0) == last_ && head[0].String(1) != mac_) {
      Fault(last_, "differs from the chain's head");
    }
    if (!anchors.empty() && anchors.rbegin()->first > last_) {
      Fault(last_, absl::StrCat("an anchor says ", anchors.rbegin()->first));
    }
    return absl::OkStatus();
  }

 private:
  // Checks the entries after the last one that was read.
  absl::Status ReadOn(const std::map<int64_t, std::string>& anchors) {
    while (true) {
      ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(absl::Now() + statement_timeout_,
                                                            kReadChain, {home_id_, last_, kPage}));
      for (const db::Row& row : rows) Check(row, anchors);
      if (rows.size() < static_cast<size_t>(kPage)) return absl::OkStatus();
    }
  }

  void Check(const db::Row& row, const std::map<int64_t, std::string>& anchors) {
    RecordedEntry recorded;
    recorded.sequence = row.Int(0);
    recorded.create_time = row.Time(1);
    recorded.entry = {{row.Int(2), row.String(3)}, row.String(4), row.String(5), row.String(6)};
    if (recorded.sequence != last_ + 1) Fault(last_ + 1, "missing");
    if (trail_.Mac(home_id_, mac_, recorded) != row.String(7)) {
      Fault(recorded.sequence, "changed, or the one before was");
    }
    last_ = recorded.sequence;
    mac_ = row.String(7);
    const auto anchor = anchors.find(last_);
    if (anchor != anchors.end() && anchor->second != mac_) Fault(last_, "differs from its anchor");
    ++verdict_->entries;
  }

  void Fault(int64_t sequence, absl::string_view what) {
    verdict_->faults.push_back(absl::StrCat("home ", home_id_, ", entry ", sequence, ": ", what));
  }

  db::Database& database_;
  const AuditTrail& trail_;
  const int64_t home_id_;
  const absl::Duration statement_timeout_;
  Verdict* const verdict_;
  int64_t last_ = 0;
  std::string mac_;
};

}  // namespace

absl::StatusOr<std::vector<Anchor>> ReadHeads(db::Database& database,
                                              absl::Duration statement_timeout) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database.Query(absl::Now() + statement_timeout, kReadHeads, {}));
  std::vector<Anchor> heads;
  for (const db::Row& row : rows) heads.push_back({row.Int(0), row.Int(1), row.String(2)});
  return heads;
}

absl::StatusOr<Verdict> Verify(db::Database& database, const AuditTrail& trail,
                               const std::vector<Anchor>& anchors,
                               absl::Duration statement_timeout) {
  ASSIGN_OR_RETURN(const std::vector<Anchor> heads, ReadHeads(database, statement_timeout));
  ASSIGN_OR_RETURN(const db::Rows homes,
                   database.Query(absl::Now() + statement_timeout, kReadHomes, {}));
  // By home: sequence -> MAC. A home is listed wherever it is spoken of.
  std::map<int64_t, std::map<int64_t, std::string>> anchors_of;
  for (const Anchor& anchor : anchors) anchors_of[anchor.home_id][anchor.sequence] = anchor.mac;
  for (const Anchor& head : heads) anchors_of[head.home_id];
  for (const db::Row& row : homes) anchors_of[row.Int(0)];
  Verdict verdict;
  for (const auto& [home_id, own] : anchors_of) {
    ChainCheck check(database, trail, home_id, statement_timeout, &verdict);
    RETURN_IF_ERROR(check.Run(own));
    ++verdict.chains;
  }
  return verdict;
}

std::string FormatAnchor(const Anchor& anchor) {
  return absl::StrCat(anchor.home_id, " ", anchor.sequence, " ",
                      absl::BytesToHexString(anchor.mac));
}

absl::StatusOr<Anchor> ParseAnchor(absl::string_view line) {
  const std::vector<absl::string_view> parts = absl::StrSplit(line, ' ', absl::SkipEmpty());
  Anchor anchor;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &anchor.home_id) ||
      !absl::SimpleAtoi(parts[1], &anchor.sequence) || parts[2].size() != 2 * kMacBytes) {
    return absl::InvalidArgumentError(
        absl::StrCat("want \"home_id sequence mac-in-hex\", got \"", line, "\""));
  }
  anchor.mac = absl::HexStringToBytes(parts[2]);
  return anchor;
}

}  // namespace deputies::audit
