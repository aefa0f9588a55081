// What becomes of other services' facts: visits are cases once, a deputy's open matters are the
// successor's.
#include "services/board/domain/event_intake.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/domain/handling_desk.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_responder.h"
#include "services/board/domain/suggestion_access.h"
#include "services/board/storage/board_fixture.h"
#include "services/board/storage/sql_matters_of_deputies.h"
#include "services/board/storage/sql_person_eraser.h"
#include "services/board/storage/sql_suggestion_store.h"
#include "services/board/storage/sql_template_store.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

using base::ErrorReason;
using base::Role;

constexpr int64_t kHome = 7;
constexpr int64_t kOld = 50;
constexpr int64_t kNew = 51;

class FakeHolders final : public RoleHolders {
 public:
  absl::StatusOr<std::vector<RoleHolder>> HoldersAt(absl::Time, int64_t) override {
    return std::vector<RoleHolder>{{201, Role::kDeputy, kNew}, {300, Role::kLiaison, 0}};
  }
};

class EventIntakeTest : public BoardFixture {
 protected:
  absl::Time Deadline() { return absl::Now() + absl::Seconds(30); }
  RequestKey NextKey(const base::Caller& caller) {
    return Key("test", kHome, caller.person_id, ++key_, "");
  }
  int64_t Post(MessageDraft draft = {}) {
    draft.home_id = kHome;
    draft.subject = "路灯坏了";
    draft.body = "村口的路灯坏了三盏";
    return poster_.Post(Scope(voter_), NextKey(voter_), draft)->id;
  }
  Message Read(int64_t id) { return **store().FindMessage(Deadline(), kHome, id); }
  absl::Status PassOn(int64_t new_deputy_id) {
    return intake_.PassOn(Deadline(), {kHome, kOld, new_deputy_id});
  }
  Suggestion Insert(SuggestionState state) {
    Suggestion suggestion;
    suggestion.home_id = kHome;
    suggestion.id = ids_.Next();
    suggestion.state = state;
    suggestion.text = {SuggestionKind::kSuggestion, "修路", "村道破损", false};
    suggestion.proposer_id = 200;
    suggestion.proposer_deputy_id = kOld;
    suggestion.proposer_name = "代表甲";
    suggestion.create_time = suggestion.update_time = clock_.Now();
    EXPECT_TRUE(suggestions_
                    .InTransaction(Deadline(),
                                   [&](SuggestionTransaction& transaction) {
                                     return transaction.InsertSuggestion(suggestion);
                                   })
                    .ok());
    return suggestion;
  }
  Suggestion ReadSuggestion(const Suggestion& suggestion) {
    return **suggestions_.FindSuggestion(Deadline(), kHome, suggestion.id);
  }
  std::vector<int64_t> SuggestionsSeenBy(int64_t person_id, int64_t deputy_id) {
    SuggestionQuery query;
    query.home_id = kHome;
    query.person_id = person_id;
    query.deputy_id = deputy_id;
    query.limit = 10;
    const auto seen = suggestions_.ListSuggestions(Deadline(), query);
    EXPECT_TRUE(seen.ok()) << seen.status();
    std::vector<int64_t> ids;
    for (const Suggestion& suggestion : *seen) ids.push_back(suggestion.id);
    return ids;
  }

  const base::Caller voter_ = Person(100);
  const base::Caller old_ = WithRole(200, Role::kDeputy, kHome, kOld);
  const base::Caller new_ = WithRole(201, Role::kDeputy, kHome, kNew);
  const base::Caller third_ = WithRole(202, Role::kDeputy, kHome, 52);
  const base::Caller liaison_ = WithRole(300, Role::kLiaison, kHome);
  FakeDirectory directory_;
  FakeHolders holders_;
  const base::WorkCalendar calendar_;
  MessageChanger changer_{store(), calendar_, ids_, clock_};
  MessagePoster poster_{store(), directory_, calendar_, ids_, clock_};
  MessageReader reader_{store(), directory_};
  SqlTemplateStore templates_{database_.database(), ids_, clock_};
  MessageResponder responder_{changer_, templates_, ids_, clock_};
  HandlingDesk handling_{changer_, directory_};
  SqlSuggestionStore suggestions_{database_.database(), ids_, clock_};
  SqlMattersOfDeputies matters_{database_.database()};
  EventIntake intake_{{store(), suggestions_, matters_, holders_, calendar_, ids_, clock_}};

