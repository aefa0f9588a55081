// The life of messages against a real MariaDB: every verb, races for one case, the clock job, and
// notices on their way.
#include <atomic>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "services/board/domain/case_watch.h"
#include "services/board/domain/handling_desk.h"
#include "services/board/domain/message_details.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_responder.h"
#include "services/board/domain/voice_desk.h"
#include "services/board/storage/board_fixture.h"
#include "services/board/storage/sql_case_queue.h"
#include "services/board/storage/sql_template_store.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

using base::ErrorReason;
using base::Role;

constexpr int64_t kHome = 7;

class FakeHolders final : public RoleHolders {
 public:
  absl::StatusOr<std::vector<RoleHolder>> HoldersAt(absl::Time, int64_t) override {
    if (!status.ok()) return status;
    return holders;
  }
  std::vector<RoleHolder> holders = {{200, Role::kDeputy, 50},
                                     {201, Role::kDeputy, 51},
                                     {300, Role::kLiaison, 0},
                                     {301, Role::kChair, 0},
                                     {303, Role::kCountyOffice, 0}};
  absl::Status status;
};

class MessageLifeTest : public BoardFixture {
 protected:
  RequestKey NextKey(absl::string_view operation, const base::Caller& caller) {
    return Key(operation, kHome, caller.person_id, ++key_, "");
  }
  int64_t Post(MessageDraft draft = {}) {
    draft.home_id = kHome;
    draft.subject = "路灯坏了";
    draft.body = "村口的路灯坏了三盏";
    const absl::StatusOr<Message> posted =
        poster_.Post(Scope(voter_), NextKey("PostMessage", voter_), draft);
    EXPECT_TRUE(posted.ok()) << posted.status();
    return posted->id;
  }
  absl::StatusOr<Message> Dispatch(const base::Caller& caller, int64_t id, int64_t deputy_id) {
    return handling_.Dispatch(Scope(caller), NextKey("DispatchMessage", caller), id, deputy_id,
                              "请您办理", std::nullopt);
  }
  absl::StatusOr<Message> Answer(const base::Caller& caller, int64_t id, AnswerDraft draft) {
    return responder_.Answer(Scope(caller), NextKey("AnswerMessage", caller), id, draft);
  }
  absl::StatusOr<Message> Rate(int64_t id, int score, Judgement solved = Judgement::kNone) {
    return responder_.Rate(Scope(voter_), NextKey("RateMessage", voter_), id,
                           {.score = score, .solved = solved});
  }
  std::vector<std::string> EventsOf(int64_t id) {
    std::vector<std::string> names;
    const auto lines = reader_.Timeline(Scope(voter_), kHome, id);
    EXPECT_TRUE(lines.ok()) << lines.status();
    for (const Transition& line : *lines) {
      names.push_back(absl::StrCat(static_cast<int>(line.event)));
    }
    return names;
  }
  int Tick() {
    const absl::StatusOr<int> moved = watch_.RunOnce(
        [](int64_t, int64_t, const absl::Status& status) { ADD_FAILURE() << status; });
    EXPECT_TRUE(moved.ok()) << moved.status();
    return moved.value_or(0);
  }
  Message Read(int64_t id) {
    const auto message = store().FindMessage(absl::Now() + absl::Seconds(10), kHome, id);
    return **message;
  }
  std::vector<events::v1::NoticeRequested> Notices() {
    std::vector<events::v1::NoticeRequested> notices;
    for (const events::v1::Event& event : Events()) {
      if (event.has_notice_requested()) notices.push_back(event.notice_requested());
    }
    return notices;
  }

  int CountNotices(events::v1::NoticeKind kind) {
    int count = 0;
    for (const events::v1::NoticeRequested& notice : Notices()) count += notice.kind() == kind;
    return count;
  }

