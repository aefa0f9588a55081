#include "services/duty/domain/assessment.h"

#include <algorithm>
#include <random>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/work_calendar.h"

namespace deputies::duty {
namespace {

constexpr int kYear = 2026;

absl::Time Noon(int month, int day, int year = kYear) {
  return base::StartOfShanghaiDay(absl::CivilDay(year, month, day)) + absl::Hours(12);
}

HomeFact Fact(const std::string& item, int64_t source_id, absl::Time time,
              const std::string& source_type = "message") {
  HomeFact fact;
  fact.item = item;
  fact.source_type = source_type;
  fact.source_id = source_id;
  fact.time = time;
  return fact;
}

HomeFact Act(const std::string& item, int64_t source_id, absl::Time time,
             const std::string& content = "") {
  HomeFact fact = Fact(item, source_id, time, "activity");
  fact.content = content;
  return fact;
}

const IndexScore& Of(const HomeScore& score, Index index) {
  return *std::find_if(score.indices.begin(), score.indices.end(),
                       [index](const IndexScore& entry) { return entry.index == index; });
}

// After the year and every grace.
const absl::Time kLater = Noon(3, 1, kYear + 1);

HomeScore Score(const std::vector<HomeFact>& facts, absl::Time as_of = kLater) {
  return ScoreHome(facts, BuiltInScheme(), kYear, as_of);
}

// A year of a home that does a bit of everything.
std::vector<HomeFact> BusyYear() {
  std::vector<HomeFact> facts;
  for (int month = 1; month <= 12; ++month) {
    facts.push_back(Fact(kReceptionDayHeld, month, Noon(month, 15), "reception_day"));
    facts.push_back(Act(month % 3 == 0 ? kThemeHeld : kActivityHeld, month, Noon(month, 20),
                        absl::StrCat("activity_", month % 7 + 1)));
  }
  for (int i = 1; i <= 40; ++i) {
    HomeFact message = Fact(kMessageCame, i, Noon(i % 12 + 1, 3));
    message.person = absl::StrCat("voter", i % 25);
    facts.push_back(message);
    if (i % 4 != 0) facts.push_back(Fact(kMessageAnswered, i, Noon(i % 12 + 1, 6)));
    if (i % 2 != 0) facts.push_back(Fact(kMessageSolved, i, Noon(i % 12 + 1, 20)));
  }
  HomeFact organs = Fact(kOrgansReceived, 3, Noon(3, 15), "reception_day");
  organs.quantity = 3;
  facts.push_back(organs);
  facts.push_back(Fact("lead_plan", 1, Noon(1, 5), "evidence"));
  facts.push_back(Fact("lead_funds", 2, Noon(2, 5), "evidence"));
  facts.push_back(Fact("lead_funds", 3, Noon(2, 6), "evidence"));
  facts.push_back(Act(kBulletinPublished, 500, Noon(2, 1), "bulletin_5"));
  return facts;
}

TEST(AssessmentTest, EveryIndexIsWhatItsFormulaSays) {
  const HomeScore score = Score(BusyYear());
  EXPECT_EQ(Of(score, Index::kLeadership).value, 2) << "the same twice counts once";
  EXPECT_EQ(Of(score, Index::kVigour).value, 28);
  EXPECT_EQ(Of(score, Index::kVigour).points, kFullPoints);
  EXPECT_EQ(Of(score, Index::kContact).value, 25) << "each voter once";
  EXPECT_EQ(Of(score, Index::kVariety).value, 8);
  // Months whose kind is 2 to 5: 1-4 and 8-11.
  EXPECT_EQ(Of(score, Index::kOversight).value, 8);
  EXPECT_EQ(Of(score, Index::kOrgans).value, 3);
  // 20 solved, 10 answered only, 10 neither, of 40.
  EXPECT_EQ(Of(score, Index::kResolution).value, 6250);
  EXPECT_EQ(Of(score, Index::kResolution).facts, 40);
  // 10*3333 + 20*10000 + 15*4167 + 10*10000 + 15*6667 + 10*5000 + 20*6250, over 100.
  EXPECT_EQ(score.total, 6708);
}

TEST(AssessmentTest, TheOrderOfDeliveryChangesNothing) {
  std::vector<HomeFact> facts = BusyYear();
  const HomeScore first = Score(facts);
  std::mt19937 random(7);
  for (int round = 0; round < 200; ++round) {
    std::shuffle(facts.begin(), facts.end(), random);
    const HomeScore again = Score(facts);
    EXPECT_EQ(again.total, first.total);
    EXPECT_EQ(again.facts, first.facts);
    for (int i = 0; i < kIndexCount; ++i) {
      EXPECT_EQ(again.indices[i].value, first.indices[i].value);
      const std::vector<CountedFact> a = FactsBehind(facts, kIndices[i], kYear, kLater);
      const std::vector<CountedFact> b = FactsBehind(BusyYear(), kIndices[i], kYear, kLater);
      ASSERT_EQ(a.size(), b.size());
      for (size_t k = 0; k < a.size(); ++k) EXPECT_EQ(a[k].value, b[k].value);
    }
  }
}

TEST(AssessmentTest, TheFactsBehindAnIndexAddUpToIt) {
  const HomeScore score = Score(BusyYear());
  for (const Index index : kIndices) {
    if (index == Index::kResolution) continue;
    int sum = 0;
    for (const CountedFact& fact : FactsBehind(BusyYear(), index, kYear, kLater)) {
      sum += fact.value;
      EXPECT_EQ(fact.counted, fact.value > 0);
      EXPECT_EQ(fact.note.empty(), fact.counted) << "what does not count says why";
    }
    EXPECT_EQ(sum, Of(score, index).value);
  }
}

TEST(AssessmentTest, OtherYearsAndWhatDoesNotHoldCountNothing) {
  std::vector<HomeFact> facts = {Fact(kReceptionDayHeld, 1, Noon(12, 31, kYear - 1)),
                                 Fact(kReceptionDayHeld, 2, Noon(1, 1, kYear + 1)),
                                 Fact(kReceptionDayHeld, 3, Noon(5, 1))};
  facts.back().withdrawn = true;
  EXPECT_EQ(Score(facts).facts, 0);
  EXPECT_EQ(Score(facts).total, 0);
  // Midnight in Shanghai is the day before in Greenwich.
  facts.push_back(
      Fact(kReceptionDayHeld, 4, base::StartOfShanghaiDay(absl::CivilDay(kYear, 1, 1))));
  EXPECT_EQ(Of(Score(facts), Index::kVigour).value, 1);
}

TEST(AssessmentTest, FewCasesAreNoRateAndTheirWeightGoesToTheOthers) {
  std::vector<HomeFact> facts = BusyYear();
  facts.erase(std::remove_if(facts.begin(), facts.end(),
                             [](const HomeFact& fact) {
                               return fact.source_type == "message" && fact.source_id > 4;
                             }),
              facts.end());
  const HomeScore score = Score(facts);
  EXPECT_FALSE(Of(score, Index::kResolution).rated);
  // 10*3333 + 20*10000 + 15*667 + 10*10000 + 15*6667 + 10*5000, over 80.
  EXPECT_EQ(score.total, 6167);
}

TEST(AssessmentTest, ALateCaseIsNotHeldAgainstAHomeButItsSolutionCounts) {
  std::vector<HomeFact> facts;
  for (int i = 1; i <= 6; ++i) facts.push_back(Fact(kMessageCame, i, Noon(12, 20)));
  facts.push_back(Fact(kMessageSolved, 1, Noon(12, 22)));
  const absl::Time january = Noon(1, 5, kYear + 1);
  EXPECT_EQ(Of(Score(facts, january), Index::kResolution).facts, 1);
  EXPECT_EQ(Of(Score(facts), Index::kResolution).facts, 6);
  EXPECT_EQ(Of(Score(facts), Index::kResolution).value, 1667);
  // What happened afterwards is not known before.
  EXPECT_EQ(Of(Score(facts, Noon(12, 21)), Index::kResolution).facts, 0);
}

TEST(AssessmentTest, AMonthFullOfInspectionsCountsFour) {
  std::vector<HomeFact> facts;
  for (int i = 1; i <= 9; ++i) facts.push_back(Act(kActivityHeld, i, Noon(4, i), "activity_2"));
  EXPECT_EQ(Of(Score(facts), Index::kOversight).value, kOversightMonthLimit);
}

TEST(AssessmentTest, CadenceNamesWhatIsMissingInTimesThatAreOver) {
  const std::vector<HomeFact> facts = {Fact(kReceptionDayHeld, 1, Noon(1, 10)),
                                       Act(kThemeHeld, 2, Noon(2, 10))};
  const Cadence spring = CadenceOf(facts, kYear, Noon(4, 2));
  EXPECT_EQ(spring.months_without_reception, (std::vector<int>{2, 3}));
  EXPECT_EQ(spring.months_without_activity, (std::vector<int>{1, 3}));
  EXPECT_TRUE(spring.quarters_without_theme.empty());
  EXPECT_FALSE(spring.appraisal_missing);
  const Cadence whole = CadenceOf(facts, kYear, kLater);
  EXPECT_EQ(whole.quarters_without_theme, (std::vector<int>{2, 3, 4}));
  EXPECT_TRUE(whole.appraisal_missing);
  EXPECT_EQ(whole.missing.back(), "全年没有述职评议");
  EXPECT_TRUE(
      CadenceOf({Fact(kAppraisalHeld, 9, Noon(6, 1), "ballot")}, kYear, kLater).appraisal_missing ==
      false);
}

TEST(AssessmentTest, EqualHomesShareARankAndFewFactsGetNone) {
  AssessmentScheme scheme = BuiltInScheme();
  scheme.min_facts = 10;
  scheme.top_count = 2;
  scheme.bottom_count = 1;
  std::vector<HomeScore> scores;
  const auto add = [&scores](int64_t home_id, int total, int facts) {
    HomeScore& score = scores.emplace_back();
    score.home_id = home_id;
    score.total = total;
    score.facts = facts;
  };
  add(1, 5000, 30);
  add(2, 9900, 9);  // too few
  add(3, 7000, 40);
  add(4, 7000, 12);
  add(5, 2000, 10);
  add(6, 8000, 20);
  RankHomes(scheme, &scores);
  std::vector<int64_t> order;
  std::vector<int> ranks;
  for (const HomeScore& score : scores) {
    order.push_back(score.home_id);
    ranks.push_back(score.rank);
  }
  EXPECT_EQ(order, (std::vector<int64_t>{6, 3, 4, 1, 5, 2}));
  EXPECT_EQ(ranks, (std::vector<int>{1, 2, 2, 4, 5, 0}));
  EXPECT_EQ(scores[1].tied, 2);
  EXPECT_TRUE(scores[0].in_top && scores[1].in_top && scores[2].in_top && !scores[3].in_top);
  EXPECT_TRUE(scores[4].in_bottom);
  EXPECT_FALSE(scores[3].in_bottom || scores[5].in_bottom);
}

TEST(AssessmentSchemeTest, TheBuiltInOneIsWholeAndSurvivesStorage) {
  AssessmentScheme scheme = BuiltInScheme();
  ASSERT_TRUE(CompleteScheme(&scheme).ok());
  ASSERT_EQ(scheme.rules.size(), kIndices.size());
  for (const IndexRule& rule : scheme.rules) EXPECT_FALSE(rule.formula.empty());
  AssessmentScheme read;
  ASSERT_TRUE(ParseScheme(FormatScheme(scheme), &read).ok());
  EXPECT_EQ(FormatScheme(read), FormatScheme(scheme));
  EXPECT_EQ(read.min_cases, scheme.min_cases);
  EXPECT_FALSE(ParseScheme("index\tx\t1\t1\t公式", &read).ok());
}

TEST(AssessmentSchemeTest, RefusesWhatCannotBeReached) {
  const auto reason = [](const std::function<void(AssessmentScheme*)>& change) {
    AssessmentScheme scheme = BuiltInScheme();
    change(&scheme);
    return base::ErrorReason(CompleteScheme(&scheme));
  };
  EXPECT_EQ(reason([](AssessmentScheme* scheme) { scheme->rules[0].weight = 11; }),
            "FIELD_INVALID");
  EXPECT_EQ(reason([](AssessmentScheme* scheme) { scheme->rules.pop_back(); }), "FIELD_INVALID");
  EXPECT_EQ(reason([](AssessmentScheme* scheme) { scheme->rules[1].index = Index::kLeadership; }),
            "FIELD_INVALID");
  EXPECT_EQ(reason([](AssessmentScheme* scheme) { scheme->rules[1].target = kVigourMost + 1; }),
            "FIELD_INVALID");
  EXPECT_EQ(reason([](AssessmentScheme* scheme) { scheme->rules[6].target = 101; }),
            "FIELD_INVALID");
}

TEST(AssessmentSchemeTest, AYearGoesByTheSchemeOfItsTime) {
  std::vector<AssessmentScheme> schemes = {BuiltInScheme(), BuiltInScheme()};
  schemes[1].version = 1;
  schemes[1].first_year = 2027;
  EXPECT_EQ(SchemeOf(schemes, 2026).version, 0);
  EXPECT_EQ(SchemeOf(schemes, 2027).version, 1);
  EXPECT_EQ(SchemeOf(schemes, 2030).version, 1);
}

}  // namespace
}  // namespace deputies::duty
