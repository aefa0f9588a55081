// A home's plan from rules to published days, and its mending.
#include <map>
#include <set>

#include "services/common/base/error.h"
#include "services/reception/calendar/ical_recurrence.h"
#include "services/reception/calendar/ical_writer.h"
#include "services/reception/domain/coverage.h"
#include "services/reception/domain/plan_maker.h"
#include "services/reception/storage/reception_fixture.h"

namespace deputies::reception {
namespace {

using base::ErrorReason;

base::WorkCalendar Holidays() {
  return base::WorkCalendar({{absl::CivilDay(2026, 10, 1), false, "国庆节"},
                             {absl::CivilDay(2026, 10, 2), false, "国庆节"},
                             {absl::CivilDay(2026, 10, 10), true, "国庆节"}});
}

std::vector<std::string> Texts(const std::vector<absl::CivilDay>& days) {
  std::vector<std::string> texts;
  for (const absl::CivilDay day : days) texts.push_back(absl::FormatCivilTime(day));
  return texts;
}

TEST(RecurrenceTest, ReadsTheRulesThatHomesUse) {
  const IcalRecurrence recurrence;
  const auto dates = [&](const std::string& rule) {
    return recurrence.Dates("rrule", rule, absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 3, 31));
  };
  EXPECT_EQ(Texts(dates("FREQ=MONTHLY;BYMONTHDAY=15").value()),
            (std::vector<std::string>{"2026-01-15", "2026-02-15", "2026-03-15"}));
  EXPECT_EQ(Texts(dates("FREQ=MONTHLY;BYDAY=2TU").value()),
            (std::vector<std::string>{"2026-01-13", "2026-02-10", "2026-03-10"}));
  EXPECT_EQ(Texts(dates("FREQ=MONTHLY;BYDAY=-1FR").value()),
            (std::vector<std::string>{"2026-01-30", "2026-02-27", "2026-03-27"}));
  EXPECT_EQ(Texts(dates("FREQ=MONTHLY;BYMONTHDAY=-1").value()),
            (std::vector<std::string>{"2026-01-31", "2026-02-28", "2026-03-31"}));
  EXPECT_EQ(ErrorReason(dates("every second Tuesday").status()), "FIELD_INVALID");
  EXPECT_EQ(ErrorReason(dates("FREQ=SECONDLY").status()), "FIELD_INVALID");
}

TEST(HolidayRuleTest, ShiftsOrSkipsAndSaysSo) {
  const base::WorkCalendar calendar = Holidays();
  const std::vector<absl::CivilDay> dates = {
      absl::CivilDay(2026, 9, 15), absl::CivilDay(2026, 10, 1), absl::CivilDay(2026, 10, 10)};
  const std::vector<RuleDate> later = ApplyHolidays(dates, HolidayRule::kShiftLater, calendar);
  ASSERT_EQ(later.size(), 3u);
  EXPECT_EQ(later[1].date, absl::CivilDay(2026, 10, 5));
  EXPECT_EQ(later[1].note, "原定10月1日（国庆节），改在10月5日");
  EXPECT_EQ(later[2].note, "");  // a make-up day is a working day
  EXPECT_EQ(ApplyHolidays(dates, HolidayRule::kShiftEarlier, calendar)[1].date,
            absl::CivilDay(2026, 9, 30));
  EXPECT_EQ(ApplyHolidays(dates, HolidayRule::kSkip, calendar).size(), 2u);
  EXPECT_EQ(ApplyHolidays(dates, HolidayRule::kKeep, calendar)[1].date,
            absl::CivilDay(2026, 10, 1));
}

class PlanTest : public ReceptionFixture {
 protected:
  void SetUp() override {
    for (int i = 0; i < 4; ++i) {
      deputies_.push_back(AddHost(absl::StrCat("代表", i), HostKind::kDeputy, 60 + i).id);
    }
    judge_ = AddHost("院长", HostKind::kOrganHead).id;
  }
  static std::vector<PlanRule> Rules() {
    PlanRule rule;
    rule.rrule = "FREQ=MONTHLY;BYMONTHDAY=10,20";
    rule.max_hosts = 3;
    return {rule};
  }
  absl::StatusOr<Plan> Make() {
    return plans_.Create(Scope(staff_), Key("CreateReceptionPlan", staff_), 2027, Rules());
  }

