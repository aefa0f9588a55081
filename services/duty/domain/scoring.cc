#include "services/duty/domain/scoring.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

#include "services/common/base/work_calendar.h"

namespace deputies::duty {
namespace {

using Source = std::tuple<std::string, std::string, int64_t>;  // item, source type, source id

Source SourceOf(const LedgerEntry& entry) {
  return {entry.item, entry.source_type, entry.source_id};
}

std::set<Source> WithdrawnSources(const std::vector<LedgerEntry>& entries) {
  std::set<Source> sources;
  for (const LedgerEntry& entry : entries) {
    if (entry.withdraws) sources.insert(SourceOf(entry));
  }
  return sources;
}

// Largest whole number whose square is at most `value`.
int64_t SquareRoot(int64_t value) {
  auto root = static_cast<int64_t>(std::sqrt(static_cast<double>(value)));
  while (root * root > value) --root;
  while ((root + 1) * (root + 1) <= value) ++root;
  return root;
}

struct ItemYear {
  std::array<int64_t, 13> month_points{};  // before caps, by month
  std::array<int64_t, 13> acts{}, counted{}, opportunities{}, handled{};
  std::map<absl::CivilDay, int> day_acts;
  std::map<std::string, int> partner_acts;
};

class YearOfDuty {
 public:
  YearOfDuty(const std::vector<LedgerEntry>& entries, const std::vector<RuleBook>& books,
             const Period& period)
      : books_(books), period_(period) {
    const std::set<Source> void_sources = WithdrawnSources(entries);
    std::vector<const LedgerEntry*> acts;
    for (const LedgerEntry& entry : entries) {
      if (entry.withdraws || void_sources.contains(SourceOf(entry))) continue;
      if (!entry.from_template) handled_.insert(SourceOf(entry));
      const absl::CivilDay day = base::ShanghaiDay(entry.perform_time);
      if (day.year() == period.year() && day.month() <= period.last_month()) acts.push_back(&entry);
    }
    std::sort(acts.begin(), acts.end(), [](const LedgerEntry* a, const LedgerEntry* b) {
      return std::tuple(a->perform_time, SourceOf(*a)) < std::tuple(b->perform_time, SourceOf(*b));
    });
    for (const LedgerEntry* act : acts) Take(*act);
  }

  Score Sum() const;

 private:
  const RuleBook& BookOfMonth(int month) const {
    return BookOn(books_, absl::CivilDay(period_.year(), month, 1));
  }

  // Whether one more with this voter counts; if so, it is counted.
  static bool WithinPartnerLimit(const DutyItem& item, const LedgerEntry& entry, ItemYear& year) {
    if (entry.partner.empty() || item.partner_year_limit == 0) return true;
    int& acts = year.partner_acts[entry.partner];
    if (acts >= item.partner_year_limit) return false;
    ++acts;
    return true;
  }

  void Take(const LedgerEntry& entry) {
    const absl::CivilDay day = base::ShanghaiDay(entry.perform_time);
    const DutyItem* item = BookOn(books_, day).Find(entry.item);
    if (item == nullptr) return;
    if (item->kind == ItemKind::kOpportunity) {
      // Under a key of its own: its voter limit is not the act's.
      if (!WithinPartnerLimit(*item, entry, years_[item->key])) return;
      ItemYear& act_year = years_[item->for_item];
      ++act_year.opportunities[day.month()];
      if (handled_.contains({item->for_item, entry.source_type, entry.source_id})) {
        ++act_year.handled[day.month()];
      }
      return;
    }
    ItemYear& year = years_[item->key];
    ++year.acts[day.month()];
    if (entry.from_template) return;
    int& of_day = year.day_acts[day];
    if (item->day_limit > 0 && of_day >= item->day_limit) return;
    if (!WithinPartnerLimit(*item, entry, year)) return;
    ++of_day;
    ++year.counted[day.month()];
    year.month_points[day.month()] += static_cast<int64_t>(item->points) * entry.quantity;
  }

  // Points of the period after caps.
  int64_t PointsOf(const std::string& key, const ItemYear& year) const {
    int64_t of_year = 0;
    int64_t of_period = 0;
    for (int month = 1; month <= period_.last_month(); ++month) {
      int64_t points = year.month_points[month];
      const DutyItem* item = BookOfMonth(month).Find(key);
      if (item != nullptr && item->kind == ItemKind::kAct) {
        if (item->month_cap > 0) points = std::min<int64_t>(points, item->month_cap);
        if (item->year_cap > 0) {
          points = std::min(points, std::max<int64_t>(0, item->year_cap - of_year));
        }
      }
      of_year += points;
      if (month >= period_.first_month()) of_period += points;
    }
    return of_period;
  }

  // What handling everything is worth in the period, over all items that have opportunities.
  int64_t ExposureBudget() const {
    int64_t budget = 0;
    for (int month = period_.first_month(); month <= period_.last_month(); ++month) {
      const RuleBook& book = BookOfMonth(month);
      for (const std::string& key : ExposedItems(book)) budget += book.Find(key)->year_cap / 12;
    }
    return budget;
  }