 private:
  int key_ = 0;
};

TEST_F(EventIntakeTest, AVisitIsOneCaseHoweverOftenItIsTold) {
  RecordedVisit visit{kHome, 9, kOld, 100, "", clock_.Now(), "低保", "来问低保怎么办"};
  ASSERT_TRUE(intake_.OpenCase(Deadline(), visit).ok());
  ASSERT_TRUE(intake_.OpenCase(Deadline(), visit).ok());
  ASSERT_EQ(Count("messages"), 1);
  EXPECT_EQ(Count("message_transitions"), 1);
  EXPECT_EQ(Count("notice_orders"), 1);
  ASSERT_EQ(Events().size(), 1u);
  const Message message = Read(Events()[0].message_posted().message_id());
  EXPECT_EQ(message.kind, MessageKind::kVisit);
  EXPECT_EQ(message.visibility, Visibility::kPrivate);
  EXPECT_TRUE(message.due_time.has_value());
  EXPECT_EQ(message.owner, Owner::kHandler);
  EXPECT_TRUE(reader_.Get(Scope(voter_), kHome, message.id).ok());
  EXPECT_EQ(ErrorReason(reader_.Get(Scope(third_), kHome, message.id).status()),
            "MESSAGE_NOT_FOUND");

  // A visitor without an account has the answer read out by the liaison.
  visit.visit_id = 10;
  visit.visitor_id = 0;
  visit.visitor_alias = "王大爷";
  ASSERT_TRUE(intake_.OpenCase(Deadline(), visit).ok());
  const int64_t id = Events().back().message_posted().message_id();
  EXPECT_EQ(Read(id).author_name, "王大爷");
  ASSERT_TRUE(
      responder_.Answer(Scope(old_), NextKey(old_), id, {.body = "带身份证到便民大厅"}).ok());
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM notice_orders WHERE kind=16 AND role<>0"), 1);
}

