#include "services/duty/domain/scoring.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/domain/duty_alerts.h"

namespace deputies::duty {
namespace {

absl::Time Noon(int month, int day) {
  return base::StartOfShanghaiDay(absl::CivilDay(2026, month, day)) + absl::Hours(12);
}

// Writes a deputy's year.
class YearOfOne {
 public:
  YearOfOne& Act(const std::string& item, absl::Time time, int voter = 0,
                 const std::string& source_type = "record", int64_t source_id = 0) {
    LedgerEntry entry;
    entry.home_id = 1;
    entry.deputy_id = 2;
    entry.sequence = static_cast<int64_t>(entries.size());
    entry.item = item;
    entry.source_type = source_type;
    entry.source_id = source_id != 0 ? source_id : 1000 + entry.sequence;
    entry.perform_time = time;
    if (voter != 0) entry.partner = absl::StrCat("voter", voter);
    entries.push_back(entry);
    return *this;
  }
  // A voter's message, answered at once or not.
  YearOfOne& Message(int64_t id, absl::Time time, int voter, bool answered) {
    Act("message_received", time, voter, "message", id);
    if (answered) Act("message_answered", time + absl::Hours(3), voter, "message", id);
    return *this;
  }

  std::vector<LedgerEntry> entries;
};

Score OfYear(const std::vector<LedgerEntry>& entries,
             const std::vector<RuleBook>& books = {BuiltInRuleBook()}) {
  return ScoreOf(entries, books, Period::Year(2026));
}

TEST(RuleBookTest, TheBuiltInBookHoldsTogether) {
  const RuleBook& book = BuiltInRuleBook();
  EXPECT_TRUE(CheckRuleBook(book).ok());
  std::vector<int> numbers;
  for (const DutyItem& item : book.items) {
    if (item.number != 0) numbers.push_back(item.number);
  }
  EXPECT_EQ(numbers, (std::vector<int>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}));
  EXPECT_EQ(book.min_opportunities, 5);
  RuleBook again;
  ASSERT_TRUE(ParseRules(FormatRules(book), &again).ok());
  EXPECT_EQ(FormatRules(again), FormatRules(book));
}

TEST(Scoring, CapsLimitsTemplatesAndWithdrawals) {
  YearOfOne year;
  for (int day = 1; day <= 20; ++day) year.Act("visit", Noon(3, day), day);  // 40 points, cap 16
  for (int i = 0; i < 6; ++i) year.Act("visit", Noon(4, 1), 100 + i);        // 4 a day count
  for (int day = 1; day <= 5; ++day) year.Act("visit", Noon(5, day), 999);   // 2 a voter count
  EXPECT_EQ(OfYear(year.entries).points, 16 + 8 + 4);

  year.Act("study", Noon(6, 1));
  year.entries.back().from_template = true;
  EXPECT_EQ(OfYear(year.entries).points, 28);
  year.Act("study", Noon(6, 2));
  EXPECT_EQ(OfYear(year.entries).points, 32);
  LedgerEntry counter = year.entries.back();
  counter.withdraws = true;
  year.entries.push_back(counter);
  EXPECT_EQ(OfYear(year.entries).points, 28);
  year.Act("absence", Noon(7, 1)).Act("no_such_item", Noon(7, 2));
  EXPECT_EQ(OfYear(year.entries).points, 23);
}

TEST(Scoring, QuartersAddUpToTheYear) {
  YearOfOne year;
  for (int month = 1; month <= 12; ++month) {
    for (int day = 1; day <= 10; ++day) year.Act("visit", Noon(month, day), month * 100 + day);
  }
  int sum = 0;
  for (const int month : {1, 4, 7, 10}) {
    const Period quarter = Period::QuarterOf(absl::CivilDay(2026, month, 1));
    sum += ScoreOf(year.entries, {BuiltInRuleBook()}, quarter).points;
  }
  EXPECT_EQ(sum, 120);  // the year cap
  EXPECT_EQ(OfYear(year.entries).points, 120);
}

TEST(Scoring, ANewBookDoesNotReachBack) {
  YearOfOne year;
  year.Act("study", Noon(3, 1)).Act("study", Noon(8, 1));
  RuleBook next = BuiltInRuleBook();
  next.version = 1;
  next.effective_day = absl::CivilDay(2026, 7, 1);
  for (DutyItem& item : next.items) {
    if (item.key == "study") item.points = 10;
  }
  EXPECT_EQ(OfYear(year.entries, {BuiltInRuleBook(), next}).points, 4 + 10);
}

TEST(Scoring, TheSameWhateverTheOrderOfDelivery) {
  std::mt19937 random(7);
  YearOfOne year;
  for (int i = 0; i < 400; ++i) {
    const absl::Time time =
        Noon(1 + static_cast<int>(random() % 12), 1 + static_cast<int>(random() % 28));
    year.Message(i + 1, time, 1 + static_cast<int>(random() % 60), random() % 3 != 0);
    year.Act("visit", time, 1 + static_cast<int>(random() % 60));
    year.entries.back().quantity = 1 + static_cast<int>(random() % 3);
  }
  for (int i = 0; i < 40; ++i) {
    LedgerEntry counter = year.entries[random() % 800];
    counter.withdraws = true;
    year.entries.push_back(counter);
  }
  const Score first = OfYear(year.entries);
  for (int round = 0; round < 20; ++round) {
    std::shuffle(year.entries.begin(), year.entries.end(), random);
    const Score score = OfYear(year.entries);
    EXPECT_EQ(score.points, first.points);
    EXPECT_EQ(score.ranking_points, first.ranking_points);
    EXPECT_EQ(score.low_points, first.low_points);
    EXPECT_EQ(score.handled, first.handled);
  }
}

TEST(Scoring, EqualDeputiesWithUnequalLoadAreEqual) {
  // Both handle three in four; one gets ten times as many.
  const auto deputy = [](int messages) {
    YearOfOne year;
    for (int i = 0; i < messages; ++i) {
      year.Message(i + 1, Noon(1 + i % 12, 1 + i % 28), i + 1, i % 4 != 0);
    }
    return OfYear(year.entries);
  };
  const Score few = deputy(20);
  const Score many = deputy(200);
  EXPECT_EQ(few.ranking_points, many.ranking_points);
  EXPECT_EQ(few.stars, many.stars);
  EXPECT_TRUE(few.rated && many.rated);
  EXPECT_GT(few.high_points - few.low_points, many.high_points - many.low_points);
  EXPECT_FALSE(deputy(4).rated);
  EXPECT_EQ(deputy(4).stars, 0);
}

// Deputies of the same diligence, loads from 10 to 300: load and rank have nothing to do with each
// other.
TEST(Scoring, RankingPointsDoNotFollowLoad) {
  std::mt19937 random(11);
  std::vector<double> loads, points;
  for (int deputy = 0; deputy < 200; ++deputy) {
    YearOfOne year;
    const int load = 10 + static_cast<int>(random() % 290);
    for (int i = 0; i < load; ++i) {
      year.Message(i + 1, Noon(1 + i % 12, 1 + i % 28), i + 1, random() % 10 < 8);
    }
    loads.push_back(load);
    points.push_back(OfYear(year.entries).ranking_points);
  }
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  };
  double both = 0, load_square = 0, point_square = 0;
  for (size_t i = 0; i < loads.size(); ++i) {
    const double load = loads[i] - mean(loads);
    const double point = points[i] - mean(points);
    both += load * point;
    load_square += load * load;
    point_square += point * point;
  }
  EXPECT_LT(std::abs(both / std::sqrt(load_square * point_square)), 0.15);
}

