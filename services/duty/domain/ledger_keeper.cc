#include "services/duty/domain/ledger_keeper.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/digest.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {
namespace {

constexpr int kMaxQuantity = 100;
constexpr size_t kMaxItemBytes = 32;
constexpr size_t kMaxSourceTypeBytes = 24;

bool IsName(absl::string_view text, size_t most) {
  return !text.empty() && text.size() <= most &&
         std::all_of(text.begin(), text.end(), [](char letter) {
           return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
                  letter == '_';
         });
}

absl::Status Check(const DutyFact& fact, size_t index) {
  const std::string path = absl::StrCat("events[", index, "]");
  if (fact.deputy_id <= 0) return base::InvalidField(path + ".deputyId", "缺少代表编号");
  if (!IsName(fact.item, kMaxItemBytes)) return base::InvalidField(path + ".item", "不是事项编号");
  if (!IsName(fact.source_type, kMaxSourceTypeBytes)) {
    return base::InvalidField(path + ".sourceType", "不是来源类别");
  }
  if (fact.source_id <= 0) return base::InvalidField(path + ".sourceId", "缺少来源编号");
  if (!fact.evidence_hash.empty() && fact.evidence_hash.size() != kHashBytes) {
    return base::InvalidField(path + ".evidenceHash", "应为 SHA-256 摘要");
  }
  const absl::civil_year_t year = base::ShanghaiDay(fact.perform_time).year();
  if (year < 2000 || year > 2078) {
    return base::InvalidField(path + ".performTime", "时间不在可登记的范围内");
  }
  return absl::OkStatus();
}

bool SameResult(const DutyTotal& a, const DutyTotal& b) {
  const auto fields = [](const DutyTotal& total) {
    const Score& score = total.score;
    return std::tuple(score.points, score.ranking_points, score.low_points, score.high_points,
                      score.opportunities, score.handled, score.rated, score.stars,
                      score.rule_version);
  };
  return fields(a) == fields(b);
}

}  // namespace

// What is known of a home before its transaction begins.
struct LedgerKeeper::Home {
  HomeCard card;
  BookList books;
  std::map<int64_t, DeputyCard> deputies;
};

absl::Status LedgerKeeper::Record(const base::CallScope& scope,
                                  const std::vector<DutyFact>& facts) {
  std::map<int64_t, std::vector<const DutyFact*>> homes;
  for (size_t i = 0; i < facts.size(); ++i) {
    RETURN_IF_ERROR(Check(facts[i], i));
    homes[facts[i].home_id].push_back(&facts[i]);
  }
  for (const auto& [home_id, of_home] : homes) RETURN_IF_ERROR(RecordHome(scope, home_id, of_home));
  return absl::OkStatus();
}

absl::StatusOr<LedgerKeeper::Home> LedgerKeeper::Prepare(const base::CallScope& scope,
                                                         int64_t home_id,
                                                         const std::set<int64_t>& deputies) {
  Home home;
  // What happened stays true of homes and deputies that are gone meanwhile.
  absl::StatusOr<HomeCard> card = directory_.Home(scope, home_id);
  if (card.ok()) {
    home.card = *std::move(card);
  } else if (!absl::IsNotFound(card.status())) {
    return card.status();
  }
  home.card.home_id = home_id;
  ASSIGN_OR_RETURN(home.books, books_.Of(scope.deadline, home.card.county_id));
  for (const int64_t deputy_id : deputies) {
    absl::StatusOr<DeputyCard> deputy = directory_.Deputy(scope, home_id, deputy_id);
    if (!deputy.ok() && !absl::IsNotFound(deputy.status())) return deputy.status();
    home.deputies[deputy_id] = deputy.ok() ? *std::move(deputy) : DeputyCard{};
  }
  return home;
}

LedgerEntry LedgerKeeper::EntryOf(const DutyFact& fact, int64_t sequence, absl::Time now) const {
  LedgerEntry entry;
  entry.home_id = fact.home_id;
  entry.sequence = sequence;
  entry.deputy_id = fact.deputy_id;
  entry.item = fact.item;
  entry.source_type = fact.source_type;
  entry.source_id = fact.source_id;
  entry.quantity = std::clamp(fact.quantity, 1, kMaxQuantity);
  entry.from_template = fact.from_template;
  entry.withdraws = fact.withdraws;
  entry.perform_time = base::ToMillisecond(fact.perform_time);
  entry.record_time = now;
  if (fact.voter_id != 0) {
    const auto year = static_cast<int>(base::ShanghaiDay(fact.perform_time).year());
    entry.partner = pseudonyms_.Of(fact.home_id, fact.deputy_id, year, fact.voter_id);
  }
  entry.evidence_hash = fact.evidence_hash;
  return entry;
}