TEST_F(EventIntakeTest, WhatIsAlivePassesToTheSuccessorAndWhatIsFinishedStays) {
  MessageDraft to_deputy;
  to_deputy.deputy_id = kOld;
  const int64_t direct = Post(to_deputy);
  const int64_t dispatched = Post();
  ASSERT_TRUE(
      handling_
          .Dispatch(Scope(liaison_), NextKey(liaison_), dispatched, kOld, "请办理", std::nullopt)
          .ok());
  const int64_t promised = Post(to_deputy);
  AnswerDraft plan{.body = "列入计划", .answer_class = AnswerClass::kPlanned};
  plan.promise_time = clock_.Now() + absl::Hours(24 * 60);
  ASSERT_TRUE(responder_.Answer(Scope(old_), NextKey(old_), promised, plan).ok());
  ASSERT_TRUE(responder_.Rate(Scope(voter_), NextKey(voter_), promised, {.score = 5}).ok());
  const int64_t finished = Post(to_deputy);
  ASSERT_TRUE(responder_.Answer(Scope(old_), NextKey(old_), finished, {.body = "修好了"}).ok());
  ASSERT_TRUE(responder_.Rate(Scope(voter_), NextKey(voter_), finished, {.score = 5}).ok());
  const Suggestion open = Insert(SuggestionState::kReplied);
  const Suggestion closed = Insert(SuggestionState::kClosed);

  const int64_t orders = Count("notice_orders");
  ASSERT_TRUE(PassOn(kNew).ok());
  EXPECT_EQ(Count("notice_orders"), orders + 2);  // the two that are open
  for (const int64_t id : {direct, dispatched, promised}) {
    EXPECT_EQ(Read(id).handler_deputy_id, kNew) << id;
    EXPECT_TRUE(reader_.Get(Scope(new_), kHome, id).ok());
  }
  EXPECT_EQ(ErrorReason(reader_.Get(Scope(third_), kHome, direct).status()), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(Read(finished).handler_deputy_id, kOld);
  EXPECT_EQ(ErrorReason(reader_.Get(Scope(new_), kHome, finished).status()), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(ReadSuggestion(open).proposer_deputy_id, kNew);
  EXPECT_EQ(ReadSuggestion(open).proposer_id, 201);
  EXPECT_EQ(ReadSuggestion(closed).proposer_deputy_id, kOld);
  EXPECT_EQ(SuggestionsSeenBy(201, kNew), std::vector<int64_t>{open.id});

  // Told again, nothing happens.
  const int64_t lines = Count("message_transitions");
  const int64_t entries = Count("suggestion_entries");
  ASSERT_TRUE(PassOn(kNew).ok());
  EXPECT_EQ(Count("message_transitions"), lines);
  EXPECT_EQ(Count("suggestion_entries"), entries);
}

TEST_F(EventIntakeTest, AnErasedPersonsMessagesStayWithoutTheirAuthor) {
  MessageDraft to_deputy;
  to_deputy.deputy_id = kOld;
  const int64_t own = Post(to_deputy);
  MessageDraft draft;
  draft.home_id = kHome;
  draft.subject = draft.body = "渠道堵了";
  const base::Caller other = Person(101);
  const int64_t others = poster_.Post(Scope(other), NextKey(other), draft)->id;
  SqlPersonEraser eraser(database_.database());
  ASSERT_TRUE(eraser.ErasePerson(Deadline(), 100).ok());
  ASSERT_TRUE(eraser.ErasePerson(Deadline(), 100).ok());
  EXPECT_EQ(Read(own).author_id, 0);
  EXPECT_EQ(Read(own).author_name, "已注销用户");
  EXPECT_EQ(Read(others).author_id, 101);
  EXPECT_EQ(ErrorReason(reader_.Get(Scope(voter_), kHome, own).status()), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(database_.QueryInt("SELECT COUNT(*) FROM message_transitions WHERE author_id = 100 OR "
                               "actor_person_id = 100"),
            0);
  // It is answered all the same, and nobody is told.
  const int64_t orders = Count("notice_orders");
  ASSERT_TRUE(responder_.Answer(Scope(old_), NextKey(old_), own, {.body = "修好了"}).ok());
  EXPECT_EQ(Count("notice_orders"), orders);
}

TEST_F(EventIntakeTest, WithoutASuccessorTheHomeTakesOver) {
  const int64_t id = Post();
  ASSERT_TRUE(
      handling_.Dispatch(Scope(liaison_), NextKey(liaison_), id, kOld, "请办理", std::nullopt)
          .ok());
  const Suggestion open = Insert(SuggestionState::kReplied);
  ASSERT_TRUE(PassOn(0).ok());
  const Message message = Read(id);
  EXPECT_EQ(message.handler_deputy_id, 0);
  EXPECT_EQ(message.owner, Owner::kLiaison);
  EXPECT_TRUE(message.due_time.has_value());
  const int64_t lines = Count("message_transitions");
  ASSERT_TRUE(PassOn(0).ok());
  EXPECT_EQ(Count("message_transitions"), lines);
  // The office speaks for the proposer; neither the old deputy nor a passer-by does.
  EXPECT_TRUE(IsProposer(liaison_, ReadSuggestion(open)));
  EXPECT_FALSE(IsProposer(old_, ReadSuggestion(open)));
  EXPECT_FALSE(IsProposer(voter_, ReadSuggestion(open)));
  for (const auto& [person_id, deputy_id] :
       {std::pair<int64_t, int64_t>{0, 0}, {100, 0}, {200, kOld}, {202, 52}}) {
    EXPECT_TRUE(SuggestionsSeenBy(person_id, deputy_id).empty()) << person_id;
  }
}

}  // namespace
}  // namespace deputies::board