// A diligent deputy's year, against which the gains of gaming are measured.
YearOfOne DiligentYear() {
  YearOfOne year;
  for (int month = 1; month <= 12; ++month) {
    for (int i = 0; i < 8; ++i) {
      year.Message(month * 100 + i, Noon(month, 1 + 3 * i), month * 100 + i, i % 8 != 0);
      year.Act("visit", Noon(month, 2 + 3 * i), 5000 + month * 100 + i);
    }
    year.Act("reception_assigned", Noon(month, 15), 0, "reception_day", month);
    year.Act("reception_day", Noon(month, 15), 0, "reception_day", month);
    year.Act("study", Noon(month, 20));
    year.Act("activity", Noon(month, 22));
  }
  for (const int month : {2, 5, 8}) year.Act("suggestion_passed", Noon(month, 5));
  return year;
}

void ExpectGainBelowFivePercent(const YearOfOne& attacked) {
  const Score honest = OfYear(DiligentYear().entries);
  const Score gamed = OfYear(attacked.entries);
  EXPECT_LT((gamed.points - honest.points) * 20, honest.points);
  EXPECT_LT((gamed.ranking_points - honest.ranking_points) * 20, honest.ranking_points);
}

TEST(RedTeam, BurstsGainLittle) {
  YearOfOne year = DiligentYear();
  for (int i = 0; i < 300; ++i) year.Message(90000 + i, Noon(11, 1 + i % 3), 9000 + i % 5, true);
  for (int i = 0; i < 300; ++i) year.Act("visit", Noon(12, 1 + i % 3), 9000 + i % 5);
  ExpectGainBelowFivePercent(year);
  const std::vector<DutyAlert> alerts = FindAlerts(year.entries, Period::Year(2026));
  EXPECT_TRUE(std::any_of(alerts.begin(), alerts.end(),
                          [](const DutyAlert& alert) { return alert.kind == AlertKind::kBurst; }));
}

