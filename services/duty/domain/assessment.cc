#include "services/duty/domain/assessment.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/work_calendar.h"

namespace deputies::duty {
namespace {

using Source = std::pair<std::string, int64_t>;

int YearOf(const HomeFact& fact) { return static_cast<int>(base::ShanghaiDay(fact.time).year()); }
int MonthOf(const HomeFact& fact) { return base::ShanghaiDay(fact.time).month(); }
int QuarterOf(const HomeFact& fact) { return (MonthOf(fact) + 2) / 3; }

bool IsActivity(const HomeFact& fact) {
  return fact.item == kActivityHeld || fact.item == kThemeHeld;
}

// Whether the activity is one of deliberation or supervision: numbers of v1.ActivityKind.
bool IsOversight(const HomeFact& fact) {
  if (fact.item == kConsultationHeld || fact.item == kProjectVisited) return true;
  if (!IsActivity(fact)) return false;
  for (const int kind : {2, 3, 4, 5}) {
    if (fact.content == absl::StrCat(kActivityContent, kind)) return true;
  }
  return false;
}

bool Concerns(const HomeFact& fact, Index index) {
  switch (index) {
    case Index::kLeadership:
      return absl::StartsWith(fact.item, kLeadershipPrefix);
    case Index::kVigour:
      return fact.item == kReceptionDayHeld || IsActivity(fact);
    case Index::kContact:
      return fact.item == kMessageCame || fact.item == kVisitReceived;
    case Index::kVariety:
      return (IsActivity(fact) || fact.item == kBulletinPublished) && !fact.content.empty();
    case Index::kOversight:
      return IsOversight(fact);
    case Index::kOrgans:
      return fact.item == kOrgansReceived;
    case Index::kResolution:
      return fact.item == kMessageCame || fact.item == kSuggestionPassed;
  }
  return false;
}

// What became of the cases.
struct Outcomes {
  std::set<Source> answered;
  std::set<Source> solved;
};

Outcomes OutcomesOf(const std::vector<HomeFact>& facts, absl::Time as_of) {
  Outcomes outcomes;
  for (const HomeFact& fact : facts) {
    if (fact.withdrawn || fact.time > as_of) continue;
    const Source source{fact.source_type, fact.source_id};
    if (fact.item == kMessageAnswered) outcomes.answered.insert(source);
    if (fact.item == kMessageSolved || fact.item == kSuggestionClosed) {
      outcomes.answered.insert(source);
      outcomes.solved.insert(source);
    }
  }
  return outcomes;
}

// Counts facts of one index in the order of their time.
class Counter {
 public:
  Counter(Index index, const Outcomes& outcomes, absl::Time as_of)
      : index_(index), outcomes_(outcomes), as_of_(as_of) {}

  void Count(CountedFact* fact) {
    switch (index_) {
      case Index::kLeadership:
        return CountOnce(fact, fact->fact.item, "这一项已经算过");
      case Index::kVigour:
        return CountVigour(fact);
      case Index::kContact:
        if (fact->fact.person.empty()) return Add(fact, 1);
        return CountOnce(fact, fact->fact.person, "这位群众已经算过");
      case Index::kVariety:
        return CountOnce(fact, fact->fact.content, "这一类已经算过");
      case Index::kOversight:
        if (++by_month_[MonthOf(fact->fact)] <= kOversightMonthLimit) return Add(fact, 1);
        fact->note = "这个月已经算满";
        return;
      case Index::kOrgans:
        return Add(fact, std::clamp(fact->fact.quantity, 1, kOrganDayLimit));
      case Index::kResolution:
        return CountCase(fact);
    }
  }

 private:
  static void Add(CountedFact* fact, int value) {
    fact->value = value;
    fact->counted = true;
  }
  void CountOnce(CountedFact* fact, const std::string& key, const char* note) {
    if (seen_.insert(key).second) return Add(fact, 1);
    fact->note = note;
  }
  // A theme is also an activity of its month.
  void CountVigour(CountedFact* fact) {
    const char* const what = fact->fact.item == kReceptionDayHeld ? "reception" : "activity";
    int value = seen_.insert(absl::StrCat(what, MonthOf(fact->fact))).second ? 1 : 0;
    if (fact->fact.item == kThemeHeld &&
        seen_.insert(absl::StrCat("theme", QuarterOf(fact->fact))).second) {
      ++value;
    }
    if (value > 0) return Add(fact, value);
    fact->note = "这个月已经算过";
  }
  void CountCase(CountedFact* fact) {
    const Source source{fact->fact.source_type, fact->fact.source_id};
    if (outcomes_.solved.contains(source)) {
      fact->note = "已解决";
      return Add(fact, 2);
    }
    const bool answered = outcomes_.answered.contains(source);
    if (fact->fact.time > as_of_ - absl::Hours(24 * kGraceDays)) {
      fact->note = absl::StrCat(answered ? "已答复，" : "", "收到不满", kGraceDays, "天，还不计算");
      return;
    }
    fact->note = answered ? "已答复，还没有解决" : "还没有答复";
    Add(fact, answered ? 1 : 0);
  }