  const base::Caller voter_ = Person(100);
  const base::Caller other_ = Person(101);
  const base::Caller deputy_ = WithRole(200, Role::kDeputy, kHome, 50);
  const base::Caller second_ = WithRole(201, Role::kDeputy, kHome, 51);
  const base::Caller liaison_ = WithRole(300, Role::kLiaison, kHome);
  const base::Caller chair_ = WithRole(301, Role::kChair, kHome);
  FakeDirectory directory_;
  FakeHolders holders_;
  const base::WorkCalendar calendar_;
  MessageChanger changer_{store(), calendar_, ids_, clock_};
  MessagePoster poster_{store(), directory_, calendar_, ids_, clock_};
  MessageReader reader_{store(), directory_};
  SqlTemplateStore templates_{database_.database(), ids_, clock_};
  MessageResponder responder_{changer_, templates_, ids_, clock_};
  HandlingDesk handling_{changer_, directory_};
  VoiceDesk voice_{store(), changer_};
  MessageDescriber describer_{store(), changer_.lifecycle(), clock_};
  SqlCaseQueue queue_{database_.database(), ids_, clock_};
  CaseWatch watch_{queue_, store(), changer_.lifecycle(), ids_, clock_};
  NoticeSender sender_{queue_, holders_, clock_};

 private:
  int key_ = 0;
};

TEST_F(MessageLifeTest, FromPostToVerdictEveryStepIsLogged) {
  const int64_t id = Post();
  EXPECT_EQ(Read(id).owner, Owner::kLiaison);
  absl::StatusOr<Message> message =
      handling_.Check(Scope(liaison_), NextKey("CheckMessage", liaison_), id, LimitClass::kUrgent,
                      "城乡建设/城市建设和市政管理");
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->category, "城乡建设/城市建设和市政管理");
  message = Dispatch(liaison_, id, 50);
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->owner, Owner::kHandler);
  EXPECT_EQ(message->handler_deputy_id, 50);
  ASSERT_TRUE(handling_.Accept(Scope(deputy_), NextKey("AcceptMessage", deputy_), id).ok());
  message = handling_.Ask(Scope(deputy_), NextKey("AskAuthor", deputy_), id, "哪三盏？");
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->state, MessageState::kAwaitingAuthor);
  message = voice_.FollowUp(Scope(voter_), NextKey("FollowUp", voter_), id, "小学门口");
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->state, MessageState::kAcknowledged);
  message = Answer(deputy_, id, {.body = "已修好", .answer_class = AnswerClass::kSolved});
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_EQ(message->answers[0].answer_class, AnswerClass::kSolved);
  message = Rate(id, 5, Judgement::kYes);
  ASSERT_TRUE(message.ok()) << message.status();
  // Five facts, each with its own time.
  EXPECT_TRUE(message->life.acknowledge_time && message->life.answer_time &&
              message->life.solve_time && message->life.satisfy_time && message->life.close_time);
  EXPECT_EQ(message->owner, Owner::kNobody);
  EXPECT_EQ(EventsOf(id), (std::vector<std::string>{"1", "2", "3", "6", "9", "10", "11", "12"}));
  // Outsiders of a public message see what happened, not what was said.
  const auto lines = reader_.Timeline(Scope(voter_), kHome, id);
  EXPECT_EQ((*lines)[4].note, "哪三盏？");
  EXPECT_EQ(reader_.Timeline(Scope(other_), kHome, id).status().code(),
            absl::StatusCode::kNotFound);

  int confirmed = 0;
  for (const events::v1::Event& event : Events()) {
    EXPECT_FALSE(event.home_acted().withdrawn()) << "solved, by the author's word";
    if (!event.has_duty_performed()) continue;
    ++confirmed;
    EXPECT_EQ(event.duty_performed().deputy_id(), 50);
    EXPECT_EQ(event.duty_performed().source_id(), id);
    EXPECT_EQ(event.duty_performed().item(), "message_answered");
  }
  EXPECT_EQ(confirmed, 1);
}

