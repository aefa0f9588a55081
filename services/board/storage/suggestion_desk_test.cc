// Suggestions on the real database: the table of states, gates by two people, bodies against their
// clocks, and who sees what.
#include "services/board/domain/suggestion_desk.h"

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/domain/suggestion_watch.h"
#include "services/board/storage/desk_fixture.h"
#include "services/board/storage/sql_suggestion_store.h"

namespace deputies::board {
namespace {

using base::Role;

constexpr int64_t kHome = 1;
constexpr int64_t kRoads = 701;
constexpr int64_t kWater = 702;

class FakeBodies final : public HandlingBodies {
 public:
  absl::StatusOr<std::vector<HandlingBody>> Serving(const CallScope&, int64_t) override {
    return std::vector<HandlingBody>{{kRoads, "交通局", {31, 32}}, {kWater, "水利局", {33}}};
  }
};

base::Caller ClerkOf(int64_t person, int64_t body) {
  base::Caller caller = WithRole(person, Role::kHandlingClerk, kHome);
  caller.grants[0].organization_id = body;
  return caller;
}

class SuggestionDeskTest : public DeskFixture {
 protected:
  static SuggestionText Text(bool open_to_public = true) {
    return {SuggestionKind::kSuggestion, "关于修村道的建议",
            "村道多处损坏，雨天无法通行，建议今年修好。", open_to_public};
  }
  int64_t Submitted(bool open_to_public = true) {
    const auto made =
        desk_.Submit(Scope(deputy_), NewKey("Submit", kHome, deputy_), Text(open_to_public), {78});
    EXPECT_TRUE(made.ok()) << made.status();
    return made->id;
  }
  absl::StatusOr<Suggestion> Triage(const base::Caller& caller, int64_t id, GateDecision decision) {
    return desk_.Triage(Scope(caller), NewKey("Triage", kHome, caller), id, decision, "请补充");
  }
  int64_t Passed(bool open_to_public = true) {
    const int64_t id = Submitted(open_to_public);
    EXPECT_TRUE(Triage(chair_, id, GateDecision::kPass).ok());
    return id;
  }
  absl::StatusOr<Suggestion> HandOver(int64_t id, int64_t main, std::vector<int64_t> co) {
    return desk_.HandOver(Scope(chair_), NewKey("HandOver", kHome, chair_), id, main, co);
  }
  int64_t Handling(bool open_to_public = true) {
    const int64_t id = Passed(open_to_public);
    EXPECT_TRUE(HandOver(id, kRoads, {kWater}).ok());
    EXPECT_TRUE(desk_.Accept(Scope(roads_), NewKey("Accept", kHome, roads_), id, kRoads).ok());
    return id;
  }
  absl::StatusOr<Suggestion> Reply(int64_t id, ReplyClass reply_class,
                                   std::optional<absl::Time> promise = std::nullopt) {
    return desk_.Reply(Scope(roads_), NewKey("Reply", kHome, roads_), id, reply_class,
                       "已经修好，请代表查看。", promise);
  }
  absl::StatusOr<Suggestion> Review(int64_t id, GateDecision decision) {
    return desk_.ReviewReply(Scope(chair_), NewKey("Review", kHome, chair_), id, decision,
                             "没有写清时间");
  }
  absl::StatusOr<Suggestion> Rate(int64_t id, Satisfaction satisfaction) {
    return desk_.Rate(Scope(deputy_), NewKey("Rate", kHome, deputy_), id, satisfaction, "说明");
  }
  absl::Status ReturnTask(const base::Caller& clerk, int64_t id, int64_t body) {
    return desk_.ReturnTask(Scope(clerk), NewKey("Return", kHome, clerk), id, body, "不归我们管");
  }
  std::vector<std::string> DutyItems() {
    std::vector<std::string> items;
    for (const events::v1::Event& event : Events()) {
      if (event.has_duty_performed()) items.push_back(event.duty_performed().item());
    }
    return items;
  }

  void Tick() {
    const absl::StatusOr<int> moved = watch_.RunOnce(
        [](int64_t, int64_t, const absl::Status& status) { ADD_FAILURE() << status; });
    EXPECT_TRUE(moved.ok()) << moved.status();
  }

