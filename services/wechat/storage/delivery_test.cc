// Notices on their way, over a real database: every channel, every fault, and what a killed sender
// leaves.
#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/base/id_source.h"
#include "services/common/testing/fakes.h"
#include "services/common/testing/test_database.h"
#include "services/wechat/domain/errors.h"
#include "services/wechat/domain/notice_sender.h"
#include "services/wechat/storage/migrations.h"
#include "services/wechat/storage/sql_delivery_store.h"
#include "services/wechat/storage/sql_inbox_store.h"
#include "services/wechat/storage/sql_notice_store.h"

namespace deputies::wechat {
namespace {

constexpr int64_t kHome = 7;
constexpr char kTemplate[] = "t-once";

// WeChat and the SMS provider: what arrived, and which answer comes next (0 when none is lined up).
class FakeWorld final : public WechatApi, public SmsSender, public Contacts {
 public:
  enum Fault { kUnreachable = -1000, kLostAnswer = -1001 };

  absl::StatusOr<CodeSession> CodeToSession(absl::string_view, absl::Time) override {
    return absl::UnavailableError("not used");
  }
  absl::StatusOr<GrantedToken> StableToken(bool, absl::Time) override {
    if (away) return absl::UnavailableError("away");
    return GrantedToken{0, "token", absl::Hours(2)};
  }
  absl::StatusOr<PhoneNumber> PhoneOfCode(absl::string_view, absl::string_view,
                                          absl::Time) override {
    return absl::UnavailableError("not used");
  }
  absl::StatusOr<CodeImage> RenderCode(absl::string_view, const CodeImageOrder&,
                                       absl::Time) override {
    return absl::UnavailableError("not used");
  }
  absl::StatusOr<PlainAnswer> SendCustomerText(absl::string_view, const std::string&,
                                               const std::string&, absl::Time) override {
    return absl::UnavailableError("not used");
  }
  absl::StatusOr<int64_t> PersonOf(const std::string&, const std::string&, absl::Time) override {
    return absl::UnavailableError("not used");
  }
  absl::StatusOr<ContentAnswer> CheckText(absl::string_view, const TextCheckOrder&,
                                          absl::Time) override {
    return absl::UnavailableError("not used");
  }
  absl::StatusOr<ContentAnswer> CheckMedia(absl::string_view, const MediaCheckOrder&,
                                           absl::Time) override {
    return absl::UnavailableError("not used");
  }
  absl::StatusOr<PlainAnswer> SendTemplateMessage(absl::string_view, const TemplateMessage& message,
                                                  absl::Time) override {
    if (away) return absl::UnavailableError("away");
    int answer = 0;
    if (!answers.empty()) {
      answer = answers.front();
      answers.pop_front();
    }
    if (answer == kUnreachable) return absl::UnavailableError("unreachable");
    if (answer == 0 || answer == kLostAnswer) ++wechat[message.openid];
    if (answer == kLostAnswer) return absl::DeadlineExceededError("no answer");
    return PlainAnswer{answer};
  }
  absl::Status Send(const std::string& phone, const std::string&, const std::string&,
                    absl::Time) override {
    ++texts[phone];
    return sms_answer;
  }
  absl::StatusOr<std::map<int64_t, Contact>> Get(const std::vector<int64_t>& person_ids,
                                                 const std::string&, absl::Time) override {
    if (accounts_away) return absl::UnavailableError("away");
    std::map<int64_t, Contact> found;
    for (int64_t person : person_ids) {
      if (person < 900) found[person].openid = absl::StrCat("o-", person);
      if (with_phone) found[person].phone = absl::StrCat("138", person);
    }
    return found;
  }