TEST_F(MessageLifeTest, ReturnsGoToTheChairAndReopeningWithdrawsThePoints) {
  const int64_t id = Post();
  for (int64_t deputy_id : {50, 51}) {
    ASSERT_TRUE(Dispatch(liaison_, id, deputy_id).ok());
    const base::Caller& deputy = deputy_id == 50 ? deputy_ : second_;
    const base::Caller& other = deputy_id == 50 ? second_ : deputy_;
    EXPECT_EQ(
        ErrorReason(handling_.Return(Scope(other), NextKey("R", other), id, "不归我").status()),
        "ACCESS_DENIED");
    ASSERT_TRUE(handling_.Return(Scope(deputy), NextKey("R", deputy), id, "不归我管").ok());
  }
  EXPECT_EQ(Read(id).owner, Owner::kChair);
  EXPECT_EQ(ErrorReason(Dispatch(liaison_, id, 50).status()), "CHAIR_DECIDES");
  ASSERT_TRUE(Dispatch(chair_, id, 50).ok());
  EXPECT_EQ(
      ErrorReason(handling_.Return(Scope(deputy_), NextKey("R", deputy_), id, "不归我").status()),
      "RETURN_LIMIT_REACHED");

  ASSERT_TRUE(Answer(deputy_, id, {.body = "已修好"}).ok());
  ASSERT_TRUE(Rate(id, 5).ok());
  ASSERT_TRUE(voice_.Reopen(Scope(voter_), NextKey("X", voter_), id, "又坏了").ok());
  EXPECT_FALSE(Read(id).rating.has_value());
  ASSERT_TRUE(Answer(deputy_, id, {.body = "又修好了"}).ok());
  EXPECT_EQ(ErrorReason(voice_.Reopen(Scope(voter_), NextKey("X", voter_), id, "又坏").status()),
            "ALREADY_REOPENED");
  int withdrawn = 0;
  std::vector<int> revisions;
  for (const events::v1::Event& event : Events()) {
    if (event.has_duty_performed() && event.duty_performed().withdrawn()) ++withdrawn;
    if (event.has_home_acted()) revisions.push_back(event.home_acted().revision());
  }
  EXPECT_TRUE(revisions.size() == 2 && revisions[0] < revisions[1]) << "the later word holds";
  EXPECT_EQ(withdrawn, 1);
}