  IcalRecurrence recurrence_;
  base::WorkCalendar calendar_ = Holidays();
  PlanMaker plans_{store_, directory_, recurrence_, calendar_, ids_, clock_};
  std::vector<int64_t> deputies_;
  int64_t judge_ = 0;
};

TEST_F(PlanTest, MeetsDutiesAndIsPublishedWithItsDays) {
  const Plan plan = Make().value();
  EXPECT_EQ(plan.state, PlanState::kDraft);
  EXPECT_EQ(plan.days.size(), 24u);
  std::map<int64_t, std::set<int>> months;
  for (const Day& day : plan.days) {
    EXPECT_LE(day.hosts.size(), 3u);
    EXPECT_TRUE(calendar_.IsWorkday(day.date));
    for (const DayHost& host : day.hosts) months[host.host_id].insert(day.date.month());
  }
  for (const int64_t deputy : deputies_) EXPECT_EQ(months[deputy].size(), 12u);
  EXPECT_GE(months[judge_].size(), 1u);
  EXPECT_EQ(ErrorReason(Make().status()), "PLAN_EXISTS");
  const auto public_days = [&] {
    const base::Caller nobody;
    return days_
        .List(Scope(nobody), kHome, absl::CivilDay(2027, 1, 1), absl::CivilDay(2027, 12, 31))
        .value()
        .size();
  };
  EXPECT_EQ(public_days(), 0u);
  EXPECT_TRUE(Events().empty());  // a draft sends no notice
  const base::RequestKey key = Key("PublishReceptionPlan", staff_);
  EXPECT_EQ(plans_.Publish(Scope(staff_), key, plan.id, false).value().state,
            PlanState::kPublished);
  EXPECT_EQ(plans_.Publish(Scope(staff_), key, plan.id, false).value().state,
            PlanState::kPublished);
  EXPECT_EQ(public_days(), 24u);
  EXPECT_TRUE(Book(Voter(1), SlotOf(plan.days[0]).id).ok());
}

TEST_F(PlanTest, LateIsRefusedOrMarked) {
  const Plan plan = Make().value();
  clock_.Set(base::StartOfShanghaiDay(plan.days[0].date - 3));
  EXPECT_EQ(
      ErrorReason(plans_.Publish(Scope(staff_), Key("PublishReceptionPlan", staff_), plan.id, false)
                      .status()),
      "PLAN_TOO_LATE");
  const Plan late =
      plans_.Publish(Scope(staff_), Key("PublishReceptionPlan", staff_), plan.id, true).value();
  EXPECT_TRUE(late.days[0].changed);
  EXPECT_FALSE(late.days[5].changed);
}

TEST_F(PlanTest, AnAbsenceMovesOnlyWhatMustMoveAndHandmadeDaysStay) {
  const Plan plan = Make().value();
  ASSERT_TRUE(
      plans_.Publish(Scope(staff_), Key("PublishReceptionPlan", staff_), plan.id, false).ok());
  const Day& day = plan.days[6];
  const int64_t away = day.hosts[0].host_id;
  ASSERT_TRUE(Book(Voter(1), SlotOf(day).id).ok());
  const HostRoster::AbsenceAdded added =
      hosts_.AddAbsence(Scope(staff_), Key("AddHostAbsence", staff_), away, {day.date, day.date})
          .value();
  ASSERT_EQ(added.affected.size(), 1u);
  const auto replan = [&](bool dry_run) {
    return plans_.PlanAnew(Scope(staff_), Key("ReplanReception", staff_), plan.id, dry_run).value();
  };
  const Replan foreseen = replan(true);
  EXPECT_GE(foreseen.changes.size(), 1u);
  EXPECT_LE(foreseen.changes.size(), 2u) << foreseen.explanation;
  const Replan done = replan(false);
  EXPECT_EQ(done.changes.size(), foreseen.changes.size());
  EXPECT_TRUE(replan(true).changes.empty());
  const Day after = days_.Get(Scope(Voter(1)), kHome, day.id).value();
  EXPECT_TRUE(after.changed);
  for (const DayHost& host : after.hosts) EXPECT_NE(host.host_id, away);
  EXPECT_EQ(CountNotices(events::v1::RECEPTION_DAY_CHANGED), 1);
}

TEST_F(PlanTest, CoverageIsCountedFromTheDays) {
  const Plan plan = Make().value();
  ASSERT_TRUE(
      plans_.Publish(Scope(staff_), Key("PublishReceptionPlan", staff_), plan.id, false).ok());
  std::vector<HomeDuty> duties;
  for (int month = 1; month <= 12; ++month) {
    const HomeDutyKind kind = month % 3 == 0 ? HomeDutyKind::kTheme : HomeDutyKind::kActivity;
    duties.push_back({kHome, kind, month, absl::CivilDay(2027, month, 5)});
  }
  duties.push_back({kHome, HomeDutyKind::kAppraisal, 77, absl::CivilDay(2027, 5, 5)});
  for (const HomeDuty& duty : duties) {
    ASSERT_TRUE(store_.NoteHomeDuty(absl::InfiniteFuture(), duty).ok());
    ASSERT_TRUE(store_.NoteHomeDuty(absl::InfiniteFuture(), duty).ok());
  }
  const auto count = [&] {
    return CountCoverage(
        2027, hosts_.List(Scope(staff_), kHome).value(),
        days_.List(Scope(staff_), kHome, absl::CivilDay(2027, 1, 1), absl::CivilDay(2027, 12, 31))
            .value(),
        store_
            .ListHomeDuties(absl::InfiniteFuture(), kHome, absl::CivilDay(2027, 1, 1),
                            absl::CivilDay(2027, 12, 31))
            .value(),
        clock_.Now());
  };
  EXPECT_TRUE(count().warnings.empty());
  // A host who stays away and a substitute: the one is missing, the other has been there.
  const Day& day = plan.days[0];
  const int64_t away = day.hosts[0].host_id;
  const int64_t stand_in = AddHost("替班", HostKind::kOther).id;
  ASSERT_TRUE(
      days_.Substitute(Scope(staff_), Key("SubstituteHost", staff_), day.id, away, stand_in, "病了")
          .ok());
  clock_.Set(base::StartOfShanghaiDay(absl::CivilDay(2027, 7, 1)));
  const Coverage july = count();
  EXPECT_EQ(july.months_with_reception.size(), 12u);
  EXPECT_EQ(july.months_with_activity.size(), 12u);
  EXPECT_EQ(july.quarters_with_theme.size(), 4u);
  EXPECT_EQ(july.appraisals, 1);
  EXPECT_EQ(july.warnings.size(), 1u);
  for (const HostCoverage& entry : july.hosts) {
    EXPECT_EQ(entry.warning, entry.host.id == away);
    EXPECT_EQ(entry.absent, entry.host.id == away ? 1 : 0);
    EXPECT_EQ(entry.met,
              entry.host.id == stand_in || (entry.host.id == judge_ && !entry.dates.empty()));
  }
}

TEST(CoverageTest, WhatAHomeDidNotHoldIsMissedWhenItsTimeIsOver) {
  const std::vector<HomeDuty> duties = {
      {7, HomeDutyKind::kTheme, 1, absl::CivilDay(2027, 2, 5)},
      {7, HomeDutyKind::kActivity, 2, absl::CivilDay(2027, 5, 5)},
      {7, HomeDutyKind::kAppraisal, 1, absl::CivilDay(2026, 12, 5)}};
  const auto in_month = [&](int month) {
    return CountCoverage(2027, {}, {}, duties,
                         base::StartOfShanghaiDay(absl::CivilDay(2027, month, 20)));
  };
  EXPECT_EQ(in_month(3).months_without_activity, std::vector<int>{1});
  EXPECT_TRUE(in_month(3).quarters_without_theme.empty());
  const Coverage july = in_month(7);
  EXPECT_EQ(july.months_without_activity, (std::vector<int>{1, 3, 4, 6}));
  EXPECT_EQ(july.quarters_with_theme, std::vector<int>{1});
  EXPECT_EQ(july.quarters_without_theme, std::vector<int>{2});
  EXPECT_EQ(july.appraisals, 0);
  EXPECT_EQ(july.warnings.back(), "全年还没有述职评议");
}

// Whoever is on the lists of several homes has one duty, also when one home plans anew.
TEST_F(PlanTest, ACountyIsPlannedAtOnceAndEachHomeGoesOnAlone) {
  base::Caller county = staff_;
  county.person_id = 950;
  county.grants = {{base::Role::kCountyOffice, 500, {kHome, 8, 9, 10}, 0}};
  const auto list = [&](int64_t home_id, const std::string& name, HostKind kind,
                        int64_t deputy_id) {
    Host host;
    host.kind = kind;
    host.deputy_id = deputy_id;
    host.name = name;
    base::RequestKey key = Key("SetHost", county);
    key.home_id = home_id;
    return hosts_.Set(Scope(county), key, host).value().id;
  };
  for (const int64_t home : {8, 9}) {
    for (int i = 0; i < 4; ++i) {
      list(home, absl::StrCat("代表", home, i), HostKind::kDeputy, 1000 + home * 10 + i);
    }
    list(home, "院长", HostKind::kOrganHead, 0);
    list(home, "检察长", HostKind::kOrganHead, 0);
  }
  base::RequestKey key = Key("CreateCountyPlan", county);
  key.home_id = 0;
  const auto make = [&](const base::Caller& caller, int64_t node) {
    return plans_.CreateForCounty(Scope(caller), key, node, 2027, Rules());
  };
  EXPECT_EQ(ErrorReason(make(staff_, 500).status()), "ORGANIZATION_NOT_FOUND");
  EXPECT_EQ(ErrorReason(make(county, 501).status()), "ORGANIZATION_NOT_FOUND");
  const CountyPlan made = make(county, 500).value();
  ASSERT_EQ(made.plans.size(), 3u);
  EXPECT_EQ(made.left_home_ids, std::vector<int64_t>{10}) << "nobody is on its list";
  EXPECT_EQ(make(county, 500).value().plans[0].id, made.plans[0].id) << "a repeat";

  std::map<std::string, int> receptions;
  for (const Plan& plan : made.plans) {
    const Plan seen = plans_.Get(Scope(county), plan.home_id, plan.id).value();
    for (const Day& day : seen.days) {
      EXPECT_EQ(store_.ListSlots(absl::InfiniteFuture(), plan.home_id, day.id).value().size(), 5u);
      for (const DayHost& host : day.hosts) ++receptions[host.name];
    }
  }
  EXPECT_EQ(receptions.size(), 4u + 8 + 2);
  for (const auto& [name, count] : receptions) {
    EXPECT_GE(count, name == "院长" || name == "检察长" ? 1 : 12) << name;
  }
  // Who receives elsewhere is not wanted here, too.
  for (const Plan& plan : made.plans) {
    base::RequestKey replan = Key("ReplanReception", county);
    replan.home_id = plan.home_id;
    const Replan again = plans_.PlanAnew(Scope(county), replan, plan.id, true).value();
    EXPECT_TRUE(again.changes.empty()) << plan.home_id << ": " << again.explanation;
  }
}

TEST_F(PlanTest, TheFeedKeepsUidsAndShowsCancelledDays) {
  const Day day = AddDay(3, OneSlot(2));
  const IcalWriter writer;
  const auto feed = [&] {
    return writer.Write("接待日", {EventOf(days_.Get(Scope(staff_), kHome, day.id).value())},
                        clock_.Now());
  };
  const std::string uid = absl::StrCat("UID:reception-", kHome, "-", day.id);
  EXPECT_NE(feed().find(uid), std::string::npos);
  EXPECT_NE(feed().find("SEQUENCE:1"), std::string::npos);
  EXPECT_NE(feed().find("DTSTART:20260305T010000Z"), std::string::npos) << feed();
  ASSERT_TRUE(days_.Cancel(Scope(staff_), Key("CancelReceptionDay", staff_), day.id, "停电").ok());
  EXPECT_NE(feed().find(uid), std::string::npos);
  EXPECT_NE(feed().find("SEQUENCE:2"), std::string::npos);
  EXPECT_NE(feed().find("STATUS:CANCELLED"), std::string::npos);
}

// Negative test 8: one conflict must not block a series; what cannot be met is named.
TEST_F(PlanTest, AConflictIsNamedAndNothingIsHalfWritten) {
  ASSERT_TRUE(hosts_
                  .AddAbsence(Scope(staff_), Key("AddHostAbsence", staff_), deputies_[2],
                              {absl::CivilDay(2027, 4, 1), absl::CivilDay(2027, 4, 30)})
                  .ok());
  const absl::Status refused = Make().status();
  EXPECT_EQ(ErrorReason(refused), "PLAN_INFEASIBLE");
  EXPECT_NE(std::string(refused.message()).find("代表2"), std::string::npos) << refused;
  EXPECT_NE(std::string(refused.message()).find("4月"), std::string::npos) << refused;
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM reception_days"), 0);
  // A single absent day is planned around, the series goes on.
  ASSERT_TRUE(hosts_
                  .AddAbsence(Scope(staff_), Key("AddHostAbsence", staff_), deputies_[0],
                              {absl::CivilDay(2027, 6, 10), absl::CivilDay(2027, 6, 10)})
                  .ok());
  Host freed;
  freed.kind = HostKind::kDeputy;
  freed.deputy_id = 62;
  freed.name = "代表2";
  freed.yearly_duty = 6;
  ASSERT_TRUE(hosts_.Set(Scope(staff_), Key("SetHost", staff_), freed).ok());
  EXPECT_EQ(Make().value().days.size(), 24u);
}

}  // namespace
}  // namespace deputies::reception