  std::deque<int> answers;
  std::map<std::string, int> wechat;  // messages that arrived, by openid
  std::map<std::string, int> texts;   // by phone
  absl::Status sms_answer;
  bool away = false;
  bool accounts_away = false;
  bool with_phone = false;
};

class DeliveryTest : public ::testing::Test {
 protected:
  DeliveryTest() {
    EXPECT_TRUE(
        catalog_.AddTemplate({kTemplate, false, {{"thing1", ValueSource::kHeadline}}}).ok());
    EXPECT_TRUE(catalog_.AddKind(1, {"有了答复", "pages/m?id={target}", kTemplate}).ok());
  }
  absl::Time Soon() { return absl::Now() + absl::Seconds(20); }
  void Order(int64_t person, int64_t target, bool important = false,
             absl::Duration lifetime = absl::Hours(100)) {
    NoticeOrder order;
    order.home_id = kHome;
    order.event_id = ids_.Next();
    order.person_id = person;
    order.kind = 1;
    order.target_id = target;
    order.important = important;
    order.expire_time = clock_.Now() + lifetime;
    ASSERT_TRUE(notices_.Receive(Soon(), {{kHome, order.event_id, {order}}}).ok());
  }
  base::RequestKey Key(absl::string_view operation, int64_t home = 0, int64_t person = 1) {
    base::RequestKey key{home, person, operation, "", {}};
    key.request_id = absl::StrCat("00000000-0000-4000-8000-", 100000000000 + ++keys_);
    return key;
  }
  void Consent(int64_t person, int times) {
    for (int i = 0; i < times; ++i) {
      ASSERT_TRUE(inbox_
                      .RecordConsents(Soon(), Key("RecordConsents", 0, person),
                                      {{kTemplate, true, false}}, clock_.Now())
                      .ok());
    }
  }
  int Run() {
    int all = 0;
    while (true) {
      const absl::StatusOr<int> sent = sender_.RunOnce(50);
      EXPECT_TRUE(sent.ok()) << sent.status();
      if (!sent.ok() || *sent == 0) return all;
      all += *sent;
    }
  }
  int64_t Count(const std::string& where) {
    return db_.QueryInt("SELECT COUNT(*) FROM notices WHERE " + where);
  }
  int64_t Left(int64_t person) {
    return db_.QueryInt(
        absl::StrCat("SELECT one_time_left FROM consents WHERE person_id = ", person));
  }

