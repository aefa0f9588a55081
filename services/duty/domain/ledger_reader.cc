#include "services/duty/domain/ledger_reader.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {
namespace {

constexpr int kDefaultEntryPage = 20;
// A page of the export stays below a megabyte.
constexpr int kExportEntries = 2000;

void AddRuleBooks(const std::vector<RuleBook>& books, std::vector<std::string>* lines) {
  for (const RuleBook& book : books) {
    lines->push_back(
        absl::StrCat("rulebook\t", book.version, "\t", absl::FormatCivilTime(book.effective_day)));
    for (absl::string_view line : absl::StrSplit(FormatRules(book), '\n', absl::SkipEmpty())) {
      lines->emplace_back(line);
    }
  }
}

std::string LineOf(const SignedHead& head) {
  return absl::StrJoin(
      std::make_tuple("head", head.tree_size, absl::BytesToHexString(head.root),
                      absl::ToUnixMillis(head.sign_time), absl::BytesToHexString(head.signature),
                      absl::BytesToHexString(head.public_key)),
      "\t");
}

std::string LineOf(const DutyTotal& total) {
  const Score& score = total.score;
  return absl::StrJoin(
      std::make_tuple("total", total.deputy_id, total.period, score.points, score.ranking_points,
                      score.low_points, score.high_points, score.opportunities, score.handled,
                      score.rated ? 1 : 0, score.stars, score.rule_version),
      "\t");
}

}  // namespace

std::string HeadText(const SignedHead& head) {
  return absl::StrCat("deputies-ledger-head\n", head.home_id, "\n", head.tree_size, "\n",
                      absl::BytesToHexString(head.root), "\n", absl::ToUnixMillis(head.sign_time),
                      "\n");
}

absl::StatusOr<LedgerReader::EntryPage> LedgerReader::ListDeputyEntries(
    const base::CallScope& scope, int64_t home_id, int64_t deputy_id, int64_t before_sequence,
    int limit) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, home_id));
  EntryPage page;
  ASSIGN_OR_RETURN(page.books, books_.Of(scope.deadline, home.county_id));
  if (limit == 0) limit = kDefaultEntryPage;
  ASSIGN_OR_RETURN(page.entries, store_.ListDeputyPage(scope.deadline, home_id, deputy_id,
                                                       before_sequence, limit + 1));
  // Who left the home keeps the entries.
  if (page.entries.empty()) {
    RETURN_IF_ERROR(directory_.Deputy(scope, home_id, deputy_id).status());
  }
  if (page.entries.size() > static_cast<size_t>(limit)) {
    page.entries.pop_back();
    page.next_before = page.entries.back().sequence;
  }
  return page;
}

absl::StatusOr<Score> LedgerReader::ScoreOfDeputy(const base::CallScope& scope, int64_t home_id,
                                                  int64_t deputy_id, const Period& period) {
  ASSIGN_OR_RETURN(const BookList books, books_.OfHome(scope, home_id));
  ASSIGN_OR_RETURN(const std::vector<LedgerEntry> entries,
                   store_.ListDeputyEntries(scope.deadline, home_id, deputy_id));
  if (entries.empty()) RETURN_IF_ERROR(directory_.Deputy(scope, home_id, deputy_id).status());
  return ScoreOf(entries, *books, period);
}

absl::StatusOr<LedgerReader::Snapshot> LedgerReader::SnapshotOf(const base::CallScope& scope,
                                                                int64_t home_id, int64_t deputy_id,
                                                                const Period& period,
                                                                std::optional<int64_t> size) {
  Snapshot snapshot;
  if (size.has_value()) {
    snapshot.size = *size;
  } else {
    ASSIGN_OR_RETURN(const MerkleFrontier frontier, store_.FindLedger(scope.deadline, home_id));
    snapshot.size = frontier.size();
  }
  ASSIGN_OR_RETURN(const Hashes leaves,
                   store_.ListLeafHashes(scope.deadline, home_id, snapshot.size));
  if (leaves.size() != static_cast<size_t>(snapshot.size)) return EntryNotFound();
  snapshot.root = RootOf(leaves);
  ASSIGN_OR_RETURN(snapshot.books, books_.OfHome(scope, home_id));
  ASSIGN_OR_RETURN(snapshot.entries, store_.ListDeputyEntries(scope.deadline, home_id, deputy_id));
  const auto later =
      std::find_if(snapshot.entries.begin(), snapshot.entries.end(),
                   [&](const LedgerEntry& entry) { return entry.sequence >= snapshot.size; });
  snapshot.entries.erase(later, snapshot.entries.end());
  snapshot.score = ScoreOf(snapshot.entries, *snapshot.books, period);
  return snapshot;
}