  const Index index_;
  const Outcomes& outcomes_;
  const absl::Time as_of_;
  std::set<std::string> seen_;
  std::map<int, int> by_month_;
};

int Rounded(int64_t dividend, int64_t divisor) {
  return static_cast<int>((dividend * 2 + divisor) / (divisor * 2));
}

IndexScore ScoreIndex(const std::vector<CountedFact>& behind, const IndexRule& rule,
                      const AssessmentScheme& scheme) {
  IndexScore score;
  score.index = rule.index;
  int64_t sum = 0;
  for (const CountedFact& fact : behind) {
    sum += fact.value;
    score.facts += fact.counted ? 1 : 0;
  }
  if (rule.index == Index::kResolution) {
    if (score.facts == 0 || score.facts < scheme.min_cases) {
      score.rated = false;
      return score;
    }
    // Half for the answer, half for the solution; in hundredths of a percent.
    score.value = Rounded(sum * 10000, 2LL * score.facts);
    score.points = std::min(kFullPoints, Rounded(100LL * score.value, rule.target));
    return score;
  }
  score.value = static_cast<int>(sum);
  score.points =
      static_cast<int>(std::min<int64_t>(kFullPoints, Rounded(sum * kFullPoints, rule.target)));
  return score;
}

}  // namespace

std::vector<CountedFact> FactsBehind(const std::vector<HomeFact>& facts, Index index, int year,
                                     absl::Time as_of) {
  std::vector<CountedFact> behind;
  for (const HomeFact& fact : facts) {
    if (fact.withdrawn || fact.time > as_of || YearOf(fact) != year || !Concerns(fact, index)) {
      continue;
    }
    behind.push_back({fact});
  }
  const auto identity = [](const CountedFact& counted) {
    const HomeFact& fact = counted.fact;
    return std::tie(fact.time, fact.item, fact.source_type, fact.source_id);
  };
  std::sort(behind.begin(), behind.end(),
            [&](const CountedFact& a, const CountedFact& b) { return identity(a) < identity(b); });
  const Outcomes outcomes = index == Index::kResolution ? OutcomesOf(facts, as_of) : Outcomes();
  Counter counter(index, outcomes, as_of);
  for (CountedFact& fact : behind) counter.Count(&fact);
  return behind;
}

HomeScore ScoreHome(const std::vector<HomeFact>& facts, const AssessmentScheme& scheme, int year,
                    absl::Time as_of) {
  HomeScore score;
  score.scheme_version = scheme.version;
  std::set<std::tuple<std::string, std::string, int64_t>> counted;
  int64_t weighted = 0;
  int weights = 0;
  for (const IndexRule& rule : scheme.rules) {
    const std::vector<CountedFact> behind = FactsBehind(facts, rule.index, year, as_of);
    for (const CountedFact& fact : behind) {
      if (!fact.counted) continue;
      counted.insert({fact.fact.item, fact.fact.source_type, fact.fact.source_id});
    }
    const IndexScore index = ScoreIndex(behind, rule, scheme);
    if (index.rated) {
      weighted += int64_t{rule.weight} * index.points;
      weights += rule.weight;
    }
    score.indices.push_back(index);
  }
  score.facts = static_cast<int>(counted.size());
  score.total = weights == 0 ? 0 : Rounded(weighted, weights);
  return score;
}

Cadence CadenceOf(const std::vector<HomeFact>& facts, int year, absl::Time as_of) {
  std::set<int> received;
  std::set<int> active;
  std::set<int> themed;
  Cadence cadence;
  for (const HomeFact& fact : facts) {
    if (fact.withdrawn || fact.time > as_of || YearOf(fact) != year) continue;
    if (fact.item == kReceptionDayHeld) received.insert(MonthOf(fact));
    if (IsActivity(fact)) active.insert(MonthOf(fact));
    if (fact.item == kThemeHeld) themed.insert(QuarterOf(fact));
    if (fact.item == kAppraisalHeld) ++cadence.appraisals;
  }
  const absl::CivilDay today = base::ShanghaiDay(as_of);
  const int months_over = today.year() > year ? 12 : today.year() < year ? 0 : today.month() - 1;
  for (int month = 1; month <= months_over; ++month) {
    if (!received.contains(month)) {
      cadence.months_without_reception.push_back(month);
      cadence.missing.push_back(absl::StrCat(month, "月没有接待"));
    }
    if (!active.contains(month)) {
      cadence.months_without_activity.push_back(month);
      cadence.missing.push_back(absl::StrCat(month, "月没有代表活动"));
    }
    if (month % 3 == 0 && !themed.contains(month / 3)) {
      cadence.quarters_without_theme.push_back(month / 3);
      cadence.missing.push_back(absl::StrCat("第", month / 3, "季度没有主题活动"));
    }
  }
  cadence.appraisal_missing = months_over == 12 && cadence.appraisals == 0;
  if (cadence.appraisal_missing) cadence.missing.push_back("全年没有述职评议");
  return cadence;
}

void RankHomes(const AssessmentScheme& scheme, std::vector<HomeScore>* scores) {
  const auto ranks = [&scheme](const HomeScore& score) { return score.facts >= scheme.min_facts; };
  std::sort(scores->begin(), scores->end(), [&](const HomeScore& a, const HomeScore& b) {
    return std::tuple(!ranks(a), -a.total, a.home_id) < std::tuple(!ranks(b), -b.total, b.home_id);
  });
  const auto ranked = static_cast<int>(std::count_if(scores->begin(), scores->end(), ranks));
  for (int i = 0; i < ranked; ++i) {
    HomeScore& score = (*scores)[i];
    const auto same = [&score](const HomeScore& other) { return other.total == score.total; };
    const auto begin = scores->begin();
    const auto first = std::find_if(begin, begin + ranked, same);
    score.tied = static_cast<int>(std::count_if(begin, begin + ranked, same));
    score.rank = static_cast<int>(first - begin) + 1;
    score.in_top = score.rank <= scheme.top_count;
    const int worse = ranked - (score.rank - 1) - score.tied;
    score.in_bottom = !score.in_top && worse < scheme.bottom_count;
  }
}

}  // namespace deputies::duty