  testing::TestDatabase db_{Migrations()};
  testing::FakeClock clock_;  // 09:00 in Shanghai
  base::TimeOrderedIdSource ids_{clock_, 3};
  SqlNoticeStore notices_{db_.database(), ids_, clock_};
  SqlDeliveryStore store_{db_.database()};
  SqlInboxStore inbox_{db_.database()};
  FakeWorld world_;
  CircuitBreaker breaker_{clock_};
  AccessToken token_{world_, breaker_, clock_};
  TokenCaller caller_{token_, breaker_, [](absl::Duration) {}};
  NoticeCatalog catalog_;
  NoticeSender sender_{{store_, world_, world_, caller_, &world_, catalog_, clock_,
                        [](Channel, const std::string&) {}},
                       DeliveryRules()};
  int keys_ = 0;
};

TEST_F(DeliveryTest, OneConsentIsOneMessageAndTheLastIsKeptForWhatMatters) {
  Consent(1, 2);
  Order(1, 10);
  Order(1, 11);
  EXPECT_EQ(Run(), 2);
  EXPECT_EQ(world_.wechat["o-1"], 1);
  EXPECT_EQ(Count("state = 3 AND channel = 1 AND target_id = 10"), 1);
  EXPECT_EQ(Count("state = 5 AND outcome = 'no_consent' AND target_id = 11"), 1);
  EXPECT_EQ(Left(1), 1);
  Order(1, 12, /*important=*/true);
  EXPECT_EQ(Run(), 1);
  EXPECT_EQ(world_.wechat["o-1"], 2);
  EXPECT_EQ(Left(1), 0);
  EXPECT_EQ(Run(), 0);
}

TEST_F(DeliveryTest, AnImportantNoticeFindsTheNextChannel) {
  Order(1, 10, true);    // no consent
  Order(901, 10, true);  // no openid
  EXPECT_EQ(Run(), 2);
  EXPECT_EQ(Count("state = 4 AND channel = 3"), 2);
  world_.with_phone = true;
  Order(1, 11, true);
  EXPECT_EQ(Run(), 1);
  EXPECT_EQ(world_.texts["1381"], 1);
  EXPECT_EQ(Count("state = 3 AND channel = 2 AND target_id = 11"), 1);
  world_.sms_answer = absl::InvalidArgumentError("refused");
  Order(1, 12, true);
  EXPECT_EQ(Run(), 1);
  EXPECT_EQ(Count("state = 4 AND outcome = 'sms_refused'"), 1);
}

TEST_F(DeliveryTest, EveryAnswerOfWechat) {
  struct Case {
    int errcode;
    int state;     // of an unimportant notice after one attempt
    int64_t left;  // of 3 consents; one is taken
  };
  int64_t person = 10;
  for (const Case& one : std::vector<Case>{{0, 3, 2},
                                           {43101, 5, 0},
                                           {40003, 5, 2},
                                           {47003, 5, 2},
                                           {40037, 5, 2},
                                           {45009, 1, 2},
                                           {45011, 1, 2},
                                           {FakeWorld::kUnreachable, 1, 2},
                                           {FakeWorld::kLostAnswer, 1, 2}}) {
    Consent(++person, 3);
    world_.answers = {one.errcode};
    Order(person, 1);
    ASSERT_TRUE(sender_.RunOnce(50).ok());
    EXPECT_EQ(Count(absl::StrCat("person_id = ", person, " AND state = ", one.state)), 1)
        << one.errcode;
    EXPECT_EQ(Left(person), one.left) << one.errcode;
  }
  // What waits goes out later, with the consent it holds; the lost answer alone makes a double.
  clock_.Advance(absl::Minutes(1));
  EXPECT_EQ(Run(), 4);
  EXPECT_EQ(Count("state = 1"), 0);
  EXPECT_EQ(Count("unknown_outcomes > 0"), 1);
  EXPECT_EQ(world_.wechat[absl::StrCat("o-", person)], 2);
  EXPECT_EQ(world_.wechat[absl::StrCat("o-", person - 1)], 1);
  EXPECT_EQ(Left(person), 2);
}

TEST_F(DeliveryTest, WechatGoneForAnHourAndEveryNoticeArrivesOnce) {
  world_.away = true;
  for (int64_t person = 1; person <= 40; ++person) {
    Consent(person, 2);
    Order(person, 1, /*important=*/person % 2 == 0);
  }
  for (int minute = 0; minute < 60; ++minute) {
    clock_.Advance(absl::Minutes(1));
    Run();
  }
  EXPECT_EQ(Count("state = 1"), 40);
  EXPECT_TRUE(world_.wechat.empty());
  // Accounts goes away on top, and comes back first.
  world_.accounts_away = true;
  clock_.Advance(absl::Minutes(11));
  Run();
  world_.accounts_away = false;
  world_.away = false;
  for (int minute = 0; minute < 25; ++minute) {
    clock_.Advance(absl::Minutes(1));
    Run();
  }
  EXPECT_EQ(Count("state = 3 AND channel = 1"), 40);
  EXPECT_EQ(world_.wechat.size(), 40u);
  for (const auto& [openid, messages] : world_.wechat) EXPECT_EQ(messages, 1) << openid;
}

TEST_F(DeliveryTest, WechatGoneForTooLongHandsTheImportantOnToPeople) {
  world_.away = true;
  Consent(1, 3);
  Order(1, 1, true);
  Order(1, 2, false, absl::Hours(3));
  for (int minute = 0; minute < 200; minute += 5) {
    clock_.Advance(absl::Minutes(5));
    Run();
  }
  EXPECT_EQ(Count("state = 4 AND target_id = 1"), 1);
  EXPECT_EQ(Count("state = 6 AND target_id = 2"), 1);
}

TEST_F(DeliveryTest, NobodyIsDisturbedAtNight) {
  clock_.Advance(absl::Hours(13));  // 22:00
  Consent(1, 4);
  Order(1, 1);
  Order(1, 2, true);
  Order(1, 3, true, absl::Hours(2));  // worthless in the morning
  Run();
  EXPECT_EQ(Count("state = 3"), 1);
  EXPECT_EQ(Count("state = 3 AND target_id = 3"), 1);
  clock_.Advance(absl::Hours(9));
  Run();
  EXPECT_EQ(Count("state = 3"), 3);
}

TEST_F(DeliveryTest, AKilledSenderLosesNothing) {
  Consent(1, 3);
  Order(1, 1);
  // Claimed, and the process died before or after sending.
  ASSERT_EQ(store_.Claim(Soon(), clock_.Now(), 50, absl::Seconds(60))->size(), 1u);
  EXPECT_EQ(Run(), 0) << "another sender's lease is respected";
  clock_.Advance(absl::Seconds(61));
  EXPECT_EQ(Run(), 1);
  EXPECT_EQ(Count("state = 3 AND unknown_outcomes = 1"), 1);
  EXPECT_EQ(world_.wechat["o-1"], 1);
}

TEST_F(DeliveryTest, ALateSenderCannotSettleAnothersAttempt) {
  Consent(1, 3);
  Order(1, 1);
  Notice late = store_.Claim(Soon(), clock_.Now(), 50, absl::Seconds(60))->front();
  clock_.Advance(absl::Seconds(61));
  EXPECT_EQ(Run(), 1);
  late.state = NoticeState::kPending;
  ASSERT_TRUE(store_.Settle(Soon(), late, clock_.Now(), clock_.Now()).ok());
  EXPECT_EQ(Count("state = 3"), 1);
}

TEST_F(DeliveryTest, InboxCountsReadsAndRepeatsOnce) {
  for (int target = 1; target <= 3; ++target) Order(1, target);
  Order(2, 1);
  const std::vector<Notice> own = inbox_.ListOwn(Soon(), 1, clock_.Now(), INT64_MAX, 2).value();
  ASSERT_EQ(own.size(), 2u);
  EXPECT_EQ(own[0].order.target_id, 3);
  EXPECT_EQ(inbox_.CountUnread(Soon(), 1, clock_.Now()).value(), 3);
  const base::RequestKey key = Key("MarkNoticesRead", 0, 1);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(inbox_.MarkRead(Soon(), key, own[1].notice_id, clock_.Now()).ok());
    EXPECT_EQ(inbox_.CountUnread(Soon(), 1, clock_.Now()).value(), 1);
  }
  EXPECT_EQ(inbox_.CountUnread(Soon(), 2, clock_.Now()).value(), 1);
  const base::RequestKey consent = Key("RecordConsents", 0, 1);
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(
        inbox_.RecordConsents(Soon(), consent, {{kTemplate, true, false}}, clock_.Now()).ok());
  }
  EXPECT_EQ(Left(1), 1) << "one tap is one consent, however often it is told";
}