absl::StatusOr<LedgerReader::Head> LedgerReader::ReadHead(const base::CallScope& scope,
                                                          int64_t home_id) {
  RETURN_IF_ERROR(directory_.Home(scope, home_id).status());
  ASSIGN_OR_RETURN(const MerkleFrontier frontier, store_.FindLedger(scope.deadline, home_id));
  ASSIGN_OR_RETURN(const std::vector<SignedHead> heads,
                   store_.ListSignedHeads(scope.deadline, home_id));
  Head head;
  head.tree_size = frontier.size();
  head.root = frontier.Root();
  if (heads.empty()) return head;
  head.signed_head = heads.back();
  ASSIGN_OR_RETURN(const std::vector<Cosignature> all,
                   store_.ListCosignatures(scope.deadline, home_id));
  for (const Cosignature& one : all) {
    if (one.tree_size == head.signed_head->tree_size) head.cosignatures.push_back(one);
  }
  return head;
}

absl::StatusOr<Hashes> LedgerReader::Leaves(const base::CallScope& scope, int64_t home_id,
                                            int64_t size) {
  RETURN_IF_ERROR(directory_.Home(scope, home_id).status());
  if (size == 0) {
    ASSIGN_OR_RETURN(const MerkleFrontier frontier, store_.FindLedger(scope.deadline, home_id));
    size = frontier.size();
  }
  ASSIGN_OR_RETURN(Hashes leaves, store_.ListLeafHashes(scope.deadline, home_id, size));
  if (size <= 0 || leaves.size() != static_cast<size_t>(size)) return EntryNotFound();
  return leaves;
}

absl::StatusOr<LedgerReader::Proof> LedgerReader::ProveInclusion(const base::CallScope& scope,
                                                                 int64_t home_id, int64_t sequence,
                                                                 int64_t tree_size) {
  ASSIGN_OR_RETURN(const Hashes leaves, Leaves(scope, home_id, tree_size));
  Proof proof;
  proof.size = static_cast<int64_t>(leaves.size());
  if (sequence < 0 || sequence >= proof.size) return EntryNotFound();
  ASSIGN_OR_RETURN(const std::optional<LedgerEntry> entry,
                   store_.FindEntry(scope.deadline, home_id, sequence));
  if (!entry.has_value()) return EntryNotFound();
  proof.leaf = LeafOf(*entry);
  proof.root = RootOf(leaves);
  proof.path = InclusionPath(leaves, sequence);
  return proof;
}

absl::StatusOr<LedgerReader::Proof> LedgerReader::ProveConsistency(const base::CallScope& scope,
                                                                   int64_t home_id,
                                                                   int64_t first_size,
                                                                   int64_t second_size) {
  ASSIGN_OR_RETURN(const Hashes leaves, Leaves(scope, home_id, second_size));
  Proof proof;
  proof.size = static_cast<int64_t>(leaves.size());
  if (first_size <= 0 || first_size > proof.size) return EntryNotFound();
  proof.first_root = RootOf(Hashes(leaves.begin(), leaves.begin() + first_size));
  proof.root = RootOf(leaves);
  proof.path = ConsistencyPath(leaves, first_size);
  return proof;
}