  SqlSuggestionStore store_{database_.database(), ids_, clock_};
  FakeBodies bodies_;
  base::WorkCalendar calendar_;
  SuggestionDesk desk_{store_, bodies_, calendar_, ids_, clock_};
  SuggestionWatch watch_{store_, bodies_, calendar_, ids_, clock_};
  base::Caller deputy_ = WithRole(21, Role::kDeputy, kHome, 77);
  base::Caller cosigner_ = WithRole(22, Role::kDeputy, kHome, 78);
  base::Caller chair_ = WithRole(12, Role::kChair, kHome);
  base::Caller roads_ = ClerkOf(31, kRoads);
  base::Caller water_ = ClerkOf(33, kWater);
};

TEST(SuggestionStateTest, EveryStateAndEventIsDecided) {
  // Independent of the table: written from the Regulations' course of handling.
  const std::map<std::pair<int, SuggestionEvent>, int> course = {
      {{1, SuggestionEvent::kPassQuality}, 3},      {{1, SuggestionEvent::kFailQuality}, 2},
      {{1, SuggestionEvent::kWithdraw}, 9},         {{2, SuggestionEvent::kWithdraw}, 9},
      {{3, SuggestionEvent::kWithdraw}, 9},         {{2, SuggestionEvent::kRevise}, 1},
      {{3, SuggestionEvent::kSplit}, 10},           {{3, SuggestionEvent::kHandOver}, 4},
      {{4, SuggestionEvent::kAccept}, 5},           {{4, SuggestionEvent::kReturnTask}, 3},
      {{5, SuggestionEvent::kReturnTask}, 3},       {{5, SuggestionEvent::kReply}, 6},
      {{6, SuggestionEvent::kPassReply}, 7},        {{6, SuggestionEvent::kFailReply}, 5},
      {{7, SuggestionEvent::kSatisfy}, 8},          {{7, SuggestionEvent::kDissatisfyFirst}, 5},
      {{7, SuggestionEvent::kDissatisfySecond}, 8}, {{7, SuggestionEvent::kPromiseDue}, 5},
      {{8, SuggestionEvent::kPromiseDue}, 5}};
  for (int state = 1; state <= 10; ++state) {
    const auto from = static_cast<SuggestionState>(state);
    EXPECT_EQ(*OwnerOf(from) == '\0', IsOver(from)) << "who owns state " << state;
    for (int event = 0; event <= static_cast<int>(SuggestionEvent::kPromiseDue); ++event) {
      const auto what = static_cast<SuggestionEvent>(event);
      const auto expected = course.find({state, what});
      const absl::StatusOr<SuggestionState> next = NextState(from, what);
      ASSERT_EQ(next.ok(), expected != course.end()) << state << " " << event;
      if (next.ok()) {
        EXPECT_EQ(static_cast<int>(*next), expected->second);
      } else {
        EXPECT_EQ(base::ErrorReason(next.status()), "SUGGESTION_STATE_CONFLICT");
      }
    }
  }
}

TEST_F(SuggestionDeskTest, ThroughThreeGatesToTheVerdict) {
  const int64_t id = Submitted();
  ASSERT_TRUE(desk_.Cosign(Scope(cosigner_), NewKey("Cosign", kHome, cosigner_), id).ok());
  EXPECT_EQ(ReasonOf(desk_.Cosign(Scope(cosigner_), NewKey("Cosign", kHome, cosigner_), id)),
            "SUGGESTION_STATE_CONFLICT");
  ASSERT_TRUE(Triage(chair_, id, GateDecision::kReturn).ok());
  const auto revised = desk_.Revise(Scope(deputy_), NewKey("Revise", kHome, deputy_), id, Text());
  ASSERT_TRUE(revised.ok()) << revised.status();
  EXPECT_FALSE(revised->cosigners[0].signed_up) << "who signed, signed another text";
  ASSERT_TRUE(Triage(chair_, id, GateDecision::kPass).ok());
  EXPECT_EQ(DutyItems(), std::vector<std::string>{"suggestion_passed"});

  const auto handed = HandOver(id, kRoads, {kWater});
  ASSERT_TRUE(handed.ok()) << handed.status();
  EXPECT_EQ(Told(29), (std::vector<int64_t>{31, 32, 33}));
  // Monday 2 March 2026: three months, one month, seven working days, each to the day's end in
  // Shanghai.
  const auto day = [](int month, int of_month) {
    return base::StartOfShanghaiDay(absl::CivilDay(2026, month, of_month + 1));
  };
  EXPECT_EQ(handed->tasks[0].due_time, day(6, 2));
  EXPECT_EQ(handed->tasks[1].due_time, day(4, 2));
  EXPECT_EQ(handed->tasks[0].return_due_time, day(3, 11));

  ASSERT_TRUE(desk_.Accept(Scope(roads_), NewKey("Accept", kHome, roads_), id, kRoads).ok());
  EXPECT_EQ(ReasonOf(desk_.Accept(Scope(water_), NewKey("Accept", kHome, water_), id, kRoads)),
            "ACCESS_DENIED");
  ASSERT_TRUE(
      desk_.GiveOpinion(Scope(water_), NewKey("Opinion", kHome, water_), id, kWater, "同意").ok());
  EXPECT_EQ(ReasonOf(desk_.Reply(Scope(water_), NewKey("Reply", kHome, water_), id,
                                 ReplyClass::kSolved, "抢答抢答抢答抢答抢答", std::nullopt)),
            "ACCESS_DENIED");
  // A plan names its date, nothing else does.
  EXPECT_EQ(ReasonOf(Reply(id, ReplyClass::kPlanned)), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(Reply(id, ReplyClass::kSolved, clock_.Now() + absl::Hours(24))),
            "FIELD_INVALID");
  ASSERT_TRUE(Reply(id, ReplyClass::kPlanned, clock_.Now() + absl::Hours(24)).ok());
  // Before the gate the proposer sees no reply.
  EXPECT_TRUE(desk_.Get(Scope(deputy_), kHome, id)->replies.empty());
  EXPECT_EQ(ReasonOf(Rate(id, Satisfaction::kSatisfied)), "SUGGESTION_STATE_CONFLICT");
  ASSERT_TRUE(Review(id, GateDecision::kReturn).ok());
  EXPECT_EQ(Told(30), std::vector<int64_t>{31});
  ASSERT_TRUE(Reply(id, ReplyClass::kSolved).ok());
  ASSERT_TRUE(Review(id, GateDecision::kPass).ok());

  // Handled again once, and both verdicts are kept.
  EXPECT_EQ(ReasonOf(desk_.Rate(Scope(deputy_), NewKey("Rate", kHome, deputy_), id,
                                Satisfaction::kDissatisfied, "")),
            "FIELD_INVALID");
  const auto again = Rate(id, Satisfaction::kDissatisfied);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->state, SuggestionState::kHandling);
  EXPECT_EQ(again->tasks[0].due_time, day(4, 2));
  ASSERT_TRUE(Reply(id, ReplyClass::kSolved).ok());
  ASSERT_TRUE(Review(id, GateDecision::kPass).ok());
  const auto closed = Rate(id, Satisfaction::kDissatisfied);
  ASSERT_TRUE(closed.ok()) << closed.status();
  EXPECT_EQ(closed->state, SuggestionState::kClosed);
  EXPECT_EQ(closed->replies.size(), 2u);
  EXPECT_EQ(DutyItems(), (std::vector<std::string>{"suggestion_passed", "suggestion_closed"}));