  static std::set<std::string> ExposedItems(const RuleBook& book) {
    std::set<std::string> keys;
    for (const DutyItem& item : book.items) {
      if (item.kind == ItemKind::kOpportunity) keys.insert(item.for_item);
    }
    return keys;
  }

  // Title and number in the latest book that knows the item.
  void Describe(ItemScore* score) const {
    for (int month = period_.last_month(); month >= 1; --month) {
      const DutyItem* item = BookOfMonth(month).Find(score->item);
      if (item == nullptr) continue;
      score->title = item->title;
      score->number = item->number;
      return;
    }
  }

  int64_t SumOfPeriod(const std::array<int64_t, 13>& months) const {
    int64_t sum = 0;
    for (int month = period_.first_month(); month <= period_.last_month(); ++month) {
      sum += months[month];
    }
    return sum;
  }

  const std::vector<RuleBook>& books_;
  const Period period_;
  std::set<Source> handled_;
  std::map<std::string, ItemYear> years_;
};

Score YearOfDuty::Sum() const {
  Score score;
  const RuleBook& last = BookOfMonth(period_.last_month());
  score.rule_version = last.version;
  const std::set<std::string> exposed = ExposedItems(last);
  int64_t points = 0;
  int64_t other_points = 0;  // of items without opportunities
  int64_t opportunities = 0;
  int64_t handled = 0;
  for (const auto& [key, year] : years_) {
    ItemScore item;
    item.item = key;
    item.acts = static_cast<int>(SumOfPeriod(year.acts));
    item.counted = static_cast<int>(SumOfPeriod(year.counted));
    item.opportunities = static_cast<int>(SumOfPeriod(year.opportunities));
    item.handled = static_cast<int>(SumOfPeriod(year.handled));
    const int64_t item_points = PointsOf(key, year);
    item.points = static_cast<int>(item_points);
    points += item_points;
    if (!exposed.contains(key)) other_points += item_points;
    opportunities += item.opportunities;
    handled += item.handled;
    if (item.acts == 0 && item.opportunities == 0) continue;
    Describe(&item);
    score.items.push_back(std::move(item));
  }
  std::sort(score.items.begin(), score.items.end(), [](const ItemScore& a, const ItemScore& b) {
    const auto place = [](const ItemScore& item) { return item.number == 0 ? 1000 : item.number; };
    return std::tuple(place(a), a.item) < std::tuple(place(b), b.item);
  });

  const int64_t budget = ExposureBudget();
  const Interval interval = WilsonInterval(handled, opportunities);
  score.points = static_cast<int>(points);
  score.opportunities = static_cast<int>(opportunities);
  score.handled = static_cast<int>(handled);
  score.ranking_points =
      static_cast<int>(other_points + (opportunities == 0 ? 0 : budget * handled / opportunities));
  score.low_points = static_cast<int>(other_points + budget * interval.low / 1000);
  score.high_points = static_cast<int>(other_points + budget * interval.high / 1000);
  const int64_t minimum = (last.min_opportunities * period_.months() + 11) / 12;
  score.rated = opportunities >= minimum;
  if (!score.rated) return score;
  for (const StarBand& band : last.star_bands) {
    if (score.ranking_points >= band.min_points * period_.months() / 12) score.stars = band.stars;
  }
  return score;
}

}  // namespace

Interval WilsonInterval(int64_t handled, int64_t opportunities) {
  if (opportunities <= 0) return {};
  const int64_t k = handled;
  const int64_t n = opportunities;
  const int64_t spread = 2 * SquareRoot((k * (n - k) + n) * 1'000'000 / n);
  const int64_t low = std::max<int64_t>(0, (k + 2) * 1000 - spread) / (n + 4);
  const int64_t high = std::min<int64_t>(1000, ((k + 2) * 1000 + spread + n + 3) / (n + 4));
  return {static_cast<int>(low), static_cast<int>(high)};
}

Score ScoreOf(const std::vector<LedgerEntry>& entries, const std::vector<RuleBook>& books,
              const Period& period) {
  return YearOfDuty(entries, books, period).Sum();
}

std::vector<LedgerEntry> StandingActs(const std::vector<LedgerEntry>& entries,
                                      const std::vector<RuleBook>& books, const Period& period) {
  const std::set<Source> void_sources = WithdrawnSources(entries);
  std::vector<LedgerEntry> acts;
  for (const LedgerEntry& entry : entries) {
    if (entry.withdraws || void_sources.contains(SourceOf(entry))) continue;
    if (entry.perform_time < period.start() || entry.perform_time >= period.end()) continue;
    const DutyItem* item = BookOn(books, base::ShanghaiDay(entry.perform_time)).Find(entry.item);
    if (item != nullptr && item->kind == ItemKind::kAct) acts.push_back(entry);
  }
  std::sort(acts.begin(), acts.end(), [](const LedgerEntry& a, const LedgerEntry& b) {
    return std::tuple(b.perform_time, b.sequence) < std::tuple(a.perform_time, a.sequence);
  });
  return acts;
}

}  // namespace deputies::duty
