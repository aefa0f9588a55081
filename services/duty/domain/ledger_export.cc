#include "services/duty/domain/ledger_export.h"

#include <set>
#include <tuple>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/domain/ledger_reader.h"

namespace deputies::duty {
namespace {

using Fields = std::vector<std::string>;

template <typename Number>
bool Read(const Fields& fields, size_t index, Number* number) {
  return index < fields.size() && absl::SimpleAtoi(fields[index], number);
}

bool ReadTime(const Fields& fields, size_t index, absl::Time* time) {
  int64_t unix_ms = 0;
  if (!Read(fields, index, &unix_ms)) return false;
  *time = absl::FromUnixMillis(unix_ms);
  return true;
}

std::string Unhex(const std::string& text) {
  return text == "-" ? "" : absl::HexStringToBytes(text);
}

bool ReadEntry(const Fields& fields, LedgerEntry* entry) {
  int from_template = 0;
  int withdraws = 0;
  if (fields.size() != 14 || !Read(fields, 1, &entry->home_id) ||
      !Read(fields, 2, &entry->sequence) || !Read(fields, 3, &entry->deputy_id) ||
      !Read(fields, 6, &entry->source_id) || !Read(fields, 7, &entry->quantity) ||
      !Read(fields, 8, &from_template) || !Read(fields, 9, &withdraws) ||
      !ReadTime(fields, 10, &entry->perform_time) || !ReadTime(fields, 11, &entry->record_time)) {
    return false;
  }
  entry->item = fields[4];
  entry->source_type = fields[5];
  entry->from_template = from_template != 0;
  entry->withdraws = withdraws != 0;
  entry->partner = Unhex(fields[12]);
  entry->evidence_hash = Unhex(fields[13]);
  return true;
}

bool ReadTotal(const Fields& fields, LedgerExport* ledger) {
  int64_t deputy_id = 0;
  int rated = 0;
  Score score;
  if (fields.size() != 12 || !Read(fields, 1, &deputy_id) || !Read(fields, 3, &score.points) ||
      !Read(fields, 4, &score.ranking_points) || !Read(fields, 5, &score.low_points) ||
      !Read(fields, 6, &score.high_points) || !Read(fields, 7, &score.opportunities) ||
      !Read(fields, 8, &score.handled) || !Read(fields, 9, &rated) ||
      !Read(fields, 10, &score.stars) || !Read(fields, 11, &score.rule_version)) {
    return false;
  }
  score.rated = rated != 0;
  ledger->totals[{deputy_id, fields[2]}] = score;
  return true;
}

bool ReadHead(const Fields& fields, LedgerExport* ledger) {
  SignedHead head;
  head.home_id = ledger->home_id;
  if (fields.size() != 6 || !Read(fields, 1, &head.tree_size) ||
      !ReadTime(fields, 3, &head.sign_time)) {
    return false;
  }
  head.root = Unhex(fields[2]);
  head.signature = Unhex(fields[4]);
  head.public_key = Unhex(fields[5]);
  ledger->heads.push_back(std::move(head));
  return true;
}

bool ReadLine(const std::string& line, LedgerExport* ledger) {
  const Fields fields = absl::StrSplit(line, '\t');
  const std::string& kind = fields[0];
  if (kind == "deputies-ledger") return Read(fields, 2, &ledger->home_id);
  if (kind == "rulebook") {
    RuleBook& book = ledger->books.emplace_back();
    return fields.size() == 3 && Read(fields, 1, &book.version) &&
           absl::ParseCivilTime(fields[2], &book.effective_day);
  }
  if (kind == "item" || kind == "star" || kind == "minimum") {
    return !ledger->books.empty() && ParseRules(line, &ledger->books.back()).ok();
  }
  if (kind == "entry") {
    ledger->leaf_hashes.push_back(LeafHash(line));
    return ReadEntry(fields, &ledger->entries.emplace_back());
  }
  if (kind == "total") return ReadTotal(fields, ledger);
  if (kind == "head") return ReadHead(fields, ledger);
  if (kind == "cosign" && fields.size() == 4) {
    Cosignature& one = ledger->cosignatures.emplace_back();
    one.public_key = Unhex(fields[2]);
    one.signature = Unhex(fields[3]);
    return Read(fields, 1, &one.tree_size);
  }
  if (kind == "end" && fields.size() == 3) {
    ledger->end_root = Unhex(fields[2]);
    return Read(fields, 1, &ledger->end_size);
  }
  return false;
}

void FindTreeFaults(const LedgerExport& ledger, const HeadSigner& signer,
                    std::vector<std::string>* faults) {
  std::map<int64_t, const SignedHead*> heads;
  for (const SignedHead& head : ledger.heads) {
    heads[head.tree_size] = &head;
    if (!signer.Verify(HeadText(head), head.signature, head.public_key)) {
      faults->push_back(
          absl::StrCat("the signature of the head of size ", head.tree_size, " does not hold"));
    }
  }
  MerkleFrontier tree;
  std::set<std::tuple<int64_t, std::string, std::string, int64_t, bool>> acts;
  for (size_t i = 0; i < ledger.entries.size(); ++i) {
    const LedgerEntry& entry = ledger.entries[i];
    if (entry.sequence != tree.size() || entry.home_id != ledger.home_id) {
      faults->push_back(absl::StrCat("entry ", entry.sequence, " stands at place ", tree.size()));
    }
    if (!acts.emplace(entry.deputy_id, entry.item, entry.source_type, entry.source_id,
                      entry.withdraws)
             .second) {
      faults->push_back(absl::StrCat("entry ", entry.sequence, " enters its act a second time"));
    }
    tree.Append(ledger.leaf_hashes[i]);
    const auto head = heads.find(tree.size());
    if (head != heads.end() && head->second->root != tree.Root()) {
      faults->push_back(absl::StrCat("the signed head of size ", tree.size(),
                                     " is not the root of these entries"));
    }
  }
  if (!heads.empty() && heads.rbegin()->first > tree.size()) {
    faults->push_back("a head is signed for more entries than there are");
  }
  if (ledger.end_size != tree.size() || ledger.end_root != tree.Root()) {
    faults->push_back("the last line is not the root of these entries");
  }
  for (const Cosignature& one : ledger.cosignatures) {
    const auto head = heads.find(one.tree_size);
    if (head == heads.end() ||
        !signer.Verify(HeadText(*head->second), one.signature, one.public_key)) {
      faults->push_back(
          absl::StrCat("a witness's signature of size ", one.tree_size, " does not hold"));
    }
  }
}

bool Same(const Score& a, const Score& b) {
  const auto fields = [](const Score& score) {
    return std::tuple(score.points, score.ranking_points, score.low_points, score.high_points,
                      score.opportunities, score.handled, score.rated, score.stars,
                      score.rule_version);
  };
  return fields(a) == fields(b);
}

void FindTotalFaults(const LedgerExport& ledger, std::vector<std::string>* faults) {
  std::map<int64_t, std::vector<LedgerEntry>> of_deputy;
  std::set<std::pair<int64_t, std::string>> wanted;
  for (const LedgerEntry& entry : ledger.entries) {
    of_deputy[entry.deputy_id].push_back(entry);
    const auto year = base::ShanghaiDay(entry.perform_time).year();
    for (const char* const quarter : {"", "Q1", "Q2", "Q3", "Q4"}) {
      wanted.insert({entry.deputy_id, absl::StrCat(year, quarter)});
    }
  }
  for (const auto& [identity, score] : ledger.totals) wanted.insert(identity);
  for (const auto& identity : wanted) {
    const absl::StatusOr<Period> period = Period::Parse(identity.second);
    const auto told = ledger.totals.find(identity);
    if (!period.ok() || told == ledger.totals.end() || ledger.books.empty() ||
        !Same(ScoreOf(of_deputy[identity.first], ledger.books, *period), told->second)) {
      faults->push_back(absl::StrCat("the total of deputy ", identity.first, " in ",
                                     identity.second, " is not what the entries make it"));
    }
  }
}

}  // namespace

absl::StatusOr<LedgerExport> ParseExport(const std::vector<std::string>& lines) {
  LedgerExport ledger;
  for (size_t i = 0; i < lines.size(); ++i) {
    if (!ReadLine(lines[i], &ledger)) {
      return absl::InvalidArgumentError(absl::StrCat("line ", i + 1, " is no line of a ledger"));
    }
  }
  if (ledger.home_id == 0 || ledger.end_root.empty()) {
    return absl::InvalidArgumentError("the export is not whole");
  }
  return ledger;
}

std::vector<std::string> FaultsOf(const LedgerExport& ledger, const HeadSigner& signer) {
  std::vector<std::string> faults;
  FindTreeFaults(ledger, signer, &faults);
  FindTotalFaults(ledger, &faults);
  return faults;
}

absl::Status CheckNextHead(const SeenHead& seen, const SignedHead& head, const Hashes& path,
                           const HeadSigner& signer) {
  if (!signer.Verify(HeadText(head), head.signature, head.public_key)) {
    return absl::FailedPreconditionError("the service's signature does not hold");
  }
  if (seen.tree_size == 0) return absl::OkStatus();
  if (head.tree_size < seen.tree_size) {
    return absl::FailedPreconditionError("the ledger is shorter than it was");
  }
  if (!VerifyConsistency(seen.tree_size, head.tree_size, seen.root, head.root, path)) {
    return absl::FailedPreconditionError(
        "the ledger does not continue what was witnessed: its past was changed, or others are "
        "shown another one");
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
