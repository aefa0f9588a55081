// The rules that need no database: life cycle, access, aliases.
#include <initializer_list>
#include <map>
#include <set>
#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/board/domain/author_alias.h"
#include "services/board/domain/message_access.h"
#include "services/board/domain/message_state.h"
#include "services/board/domain/stable_hash.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

using base::Role;
using ::testing::StartsWith;

// Every pair that is allowed, written down a second time: event, state before, state after.
TEST(MessageStateTest, EveryStateAndEvent) {
  using S = MessageState;
  using E = MessageEvent;
  std::map<std::pair<S, E>, S> allowed;
  const auto allow = [&](E event, std::initializer_list<S> from, S to) {
    for (S state : from) EXPECT_TRUE(allowed.insert({{state, event}, to}).second);
  };
  allow(E::kCheck, {S::kPosted}, S::kChecked);
  allow(E::kDispatch,
        {S::kPosted, S::kChecked, S::kDispatched, S::kReturned, S::kAccepted, S::kAcknowledged,
         S::kPooled, S::kReopened, S::kPromiseDue},
        S::kDispatched);
  allow(E::kPool, {S::kPosted, S::kChecked, S::kDispatched, S::kReturned, S::kReopened},
        S::kPooled);
  allow(E::kClaim, {S::kPooled}, S::kAccepted);
  allow(E::kAccept, {S::kPosted, S::kChecked, S::kDispatched, S::kReopened}, S::kAccepted);
  allow(E::kReturn, {S::kPosted, S::kChecked, S::kDispatched, S::kAccepted}, S::kReturned);
  allow(E::kAcknowledge, {S::kPosted, S::kChecked, S::kDispatched, S::kAccepted, S::kReopened},
        S::kAcknowledged);
  allow(E::kAsk,
        {S::kPosted, S::kChecked, S::kDispatched, S::kAccepted, S::kAcknowledged, S::kReopened,
         S::kPromiseDue},
        S::kAwaitingAuthor);
  allow(E::kReply, {S::kAwaitingAuthor}, S::kAcknowledged);
  allow(E::kQuestionLapse, {S::kAwaitingAuthor}, S::kAcknowledged);
  allow(E::kAnswer,
        {S::kPosted, S::kChecked, S::kDispatched, S::kReturned, S::kAccepted, S::kAcknowledged,
         S::kAwaitingAuthor, S::kPooled, S::kReopened, S::kPromiseDue, S::kAnswered},
        S::kAnswered);
  allow(E::kAnswer, {S::kRated}, S::kRated);
  allow(E::kAnswer, {S::kClosed}, S::kClosed);
  allow(E::kRate, {S::kAnswered, S::kClosed, S::kPromiseDue}, S::kRated);
  allow(E::kFallSilent, {S::kAnswered}, S::kClosed);
  allow(E::kReopen, {S::kAnswered, S::kRated, S::kClosed}, S::kReopened);
  allow(E::kPromiseDue, {S::kAnswered, S::kRated, S::kClosed}, S::kPromiseDue);
  allow(E::kMerge,
        {S::kPosted, S::kChecked, S::kDispatched, S::kReturned, S::kAccepted, S::kAcknowledged,
         S::kAwaitingAuthor, S::kPooled, S::kReopened, S::kPromiseDue, S::kAnswered},
        S::kMerged);
  allow(E::kSplit, {S::kMerged}, S::kChecked);
  allow(E::kClaimTimeout, {S::kAccepted}, S::kPooled);
  for (int number = 1; number <= kMessageStateCount; ++number) {
    const S state = static_cast<S>(number);
    for (E event : {E::kClassify, E::kReassign, E::kVisibility}) allow(event, {state}, state);
    if (state != S::kAwaitingAuthor) allow(E::kFollowUp, {state}, state);
    if (IsOpen(state)) {
      for (E event : {E::kEscalate, E::kChase}) allow(event, {state}, state);
    }
  }

  int refused = 0;
  for (int number = 1; number <= kMessageStateCount; ++number) {
    for (int event = kFirstMessageEvent; event <= kLastMessageEvent; ++event) {
      SCOPED_TRACE(testing::Message() << "state " << number << " event " << event);
      const std::pair<S, E> pair = {static_cast<S>(number), static_cast<E>(event)};
      const absl::StatusOr<S> next = NextState(pair.first, pair.second);
      const auto expected = allowed.find(pair);
      if (expected != allowed.end()) {
        ASSERT_TRUE(next.ok()) << next.status();
        EXPECT_EQ(*next, expected->second);
      } else {
        EXPECT_EQ(next.status().code(), absl::StatusCode::kFailedPrecondition);
        EXPECT_EQ(base::ErrorReason(next.status()), "MESSAGE_STATE_CONFLICT");
        EXPECT_FALSE(next.status().message().empty());
        ++refused;
      }
    }
  }
  EXPECT_EQ(refused + static_cast<int>(allowed.size()), kMessageStateCount * kLastMessageEvent);
}