  const SuggestionAward award{SuggestionAwardKind::kSuggestion, 2026};
  const auto give = [&] {
    return ReasonOf(desk_.Award(Scope(chair_), NewKey("Award", kHome, chair_), id, award));
  };
  EXPECT_EQ(give(), "OK");
  EXPECT_EQ(give(), "AWARD_GIVEN");
  const auto counts = desk_.Report(Scope(chair_), kHome, 2026);
  ASSERT_TRUE(counts.ok()) << counts.status();
  EXPECT_EQ(counts->submitted, 1);
  EXPECT_EQ(counts->handed_over, 1);
  EXPECT_EQ(counts->closed, 1);
  EXPECT_EQ(counts->classes[0], 1);
  EXPECT_EQ(counts->satisfaction[0][2], 1);
  EXPECT_EQ(counts->satisfaction[1][2], 1);
  EXPECT_EQ(desk_.Report(Scope(chair_), kHome, 2025)->submitted, 0);
}

TEST_F(SuggestionDeskTest, AnOpinionIsNotWaitedForAfterTheReply) {
  const int64_t id = Submitted();
  ASSERT_TRUE(Triage(chair_, id, GateDecision::kPass).ok());
  ASSERT_TRUE(HandOver(id, kRoads, {kWater}).ok());
  ASSERT_TRUE(desk_.Accept(Scope(roads_), NewKey("Accept", kHome, roads_), id, kRoads).ok());
  ASSERT_TRUE(Reply(id, ReplyClass::kSolved).ok());
  ASSERT_TRUE(Review(id, GateDecision::kPass).ok());
  EXPECT_EQ(ReasonOf(desk_.GiveOpinion(Scope(water_), NewKey("Opinion", kHome, water_), id, kWater,
                                       "同意")),
            "SUGGESTION_STATE_CONFLICT");
  for (const base::Caller& clerk : {roads_, water_}) {
    EXPECT_TRUE(desk_.ListTasks(Scope(clerk), kHome, {}, 10)->tasks.empty());
  }
}

TEST_F(SuggestionDeskTest, AWrongBodySaysSoInTimeAndNotForEver) {
  int64_t id = Passed();
  EXPECT_EQ(ReasonOf(HandOver(id, 999, {})), "FIELD_INVALID");
  EXPECT_EQ(ReasonOf(HandOver(id, kRoads, {kRoads})), "FIELD_INVALID");
  for (int i = 0; i < kMaxBodyReturns; ++i) {
    ASSERT_TRUE(HandOver(id, kRoads, {}).ok());
    ASSERT_TRUE(ReturnTask(roads_, id, kRoads).ok());
  }
  ASSERT_TRUE(HandOver(id, kRoads, {}).ok());
  EXPECT_EQ(base::ErrorReason(ReturnTask(roads_, id, kRoads)), "RETURN_REFUSED");

  id = Passed(false);
  ASSERT_TRUE(HandOver(id, kWater, {}).ok());
  clock_.Advance(absl::Hours(24 * 12));
  EXPECT_EQ(base::ErrorReason(ReturnTask(water_, id, kWater)), "RETURN_REFUSED");
  // A body that returned its task is out.
  id = Passed(false);
  ASSERT_TRUE(HandOver(id, kWater, {}).ok());
  ASSERT_TRUE(ReturnTask(water_, id, kWater).ok());
  EXPECT_EQ(ReasonOf(desk_.Get(Scope(water_), kHome, id)), "SUGGESTION_NOT_FOUND");
}

TEST_F(SuggestionDeskTest, EverybodySeesTheirPart) {
  const int64_t closed_id = Handling(false);
  const int64_t open_id = Handling(true);
  const int64_t new_id = Submitted(true);
  const base::Caller other_deputy = WithRole(23, Role::kDeputy, kHome, 79);
  const base::Caller other_chair = WithRole(13, Role::kChair, 2);
  const base::Caller elsewhere = ClerkOf(34, 703);
  for (const base::Caller& caller :
       {base::Caller(), Person(40), other_deputy, other_chair, elsewhere}) {
    EXPECT_EQ(ReasonOf(desk_.Get(Scope(caller), kHome, closed_id)), "SUGGESTION_NOT_FOUND");
    EXPECT_EQ(ReasonOf(desk_.Get(Scope(caller), kHome, new_id)), "SUGGESTION_NOT_FOUND");
    const auto seen = desk_.Get(Scope(caller), kHome, open_id);
    ASSERT_TRUE(seen.ok()) << seen.status();
    EXPECT_TRUE(seen->entries.empty());
    const auto page = desk_.List(Scope(caller), kHome, std::nullopt, 0);
    ASSERT_TRUE(page.ok()) << page.status();
    ASSERT_EQ(page->suggestions.size(), 1u);
    EXPECT_EQ(page->suggestions[0].id, open_id);
    EXPECT_EQ(
        ReasonOf(desk_.AddProgress(Scope(caller), NewKey("Add", kHome, caller), closed_id, "窥探")),
        "SUGGESTION_NOT_FOUND");
    EXPECT_EQ(
        ReasonOf(desk_.AddProgress(Scope(caller), NewKey("Add", kHome, caller), open_id, "窥探")),
        "ACCESS_DENIED");
  }
  for (const base::Caller& caller : {deputy_, chair_, cosigner_, roads_}) {
    EXPECT_FALSE(desk_.Get(Scope(caller), kHome, closed_id)->entries.empty());
  }
  EXPECT_EQ(desk_.List(Scope(deputy_), kHome, std::nullopt, 0)->suggestions.size(), 3u);
  EXPECT_EQ(desk_.List(Scope(chair_), kHome, std::nullopt, 2)->suggestions.size(), 2u);
  // Only the proposer judges, and only the office opens a gate.
  EXPECT_EQ(ReasonOf(Triage(deputy_, new_id, GateDecision::kPass)), "ACCESS_DENIED");
  base::Caller both = deputy_;
  both.grants.push_back({Role::kChair, 1, {kHome}, 0});
  EXPECT_EQ(ReasonOf(Triage(both, new_id, GateDecision::kPass)), "SECOND_PERSON_NEEDED");
}

TEST_F(SuggestionDeskTest, TheTaskListIsByDueTimeAndOfOnesOwnBody) {
  std::set<std::pair<int64_t, int64_t>> expected;
  for (int i = 0; i < 5; ++i) {
    const int64_t id = Handling();
    expected.insert({id, kRoads});
    expected.insert({id, kWater});
    clock_.Advance(absl::Hours(24 * (i % 2)));
  }
  const auto walk = [&](const base::Caller& caller) {
    std::vector<SuggestionWork> all;
    TaskPosition after;
    while (true) {
      const auto page = desk_.ListTasks(Scope(caller), kHome, after, 3);
      EXPECT_TRUE(page.ok()) << page.status();
      all.insert(all.end(), page->tasks.begin(), page->tasks.end());
      if (!page->next.has_value()) return all;
      after = *page->next;
    }
  };
  std::set<std::pair<int64_t, int64_t>> found;
  absl::Time last = absl::InfinitePast();
  for (const SuggestionWork& work : walk(chair_)) {
    EXPECT_TRUE(found.insert({work.suggestion.id, work.task.body_id}).second);
    EXPECT_GE(work.task.due_time, last);
    last = work.task.due_time;
  }
  EXPECT_EQ(found, expected);
  for (const SuggestionWork& work : walk(water_)) EXPECT_EQ(work.task.body_id, kWater);
  EXPECT_EQ(walk(water_).size(), 5u);
  EXPECT_EQ(walk(ClerkOf(34, 703)).size(), 0u);
  clock_.Advance(absl::Hours(24 * 200));
  EXPECT_EQ(desk_.Report(Scope(chair_), kHome, 2026)->overdue, 5);
}

TEST_F(SuggestionDeskTest, PartsLiveByThemselvesAndExtensionsHaveALimit) {
  const int64_t id = Passed();
  SuggestionText part = Text();
  const auto split = desk_.Split(Scope(chair_), NewKey("Split", kHome, chair_), id, {part, part});
  ASSERT_TRUE(split.ok()) << split.status();
  EXPECT_EQ(split->state, SuggestionState::kSplit);
  const auto page = desk_.List(Scope(chair_), kHome, std::nullopt, 0);
  ASSERT_EQ(page->suggestions.size(), 3u);
  EXPECT_EQ(page->suggestions[0].parent_id, id);
  EXPECT_EQ(page->suggestions[0].state, SuggestionState::kPassed);
  EXPECT_EQ(desk_.Report(Scope(chair_), kHome, 2026)->submitted, 1);

  const int64_t other = Handling();
  const absl::Time due = desk_.Get(Scope(chair_), kHome, other)->tasks[0].due_time;
  const auto extend = [&](absl::Time to) {
    return ReasonOf(desk_.Extend(Scope(chair_), NewKey("Extend", kHome, chair_), other, kRoads, to,
                                 "冬季停工"));
  };
  EXPECT_EQ(extend(due), "FIELD_INVALID");
  EXPECT_EQ(extend(due + absl::Hours(24 * 100)), "FIELD_INVALID");
  EXPECT_EQ(extend(due + absl::Hours(24 * 60)), "OK");
  EXPECT_EQ(extend(due + absl::Hours(24 * 61)), "SUGGESTION_STATE_CONFLICT");
}

TEST_F(SuggestionDeskTest, ARepeatChangesNothing) {
  const RequestKey key = Key("Submit", kHome, 21, 7000, "");
  const auto first = desk_.Submit(Scope(deputy_), key, Text(), {78});
  const auto second = desk_.Submit(Scope(deputy_), key, Text(), {78});
  ASSERT_TRUE(first.ok() && second.ok());
  EXPECT_EQ(first->id, second->id);
  const RequestKey pass = Key("Triage", kHome, 12, 7001, "");
  for (int i = 0; i < 2; ++i) {
    EXPECT_TRUE(desk_.Triage(Scope(chair_), pass, first->id, GateDecision::kPass, "").ok());
  }
  EXPECT_EQ(Count("suggestions"), 1);
  EXPECT_EQ(Count("suggestion_entries"), 2);
}

TEST_F(SuggestionDeskTest, WhatIsOverdueIsRemindedOfOneStepHigherEachTime) {
  const int64_t id = Handling();
  Tick();
  EXPECT_TRUE(Told(35).empty());
  const Suggestion handled = *desk_.Get(Scope(chair_), kHome, id);
  // The co-handler's month ends first.
  clock_.Set(*handled.next_time);
  Tick();
  EXPECT_EQ(Told(35), std::vector<int64_t>{33});
  Tick();
  EXPECT_EQ(Told(35), std::vector<int64_t>{33}) << "once";
  // A word from a body does not bring the reminder forward.
  ASSERT_TRUE(desk_.AddProgress(Scope(roads_), NewKey("P", kHome, roads_), id, "已进场施工").ok());
  Tick();
  EXPECT_EQ(Told(35).size(), 1u);
  for (int i = 0; i < 3; ++i) {
    clock_.Set(*desk_.Get(Scope(chair_), kHome, id)->next_time);
    Tick();
  }
  const db::Rows roles =
      database_.Query("SELECT role FROM notice_orders WHERE kind=35 ORDER BY id");
  std::vector<Role> told;
  for (const db::Row& row : roles) told.push_back(static_cast<Role>(row.Int(0)));
  EXPECT_EQ(told, (std::vector<Role>{Role::kChair, Role::kSponsor, Role::kCountyOffice,
                                     Role::kCountyOffice}));
  // An extension starts anew.
  ASSERT_TRUE(desk_
                  .Extend(Scope(chair_), NewKey("E", kHome, chair_), id, kWater,
                          clock_.Now() + absl::Hours(24), "汛期")
                  .ok());
  EXPECT_EQ(desk_.Get(Scope(chair_), kHome, id)->remind_count, 0);
}

TEST_F(SuggestionDeskTest, OnThePromisedDayTheBodyReports) {
  const int64_t id = Handling();
  const absl::Time day = clock_.Now() + absl::Hours(24 * 200);
  ASSERT_TRUE(Reply(id, ReplyClass::kPlanned, day).ok());
  ASSERT_TRUE(Review(id, GateDecision::kPass).ok());
  ASSERT_TRUE(Rate(id, Satisfaction::kSatisfied).ok());
  clock_.Set(day - absl::Seconds(1));
  Tick();
  EXPECT_EQ(desk_.Get(Scope(chair_), kHome, id)->state, SuggestionState::kClosed);
  clock_.Set(day);
  Tick();
  Tick();
  const Suggestion open = *desk_.Get(Scope(chair_), kHome, id);
  EXPECT_EQ(open.state, SuggestionState::kHandling);
  EXPECT_GT(MainTask(open)->due_time, clock_.Now());
  EXPECT_EQ(Told(36), (std::vector<int64_t>{21, 31, 32}));
  ASSERT_TRUE(Reply(id, ReplyClass::kSolved).ok());
  ASSERT_TRUE(Review(id, GateDecision::kPass).ok());
  ASSERT_TRUE(Rate(id, Satisfaction::kSatisfied).ok());
  EXPECT_FALSE(desk_.Get(Scope(chair_), kHome, id)->next_time.has_value());
}

}  // namespace
}  // namespace deputies::board