TEST(RedTeam, AnAccompliceAllYearGainsLittle) {
  YearOfOne year = DiligentYear();
  for (int month = 1; month <= 12; ++month) {
    for (int i = 0; i < 20; ++i) {
      year.Message(80000 + month * 100 + i, Noon(month, 1 + i), 8000 + i % 2, true);
    }
  }
  ExpectGainBelowFivePercent(year);
  const std::vector<DutyAlert> alerts = FindAlerts(year.entries, Period::Year(2026));
  EXPECT_TRUE(std::any_of(alerts.begin(), alerts.end(),
                          [](const DutyAlert& alert) { return alert.kind == AlertKind::kPair; }));
}

TEST(RedTeam, TemplateAnswersGainNothing) {
  YearOfOne year = DiligentYear();
  for (int i = 0; i < 200; ++i) {
    year.Message(70000 + i, Noon(1 + i % 12, 9), 7000 + i, true);
    year.entries.back().from_template = true;
  }
  const Score honest = OfYear(DiligentYear().entries);
  const Score gamed = OfYear(year.entries);
  EXPECT_EQ(gamed.points, honest.points);
  EXPECT_LE(gamed.ranking_points, honest.ranking_points);
}

TEST(RedTeam, OneMatterSplitIntoManyGainsLittle) {
  YearOfOne year = DiligentYear();
  for (int voter = 0; voter < 3; ++voter) {
    for (int part = 0; part < 30; ++part) {
      year.Message(60000 + voter * 100 + part, Noon(6, 1 + voter), 6000 + voter, true);
    }
  }
  ExpectGainBelowFivePercent(year);
}

TEST(Interval, WidensWithFewCases) {
  EXPECT_EQ(WilsonInterval(0, 0).low, 0);
  EXPECT_EQ(WilsonInterval(0, 0).high, 1000);
  for (int64_t n = 1; n < 200; ++n) {
    for (int64_t k = 0; k <= n; ++k) {
      const Interval interval = WilsonInterval(k, n);
      EXPECT_LE(interval.low, k * 1000 / n);
      EXPECT_GE(interval.high, k * 1000 / n);
      EXPECT_GE(interval.low, 0);
      EXPECT_LE(interval.high, 1000);
    }
  }
}

}  // namespace
}  // namespace deputies::duty