absl::Status LedgerKeeper::RecordHome(const base::CallScope& scope, int64_t home_id,
                                      const std::vector<const DutyFact*>& facts) {
  std::set<int64_t> deputies;
  for (const DutyFact* fact : facts) deputies.insert(fact->deputy_id);
  ASSIGN_OR_RETURN(const Home home, Prepare(scope, home_id, deputies));
  std::vector<DutyTotal> totals;
  const auto record = [&](LedgerTransaction& transaction) -> absl::Status {
    totals.clear();
    ASSIGN_OR_RETURN(MerkleFrontier frontier, transaction.LockLedger(home_id));
    const absl::Time now = base::ToMillisecond(clock_.Now());
    std::map<int64_t, std::vector<LedgerEntry>> added;
    for (const DutyFact* fact : facts) {
      LedgerEntry entry = EntryOf(*fact, frontier.size(), now);
      const std::string leaf_hash = LeafHash(LeafOf(entry));
      ASSIGN_OR_RETURN(const bool is_new, transaction.InsertEntry(entry, leaf_hash));
      if (!is_new) continue;
      frontier.Append(leaf_hash);
      added[entry.deputy_id].push_back(std::move(entry));
    }
    if (added.empty()) return absl::OkStatus();
    RETURN_IF_ERROR(transaction.SaveLedger(home_id, frontier));
    for (const auto& [deputy_id, entries] : added) {
      ASSIGN_OR_RETURN(const std::vector<DutyTotal> changed,
                       Totals(transaction, home, deputy_id, frontier.size(), &entries));
      for (const DutyTotal& total : changed) RETURN_IF_ERROR(transaction.SaveTotal(total));
      totals.insert(totals.end(), changed.begin(), changed.end());
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(store_.InTransaction(scope.deadline, record));
  // A board that is away, or got only a part, is built anew from the totals.
  if (!totals.empty()) board_.Put(totals).IgnoreError();
  return absl::OkStatus();
}

absl::StatusOr<std::vector<DutyTotal>> LedgerKeeper::Totals(
    LedgerTransaction& transaction, const Home& home, int64_t deputy_id, int64_t ledger_size,
    const std::vector<LedgerEntry>* sources) {
  ASSIGN_OR_RETURN(const std::vector<LedgerEntry> entries,
                   transaction.ListDeputyEntries(home.card.home_id, deputy_id));
  // An answer in January may handle an opportunity of December.
  std::set<std::pair<std::string, int64_t>> touched;
  if (sources != nullptr) {
    for (const LedgerEntry& entry : *sources) touched.insert({entry.source_type, entry.source_id});
  }
  std::set<int> years;
  for (const LedgerEntry& entry : entries) {
    if (sources == nullptr || touched.contains({entry.source_type, entry.source_id})) {
      years.insert(static_cast<int>(base::ShanghaiDay(entry.perform_time).year()));
    }
  }
  const DeputyCard& deputy = home.deputies.at(deputy_id);
  std::vector<DutyTotal> totals;
  for (const int year : years) {
    std::vector<Period> periods = {Period::Year(year)};
    for (const int month : {1, 4, 7, 10}) {
      periods.push_back(Period::QuarterOf(absl::CivilDay(year, month, 1)));
    }
    for (const Period& period : periods) {
      DutyTotal total;
      total.home_id = home.card.home_id;
      total.deputy_id = deputy_id;
      total.period = period.ToString();
      total.county_id = home.card.county_id;
      total.level = deputy.level;
      total.deputy_name = deputy.name;
      total.ledger_size = ledger_size;
      total.score = ScoreOf(entries, *home.books, period);
      totals.push_back(std::move(total));
    }
  }
  return totals;
}

absl::StatusOr<LedgerEntry> LedgerKeeper::Withdraw(const base::CallScope& scope,
                                                   const base::RequestKey& key, int64_t sequence,
                                                   absl::string_view reason) {
  ASSIGN_OR_RETURN(const std::optional<LedgerEntry> found,
                   store_.FindEntry(scope.deadline, key.home_id, sequence));
  if (!found.has_value()) return EntryNotFound();
  if (found->withdraws) return EntryWithdrawn();
  ASSIGN_OR_RETURN(const Home home, Prepare(scope, key.home_id, {found->deputy_id}));
  LedgerEntry counter = *found;
  counter.withdraws = true;
  counter.evidence_hash = base::Sha256(reason);
  std::vector<DutyTotal> totals;
  const auto withdraw = [&](LedgerTransaction& transaction) -> absl::Status {
    totals.clear();
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     transaction.ClaimRequest(key, absl::StrCat(sequence)));
    ASSIGN_OR_RETURN(MerkleFrontier frontier, transaction.LockLedger(key.home_id));
    if (earlier.has_value()) {
      ASSIGN_OR_RETURN(const std::vector<LedgerEntry> entries,
                       transaction.ListDeputyEntries(key.home_id, counter.deputy_id));
      for (const LedgerEntry& entry : entries) {
        if (entry.withdraws && entry.item == counter.item &&
            entry.source_type == counter.source_type && entry.source_id == counter.source_id) {
          counter = entry;
        }
      }
      return absl::OkStatus();
    }
    counter.sequence = frontier.size();
    counter.record_time = base::ToMillisecond(clock_.Now());
    const std::string leaf_hash = LeafHash(LeafOf(counter));
    ASSIGN_OR_RETURN(const bool is_new, transaction.InsertEntry(counter, leaf_hash));
    if (!is_new) return EntryWithdrawn();
    frontier.Append(leaf_hash);
    RETURN_IF_ERROR(transaction.SaveLedger(key.home_id, frontier));
    const std::vector<LedgerEntry> sources = {counter};
    ASSIGN_OR_RETURN(totals,
                     Totals(transaction, home, counter.deputy_id, frontier.size(), &sources));
    for (const DutyTotal& total : totals) RETURN_IF_ERROR(transaction.SaveTotal(total));
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(store_.InTransaction(scope.deadline, withdraw));
  if (!totals.empty()) board_.Put(totals).IgnoreError();
  return counter;
}

absl::StatusOr<int> LedgerKeeper::Recompute(const base::CallScope& scope, int64_t home_id) {
  std::set<int64_t> deputies;
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](LedgerTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::vector<DutyTotal> totals, transaction.ListTotals(home_id));
        for (const DutyTotal& total : totals) deputies.insert(total.deputy_id);
        return absl::OkStatus();
      }));
  ASSIGN_OR_RETURN(const Home home, Prepare(scope, home_id, deputies));
  int wrong = 0;
  std::vector<DutyTotal> changed;
  const auto recompute = [&](LedgerTransaction& transaction) -> absl::Status {
    wrong = 0;
    changed.clear();
    ASSIGN_OR_RETURN(const MerkleFrontier frontier, transaction.LockLedger(home_id));
    ASSIGN_OR_RETURN(const std::vector<DutyTotal> stored, transaction.ListTotals(home_id));
    std::map<std::pair<int64_t, std::string>, const DutyTotal*> by_identity;
    for (const DutyTotal& total : stored) by_identity[{total.deputy_id, total.period}] = &total;
    for (const auto& [deputy_id, deputy] : home.deputies) {
      ASSIGN_OR_RETURN(const std::vector<DutyTotal> totals,
                       Totals(transaction, home, deputy_id, frontier.size(), nullptr));
      for (const DutyTotal& total : totals) {
        const auto found = by_identity.find({deputy_id, total.period});
        const DutyTotal* before = found == by_identity.end() ? nullptr : found->second;
        const bool right = before != nullptr && SameResult(*before, total);
        if (right && before->deputy_name == total.deputy_name && before->level == total.level &&
            before->county_id == total.county_id) {
          continue;
        }
        if (!right) ++wrong;
        RETURN_IF_ERROR(transaction.SaveTotal(total));
        changed.push_back(total);
      }
    }
    return absl::OkStatus();
  };
  RETURN_IF_ERROR(store_.InTransaction(scope.deadline, recompute));
  if (!changed.empty()) board_.Put(changed).IgnoreError();
  return wrong;
}

}  // namespace deputies::duty