TEST(MessageStateTest, NumberOutsideTheTableIsAnInternalError) {
  EXPECT_EQ(NextState(static_cast<MessageState>(99), MessageEvent::kRate).status().code(),
            absl::StatusCode::kInternal);
}

constexpr int64_t kHome = 7;

base::Caller Person(int64_t person_id) {
  base::Caller caller;
  caller.kind = base::Caller::Kind::kPerson;
  caller.person_id = person_id;
  caller.voter = true;
  return caller;
}

base::Caller WithRole(int64_t person_id, Role role, int64_t home_id, int64_t deputy_id = 0) {
  base::Caller caller = Person(person_id);
  caller.grants.push_back({role, 1, {home_id}, deputy_id});
  return caller;
}

struct AccessCase {
  const char* who;
  base::Caller caller;
  // Of a message by person 1 in home 7: read private to the home, private to deputy 50, public;
  // answer the same.
  bool read_home, read_deputy, read_public, answer_home, answer_deputy, answer_public;
};

TEST(MessageAccessTest, WhoReadsAndAnswers) {
  base::Caller service;
  service.kind = base::Caller::Kind::kService;
  service.grants.push_back({Role::kChair, 1, {kHome}, 0});
  const AccessCase cases[] = {
      {"anonymous", base::Caller(), false, false, true, false, false, false},
      {"author", Person(1), true, true, true, false, false, false},
      {"other voter", Person(2), false, false, true, false, false, false},
      {"addressed deputy", WithRole(3, Role::kDeputy, kHome, 50), true, true, true, true, true,
       true},
      {"other deputy", WithRole(4, Role::kDeputy, kHome, 51), true, false, true, true, false, true},
      {"deputy elsewhere", WithRole(5, Role::kDeputy, 8, 50), false, false, true, false, false,
       false},
      {"liaison", WithRole(6, Role::kLiaison, kHome), true, true, true, true, true, true},
      {"chair", WithRole(6, Role::kChair, kHome), true, true, true, true, true, true},
      {"county", WithRole(6, Role::kCountyOffice, kHome), true, true, true, true, true, true},
      {"chair elsewhere", WithRole(6, Role::kChair, 8), false, false, true, false, false, false},
      {"auditor", WithRole(6, Role::kAuditor, kHome), false, false, true, false, false, false},
      {"system admin", WithRole(6, Role::kSystemAdmin, kHome), false, false, true, false, false,
       false},
      {"service with a person's grants", service, false, false, true, false, false, false},
  };
  for (const AccessCase& c : cases) {
    SCOPED_TRACE(c.who);
    const Viewer viewer = ViewerAt(c.caller, kHome);
    Message message;
    message.home_id = kHome;
    message.author_id = 1;
    message.visibility = Visibility::kPrivate;
    EXPECT_EQ(MayRead(viewer, message), c.read_home);
    EXPECT_EQ(MayAnswer(viewer, message), c.answer_home);
    message.deputy_id = 50;
    EXPECT_EQ(MayRead(viewer, message), c.read_deputy);
    EXPECT_EQ(MayAnswer(viewer, message), c.answer_deputy);
    message.deputy_id = 0;
    message.visibility = Visibility::kPublic;
    EXPECT_EQ(MayRead(viewer, message), c.read_public);
    EXPECT_EQ(MayAnswer(viewer, message), c.answer_public);
  }
}

TEST(MessageAccessTest, ImportedMessageBelongsToNobody) {
  Message message;
  message.author_id = 0;
  EXPECT_FALSE(IsAuthor(ViewerAt(base::Caller(), kHome), message));
}

TEST(AuthorAliasTest, StableAndWithoutTheRealName) {
  base::Caller deputy = WithRole(1234567890123, Role::kDeputy, kHome, 50);
  deputy.display_name = "王建国";
  const std::string alias = AuthorAlias(deputy);
  EXPECT_THAT(alias, StartsWith("选民"));
  EXPECT_EQ(alias.size(), std::string("选民").size() + 4);
  EXPECT_EQ(alias, AuthorAlias(deputy));
  deputy.display_name = "选民QH7K";
  EXPECT_EQ(AuthorAlias(deputy), "选民QH7K");
  deputy.display_name = "选民代表王建国选民代表王建国选民代表王建国";
  EXPECT_EQ(AuthorAlias(deputy), alias);
}

TEST(AuthorAliasTest, SpreadsOverPeople) {
  std::set<std::string> aliases;
  for (int64_t person = 1; person <= 1000; ++person) aliases.insert(AuthorAlias(Person(person)));
  EXPECT_GT(aliases.size(), 990u);
}

TEST(StableHashTest, NeverChanges) {
  static_assert(StableHash("2549") != StableHash("2550"));
  EXPECT_EQ(StableHash(""), 0xefd01f60ba992926u);
}

}  // namespace
}  // namespace deputies::board