TEST_F(DeliveryTest, CallsAreMadeOnceAndStayInTheHome) {
  Order(1, 1, true);
  Run();
  const std::vector<Notice> calls = inbox_.ListCalls(Soon(), kHome, false, 0, 10).value();
  ASSERT_EQ(calls.size(), 1u);
  EXPECT_TRUE(inbox_.ListCalls(Soon(), kHome + 1, false, 0, 10)->empty());
  const int64_t id = calls[0].notice_id;
  const auto record = [&](int64_t home, bool reached) {
    const absl::Status status =
        inbox_.RecordCall(Soon(), Key("RecordCall", home, 5), id, reached, "没人接", clock_.Now())
            .status();
    return status.ok() ? std::string("OK") : base::ErrorReason(status);
  };
  EXPECT_EQ(record(kHome + 1, true), "NOTICE_NOT_FOUND");
  EXPECT_EQ(record(kHome, false), "OK");
  EXPECT_EQ(Count("state = 4"), 1) << "who was not reached stays on the list";
  EXPECT_EQ(record(kHome, true), "OK");
  EXPECT_EQ(record(kHome, true), "NOTICE_STATE_CONFLICT");
  EXPECT_EQ(inbox_.ListCalls(Soon(), kHome, true, 0, 10)->size(), 1u);
}

}  // namespace
}  // namespace deputies::wechat