TEST_F(MessageLifeTest, OneOfRacingDeputiesClaims) {
  for (int round = 0; round < 20; ++round) {
    MessageDraft draft;
    draft.kind = MessageKind::kErrand;
    const int64_t id = Post(draft);
    EXPECT_EQ(Read(id).state, MessageState::kPooled);
    std::atomic<int> claimed = 0, refused = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
      threads.emplace_back([&, i] {
        const base::Caller deputy = WithRole(400 + i, Role::kDeputy, kHome, 60 + i);
        const absl::StatusOr<Message> message = handling_.Claim(
            Scope(deputy), Key("ClaimMessage", kHome, deputy.person_id, round, ""), id);
        if (message.ok()) {
          ++claimed;
        } else {
          EXPECT_EQ(ErrorReason(message.status()), "MESSAGE_STATE_CONFLICT") << message.status();
          ++refused;
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(claimed, 1);
    EXPECT_EQ(refused, 7);
  }
  EXPECT_EQ(Count("message_transitions"), 40);
}

TEST_F(MessageLifeTest, TheClockEscalatesTellsAndReturnsToThePool) {
  MessageDraft to_deputy;
  to_deputy.deputy_id = 50;
  const int64_t direct = Post(to_deputy);
  MessageDraft errand;
  errand.kind = MessageKind::kErrand;
  const int64_t pooled = Post(errand);
  ASSERT_TRUE(handling_.Claim(Scope(second_), NextKey("C", second_), pooled).ok());
  EXPECT_EQ(Tick(), 0);

  clock_.Set(*Read(direct).life.next_time);
  EXPECT_EQ(Tick(), 1);
  EXPECT_EQ(Read(direct).owner, Owner::kChair);
  EXPECT_EQ(Read(direct).escalation, 1);
  EXPECT_EQ(Tick(), 0);  // once

  clock_.Set(*Read(pooled).life.next_time);
  Tick();
  EXPECT_EQ(Read(pooled).state, MessageState::kPooled);
  EXPECT_EQ(Read(pooled).handler_deputy_id, 0);
  // Nobody holds the sponsor's office: the county is told instead.
  while (Read(direct).owner != Owner::kSponsor) {
    clock_.Set(*Read(direct).life.next_time);
    Tick();
  }

  holders_.status = absl::UnavailableError("accounts is away");
  ASSERT_TRUE(sender_.RunOnce([](const QueuedOrder&) {}).ok());
  EXPECT_GT(Count("notice_orders"), 0);
  holders_.status = absl::OkStatus();
  clock_.Advance(NoticeSender::kPause);
  ASSERT_TRUE(sender_.RunOnce([](const QueuedOrder&) { ADD_FAILURE() << "nobody"; }).ok());
  EXPECT_EQ(Count("notice_orders"), 0);
  std::set<int64_t> overdue_told;
  for (const events::v1::NoticeRequested& notice : Notices()) {
    if (notice.kind() != events::v1::MESSAGE_OVERDUE || notice.target_id() != direct) continue;
    EXPECT_TRUE(notice.important());
    overdue_told.insert(notice.person_ids().begin(), notice.person_ids().end());
  }
  EXPECT_EQ(overdue_told, (std::set<int64_t>{200, 301, 303}));
}

TEST_F(MessageLifeTest, PromisesComeBackAndSilenceCloses) {
  MessageDraft to_deputy;
  to_deputy.deputy_id = 50;
  const int64_t id = Post(to_deputy);
  AnswerDraft planned{.body = "列入明年计划", .answer_class = AnswerClass::kPlanned};
  EXPECT_EQ(base::ErrorFields(Answer(deputy_, id, planned).status()).at(0).field, "promiseTime");
  planned.promise_time = clock_.Now() + absl::Hours(24 * 90);
  ASSERT_TRUE(Answer(deputy_, id, planned).ok());
  AnswerDraft cannot{.body = "暂时办不了", .answer_class = AnswerClass::kCannotYet};
  EXPECT_EQ(base::ErrorFields(Answer(deputy_, id, cannot).status()).at(0).field, "reason");

  clock_.Set(*Read(id).life.next_time);
  EXPECT_EQ(Tick(), 1);
  EXPECT_EQ(Read(id).state, MessageState::kClosed);
  EXPECT_TRUE(Read(id).life.silent);
  clock_.Set(*Read(id).life.next_time);
  EXPECT_EQ(clock_.Now(), *planned.promise_time);
  EXPECT_EQ(Tick(), 1);
  EXPECT_EQ(Read(id).state, MessageState::kPromiseDue);
  // The author may speak again: the promise was kept.
  const absl::StatusOr<Message> rated = Rate(id, 5, Judgement::kYes);
  ASSERT_TRUE(rated.ok()) << rated.status();
  EXPECT_FALSE(rated->life.silent);
  EXPECT_FALSE(rated->life.next_time.has_value());
}

TEST_F(MessageLifeTest, ATemplateScoresNothingByItself) {
  const auto entry =
      templates_.SaveTemplate(absl::Now() + absl::Seconds(10), NextKey("SaveTemplate", liaison_),
                              {kHome, 0, "已收到", "您的留言已收到，正在办理。", absl::Time()});
  ASSERT_TRUE(entry.ok()) << entry.status();
  MessageDraft to_deputy;
  to_deputy.deputy_id = 50;
  const int64_t id = Post(to_deputy);
  EXPECT_EQ(ErrorReason(Answer(deputy_, id, {.body = "x", .template_id = 1}).status()),
            "TEMPLATE_NOT_FOUND");
  const auto message = Answer(deputy_, id, {.body = entry->body, .template_id = entry->id});
  ASSERT_TRUE(message.ok()) << message.status();
  EXPECT_TRUE(message->answers[0].from_template);
  ASSERT_TRUE(Rate(id, 5).ok());
  bool flagged = false;
  for (const events::v1::Event& event : Events()) {
    if (event.has_duty_performed()) flagged = event.duty_performed().from_template();
  }
  EXPECT_TRUE(flagged);
}

TEST_F(MessageLifeTest, MergeKeepsIdsDatesAndSupportersAndSplitsAgain) {
  MessageDraft open;
  open.visibility = Visibility::kPublic;
  const int64_t first = Post(open);
  const int64_t second = Post(open);
  for (SupportKind kind : {SupportKind::kFollow, SupportKind::kCosign, SupportKind::kCosign}) {
    ASSERT_TRUE(voice_.Support(Scope(other_), NextKey("S", other_), second, kind).ok());
  }
  EXPECT_EQ(Read(second).cosign_count, 1);
  EXPECT_EQ(Read(second).follower_count, 1);
  EXPECT_EQ(
      ErrorReason(voice_.Support(Scope(voter_), NextKey("S", voter_), second, SupportKind::kCosign)
                      .status()),
      "ACCESS_DENIED");
  const Message before = Read(second);
  auto merged = handling_.Merge(Scope(liaison_), NextKey("M", liaison_), second, first, "同一件事");
  ASSERT_TRUE(merged.ok()) << merged.status();
  EXPECT_EQ(merged->state, MessageState::kMerged);
  EXPECT_EQ(merged->merged_into_id, first);
  EXPECT_EQ(merged->create_time, before.create_time);
  EXPECT_EQ(merged->cosign_count, 1);
  EXPECT_EQ(Read(first).cosign_count, 0);  // not moved without consent
  EXPECT_EQ(
      ErrorReason(handling_.Merge(Scope(liaison_), NextKey("M", liaison_), first, second, "反过来")
                      .status()),
      "MESSAGE_STATE_CONFLICT");
  EXPECT_EQ(ErrorReason(Answer(liaison_, second, {.body = "答复"}).status()),
            "MESSAGE_STATE_CONFLICT");
  const auto split = handling_.Split(Scope(liaison_), NextKey("M", liaison_), second, "不是一回事");
  ASSERT_TRUE(split.ok()) << split.status();
  EXPECT_EQ(split->state, MessageState::kChecked);
  EXPECT_EQ(split->merged_into_id, 0);
}

TEST_F(MessageLifeTest, AProxyNeverRatesAndTheReceiptLeadsToTheAnswer) {
  MessageDraft draft;
  draft.home_id = kHome;
  draft.subject = "低保";
  draft.body = "想问低保怎么办";
  const RequestKey key = NextKey("PostProxyMessage", deputy_);
  const auto receipt = poster_.PostByProxy(Scope(deputy_), key, draft, "东风村一位老人");
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->code.size(), 10u);
  EXPECT_EQ(poster_.PostByProxy(Scope(deputy_), key, draft, "东风村一位老人")->code, receipt->code);
  const int64_t id = receipt->message.id;
  ASSERT_TRUE(Answer(liaison_, id, {.body = "带身份证到便民大厅"}).ok());
  EXPECT_EQ(ErrorReason(
                responder_.Rate(Scope(deputy_), NextKey("R", deputy_), id, {.score = 5}).status()),
            "ACCESS_DENIED");
  EXPECT_EQ(ErrorReason(
                voice_.ClaimReceipt(Scope(deputy_), NextKey("C", deputy_), receipt->code).status()),
            "RECEIPT_NOT_FOUND");
  EXPECT_EQ(voice_.ReadReceipt(Scope(base::Caller()), kHome, receipt->code)->answers.size(), 1u);
  EXPECT_EQ(
      ErrorReason(voice_.ReadReceipt(Scope(base::Caller()), kHome + 1, receipt->code).status()),
      "RECEIPT_NOT_FOUND");
  ASSERT_TRUE(voice_.ClaimReceipt(Scope(voter_), NextKey("C", voter_), receipt->code).ok());
  EXPECT_TRUE(Rate(id, 5).ok());
  EXPECT_EQ(ErrorReason(voice_.ReadReceipt(Scope(other_), kHome, receipt->code).status()),
            "RECEIPT_NOT_FOUND");
  EXPECT_EQ(CountNotices(events::v1::MESSAGE_ANSWERED), 0);
  bool read_out = false;
  for (const events::v1::NoticeRequested& notice : Notices()) {
    if (notice.kind() == events::v1::MESSAGE_READ_OUT) read_out = notice.person_ids(0) == 200;
  }
  EXPECT_TRUE(read_out);
}

TEST_F(MessageLifeTest, TheAuthorIsToldOfEachAnswerOnce) {
  const int64_t id = Post();
  const RequestKey key = NextKey("AnswerMessage", deputy_);
  for (int repeat = 0; repeat < 2; ++repeat) {
    ASSERT_TRUE(responder_.Answer(Scope(deputy_), key, id, {.body = "下周去看"}).ok());
  }
  ASSERT_TRUE(Answer(liaison_, id, {.body = "已修好"}).ok());
  std::vector<int> stages;
  for (const events::v1::NoticeRequested& notice : Notices()) {
    if (notice.kind() != events::v1::MESSAGE_ANSWERED) continue;
    EXPECT_EQ(notice.target_id(), id);
    ASSERT_EQ(notice.person_ids_size(), 1);
    EXPECT_EQ(notice.person_ids(0), voter_.person_id);
    stages.push_back(notice.stage());
  }
  EXPECT_EQ(stages, (std::vector<int>{1, 2}));
}

TEST_F(MessageLifeTest, FeedbackIsForStaffAlone) {
  MessageDraft draft;
  draft.home_id = kHome;
  draft.subject = "排水";
  draft.body = "镇北排水沟堵了";
  const auto posted = poster_.PostFeedback(Scope(deputy_), NextKey("F", deputy_), draft);
  ASSERT_TRUE(posted.ok()) << posted.status();
  EXPECT_EQ(ErrorReason(reader_.Get(Scope(second_), kHome, posted->id).status()),
            "MESSAGE_NOT_FOUND");
  EXPECT_TRUE(reader_.Get(Scope(deputy_), kHome, posted->id).ok());
  EXPECT_EQ(ErrorReason(Answer(deputy_, posted->id, {.body = "x"}).status()), "ACCESS_DENIED");
  EXPECT_TRUE(Answer(liaison_, posted->id, {.body = "已安排清淤"}).ok());
}

TEST_F(MessageLifeTest, TheAuthorChangesWhoSeesItAndUnderWhichName) {
  const int64_t id = Post();
  EXPECT_EQ(ErrorReason(reader_.Get(Scope(other_), kHome, id).status()), "MESSAGE_NOT_FOUND");
  for (Visibility visibility : {Visibility::kPublic, Visibility::kAlias, Visibility::kPrivate}) {
    const auto changed =
        voice_.ChangeVisibility(Scope(voter_), NextKey("V", voter_), id, visibility);
    ASSERT_TRUE(changed.ok()) << changed.status();
    EXPECT_EQ(changed->visibility, visibility);
    EXPECT_EQ(reader_.Get(Scope(other_), kHome, id).ok(), visibility != Visibility::kPrivate);
  }
  const std::string usual = Read(Post()).author_name;
  ASSERT_TRUE(
      voice_.ChangeVisibility(Scope(voter_), NextKey("V", voter_), id, Visibility::kAlias).ok());
  EXPECT_NE(Read(id).author_name, usual);
}

TEST_F(MessageLifeTest, WorkIsListedForThoseWhoHaveIt) {
  const int64_t to_home = Post();
  MessageDraft to_deputy;
  to_deputy.deputy_id = 50;
  const int64_t direct = Post(to_deputy);
  to_deputy.further_deputy_ids = {51};
  const int64_t both = Post(to_deputy);
  MessageDraft wish;
  wish.kind = MessageKind::kWish;
  const int64_t pooled = Post(wish);
  const auto work = [&](const base::Caller& caller) {
    std::set<int64_t> ids;
    std::optional<WorkPosition> after;
    do {
      const auto page = reader_.ListWork(Scope(caller), kHome, after, 1);
      EXPECT_TRUE(page.ok()) << page.status();
      for (const Message& message : page->messages) ids.insert(message.id);
      after = page->next;
    } while (after.has_value());
    return ids;
  };
  EXPECT_EQ(work(deputy_), (std::set<int64_t>{direct, both, pooled}));
  EXPECT_EQ(work(second_), (std::set<int64_t>{both, pooled}));
  EXPECT_EQ(work(liaison_), (std::set<int64_t>{to_home, pooled}));
  // One answer counts for all addressees.
  ASSERT_TRUE(Answer(second_, both, {.body = "好"}).ok());
  EXPECT_EQ(work(deputy_), (std::set<int64_t>{direct, pooled}));
}

TEST_F(MessageLifeTest, LimitsAreTheHomes) {
  CaseLimits limits;
  limits.accept = 1;
  ASSERT_TRUE(
      store()
          .SaveLimits(absl::Now() + absl::Seconds(10), NextKey("UpdateCaseLimits", chair_), limits)
          .ok());
  MessageDraft to_deputy;
  to_deputy.deputy_id = 50;
  EXPECT_EQ(*Read(Post(to_deputy)).due_time, calendar_.Deadline(clock_.Now(), 1));
}

TEST_F(MessageLifeTest, EveryOfferedActionWorksAndNoOther) {
  const int64_t id = Post();
  const Message message = Read(id);
  const auto actions = [&](const base::Caller& caller) {
    return describer_.Describe(Scope(caller), message)->allowed_actions;
  };
  EXPECT_EQ(actions(voter_), (std::vector<std::string>{"followUp", "changeVisibility"}));
  EXPECT_EQ(actions(deputy_), (std::vector<std::string>{"accept", "acknowledge", "ask", "answer"}));
  EXPECT_EQ(actions(liaison_),
            (std::vector<std::string>{"accept", "acknowledge", "ask", "answer", "check", "dispatch",
                                      "pool", "classify", "merge"}));
  EXPECT_TRUE(actions(base::Caller()).empty());
}

}  // namespace
}  // namespace deputies::board
