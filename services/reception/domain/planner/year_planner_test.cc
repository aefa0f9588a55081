#include "services/reception/domain/planner/year_planner.h"

#include <algorithm>
#include <random>
#include <set>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"

namespace deputies::reception {
namespace {

// Every duty, minimum, maximum, absence and "one a date" by plain counting, apart from the solver.
void ExpectKept(const PlannerInput& input, const YearPlan& plan) {
  ASSERT_TRUE(plan.feasible) << plan.conflict.text;
  std::vector<int> on_day(input.days.size(), 0);
  std::vector<int> load(input.hosts.size(), 0);
  std::set<std::pair<int, absl::CivilDay>> dates;
  for (const auto& [day, host] : plan.assignments) {
    const PlannedDay& d = input.days[static_cast<size_t>(day)];
    const PlannedHost& h = input.hosts[static_cast<size_t>(host)];
    ++on_day[static_cast<size_t>(day)];
    ++load[static_cast<size_t>(host)];
    EXPECT_TRUE(dates.emplace(host, d.date).second) << "twice on a date";
    EXPECT_NE(std::find(h.homes.begin(), h.homes.end(), d.home), h.homes.end());
    for (const Absence& absence : h.absences) {
      EXPECT_FALSE(!d.fixed && absence.from <= d.date && d.date <= absence.to) << "absent";
    }
  }
  for (size_t i = 0; i < input.days.size(); ++i) {
    EXPECT_GE(on_day[i], input.days[i].fixed ? 0 : input.days[i].min_hosts);
    EXPECT_LE(on_day[i], input.days[i].max_hosts);
  }
  for (size_t i = 0; i < input.hosts.size(); ++i) EXPECT_GE(load[i], input.hosts[i].duty);
}

// A county: each home has two days a month and ten deputies who receive monthly; members and organ
// heads once a year in one of three homes of their constituency.
PlannerInput County(int homes, int deputies, int members, int organ_heads) {
  PlannerInput input;
  for (int home = 0; home < homes; ++home) {
    for (int month = 1; month <= 12; ++month) {
      for (const int day : {10, 25}) {
        PlannedDay entry;
        entry.home = home;
        entry.date = absl::CivilDay(2027, month, day);
        entry.min_hosts = 2;
        entry.max_hosts = 8;
        input.days.push_back(entry);
      }
    }
  }
  std::mt19937 random(7);
  for (int i = 0; i < deputies + members + organ_heads; ++i) {
    PlannedHost host;
    host.name = absl::StrCat("人", i);
    host.duty = i < deputies ? 12 : 1;
    host.homes = {i % homes};
    if (i >= deputies) host.homes = {i % homes, (i + 1) % homes, (i + 2) % homes};
    if (random() % 4 == 0) {
      const absl::CivilDay from = absl::CivilDay(2027, 1, 1) + static_cast<int>(random() % 350);
      host.absences.push_back({from, from + static_cast<int>(random() % 10)});
    }
    input.hosts.push_back(host);
  }
  return input;
}

TEST(YearPlannerTest, PlansACountyInSeconds) {
  const PlannerInput input = County(60, 600, 45, 80);
  const absl::Time start = absl::Now();
  const YearPlan plan = PlanYear(input);
  const absl::Duration took = absl::Now() - start;
  ExpectKept(input, plan);
  EXPECT_LE(plan.spread, 1) << plan.explanation;
  EXPECT_LT(took, absl::Seconds(10));
  RecordProperty("milliseconds", static_cast<int>(absl::ToInt64Milliseconds(took)));
  std::printf("planned %zu receptions in %s\n", plan.assignments.size(),
              absl::FormatDuration(took).c_str());
}

TEST(YearPlannerTest, ALaterAbsenceMovesOnlyWhatMustMove) {
  PlannerInput input = County(10, 100, 8, 12);
  const YearPlan before = PlanYear(input);
  ASSERT_TRUE(before.feasible);
  // Away on one planned date: that one goes to the other day of the month.
  const Assignment lost = before.assignments[37];
  const absl::CivilDay date = input.days[static_cast<size_t>(lost.first)].date;
  input.hosts[static_cast<size_t>(lost.second)].absences.push_back({date, date});
  input.earlier = before.assignments;
  const YearPlan after = PlanYear(input);
  ExpectKept(input, after);
  const std::set<Assignment> kept(after.assignments.begin(), after.assignments.end());
  int gone = 0;
  for (const Assignment& assignment : before.assignments)
    gone += kept.count(assignment) == 0 ? 1 : 0;
  // The host's own, and at most one more to make room on the other day.
  EXPECT_GE(gone, 1);
  EXPECT_LE(gone, 2);
}

TEST(YearPlannerTest, DaysThatWereSetByHandStay) {
  PlannerInput input = County(2, 16, 1, 1);
  input.days[3].fixed = true;
  input.days[3].fixed_hosts = {0, 2};
  const YearPlan plan = PlanYear(input);
  ExpectKept(input, plan);
  int on_it = 0;
  for (const auto& [day, host] : plan.assignments) on_it += day == 3 ? 1 : 0;
  EXPECT_EQ(on_it, 2);
}

TEST(YearPlannerTest, NamesAMinimalConflict) {
  PlannerInput input = County(3, 24, 3, 3);
  // One deputy is away the whole of May: no other duty is to blame.
  input.hosts[4].absences = {{absl::CivilDay(2027, 5, 1), absl::CivilDay(2027, 5, 31)}};
  const YearPlan plan = PlanYear(input);
  ASSERT_FALSE(plan.feasible);
  EXPECT_EQ(plan.conflict.hosts, std::vector<int>{4});
  EXPECT_TRUE(plan.conflict.days.empty());
  EXPECT_NE(plan.conflict.text.find("人4全年应接待12次"), std::string::npos) << plan.conflict.text;
}

TEST(YearPlannerTest, AConflictOfManyIsMinimalToo) {
  // Five people must come once, but there are four places.
  PlannerInput input;
  for (const int month : {3, 9}) {
    PlannedDay day;
    day.date = absl::CivilDay(2027, month, 10);
    day.max_hosts = 2;
    input.days.push_back(day);
  }
  for (int i = 0; i < 5; ++i) input.hosts.push_back({absl::StrCat("人", i), 1, {0}, {}});
  input.hosts.push_back({"无关", 0, {0}, {}});
  const YearPlan plan = PlanYear(input);
  ASSERT_FALSE(plan.feasible);
  EXPECT_EQ(plan.conflict.hosts, (std::vector<int>{0, 1, 2, 3, 4}));
  for (const int host : plan.conflict.hosts) {
    PlannerInput relaxed = input;
    relaxed.hosts[static_cast<size_t>(host)].duty = 0;
    EXPECT_TRUE(PlanYear(relaxed).feasible);
  }
}

TEST(YearPlannerTest, FurtherReceptionsAreSharedEvenly) {
  // Every day wants three of ten people whose duty is small: 72 places.
  PlannerInput input = County(1, 0, 0, 0);
  for (PlannedDay& day : input.days) day.min_hosts = day.max_hosts = 3;
  for (int i = 0; i < 10; ++i) input.hosts.push_back({absl::StrCat("人", i), 4, {0}, {}});
  const YearPlan plan = PlanYear(input);
  ExpectKept(input, plan);
  EXPECT_LE(plan.spread, 1) << plan.explanation;
}

}  // namespace
}  // namespace deputies::reception