absl::StatusOr<LedgerReader::ExportPage> LedgerReader::Export(const base::CallScope& scope,
                                                              int64_t home_id, int64_t from) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, home_id));
  ExportPage page;
  if (from == 0) {
    page.lines.push_back(absl::StrCat("deputies-ledger\t1\t", home_id));
    ASSIGN_OR_RETURN(const BookList books, books_.Of(scope.deadline, home.county_id));
    AddRuleBooks(*books, &page.lines);
  }
  ASSIGN_OR_RETURN(const std::vector<LedgerEntry> entries,
                   store_.ListEntries(scope.deadline, home_id, from, kExportEntries));
  if (entries.size() == kExportEntries) {
    for (const LedgerEntry& entry : entries) page.lines.push_back(LeafOf(entry));
    page.next_from = from + kExportEntries;
    return page;
  }
  // Totals belong to exactly these entries, so nobody may write between them.
  const size_t before = page.lines.size();
  const auto finish = [&](LedgerTransaction& transaction) -> absl::Status {
    page.lines.resize(before);
    page.next_from.reset();
    ASSIGN_OR_RETURN(const MerkleFrontier frontier, transaction.LockLedger(home_id));
    ASSIGN_OR_RETURN(const std::vector<LedgerEntry> rest,
                     transaction.ListEntries(home_id, from, kExportEntries));
    for (const LedgerEntry& entry : rest) page.lines.push_back(LeafOf(entry));
    if (from + static_cast<int64_t>(rest.size()) < frontier.size()) {  // it grew meanwhile
      page.next_from = from + static_cast<int64_t>(rest.size());
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(const std::vector<DutyTotal> totals, transaction.ListTotals(home_id));
    for (const DutyTotal& total : totals) page.lines.push_back(LineOf(total));
    page.lines.push_back(
        absl::StrCat("end\t", frontier.size(), "\t", absl::BytesToHexString(frontier.Root())));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(store_.InTransaction(scope.deadline, finish));
  if (page.next_from.has_value()) return page;
  ASSIGN_OR_RETURN(const std::vector<SignedHead> heads,
                   store_.ListSignedHeads(scope.deadline, home_id));
  for (const SignedHead& head : heads) page.lines.push_back(LineOf(head));
  ASSIGN_OR_RETURN(const std::vector<Cosignature> cosignatures,
                   store_.ListCosignatures(scope.deadline, home_id));
  for (const Cosignature& one : cosignatures) {
    page.lines.push_back(absl::StrCat("cosign\t", one.tree_size, "\t",
                                      absl::BytesToHexString(one.public_key), "\t",
                                      absl::BytesToHexString(one.signature)));
  }
  return page;
}

absl::StatusOr<std::vector<DutyAlert>> LedgerReader::Alerts(const base::CallScope& scope,
                                                            int64_t home_id, const Period& period) {
  std::vector<LedgerEntry> all;
  while (true) {
    ASSIGN_OR_RETURN(const std::vector<LedgerEntry> entries,
                     store_.ListEntries(scope.deadline, home_id, static_cast<int64_t>(all.size()),
                                        kExportEntries));
    all.insert(all.end(), entries.begin(), entries.end());
    if (entries.size() < kExportEntries) return FindAlerts(all, period);
  }
}

absl::StatusOr<int> LedgerReader::SignHeads(absl::Time deadline) {
  ASSIGN_OR_RETURN(const std::vector<int64_t> homes, store_.ListLedgers(deadline));
  int count = 0;
  for (const int64_t home_id : homes) {
    bool is_new = false;
    const auto sign = [&](LedgerTransaction& transaction) -> absl::Status {
      is_new = false;
      ASSIGN_OR_RETURN(const MerkleFrontier frontier, transaction.LockLedger(home_id));
      ASSIGN_OR_RETURN(const std::optional<SignedHead> last, transaction.LastSignedHead(home_id));
      if (frontier.size() == 0 || (last.has_value() && last->tree_size >= frontier.size())) {
        return absl::OkStatus();
      }
      SignedHead head;
      head.home_id = home_id;
      head.tree_size = frontier.size();
      head.root = frontier.Root();
      head.sign_time = base::ToMillisecond(clock_.Now());
      head.signature = signer_.Sign(HeadText(head));
      head.public_key = signer_.public_key();
      is_new = true;
      return transaction.InsertSignedHead(head);
    };
    RETURN_IF_ERROR(store_.InTransaction(deadline, sign));
    if (is_new) ++count;
  }
  return count;
}

absl::Status LedgerReader::AddCosignature(const base::CallScope& scope, const base::RequestKey& key,
                                          const Cosignature& cosignature) {
  const auto add = [&](LedgerTransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier, transaction.ClaimRequest(key, ""));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(const std::optional<SignedHead> head,
                     transaction.FindSignedHead(key.home_id, cosignature.tree_size));
    if (!head.has_value()) return EntryNotFound();
    if (!signer_.Verify(HeadText(*head), cosignature.signature, cosignature.public_key)) {
      return base::InvalidField("signature", "签名与这个台账根不符");
    }
    return transaction.InsertCosignature(key.home_id, cosignature).status();
  };
  return store_.InTransaction(scope.deadline, add);
}

}  // namespace deputies::duty
