#include <atomic>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/wechat/domain/api_outcome.h"
#include "services/wechat/domain/circuit_breaker.h"
#include "services/wechat/domain/errors.h"
#include "services/wechat/domain/login_code_exchanger.h"
#include "services/wechat/domain/notice_rules.h"
#include "services/wechat/domain/single_flight.h"

namespace deputies::wechat {
namespace {

class SetClock final : public base::Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'700'000'000);
};

// Answers what the test lines up, then success.
class ScriptedApi final : public WechatApi {
 public:
  absl::StatusOr<CodeSession> CodeToSession(absl::string_view, absl::Time) override {
    ++calls;
    if (during_call) during_call();
    if (answers.empty()) return CodeSession{0, "openid", "unionid"};
    absl::StatusOr<CodeSession> answer = answers.front();
    answers.pop_front();
    return answer;
  }
  void Answer(int errcode) { answers.push_back(CodeSession{errcode, "", ""}); }
  void Fail() { answers.push_back(absl::UnavailableError("no answer")); }

  std::deque<absl::StatusOr<CodeSession>> answers;
  std::atomic<int> calls{0};
  std::function<void()> during_call;
};

class LoginCodeExchangerTest : public ::testing::Test {
 protected:
  absl::StatusOr<WechatIdentity> Exchange() {
    return exchanger_.Exchange("code", absl::Now() + absl::Seconds(5));
  }

  SetClock clock_;
  ScriptedApi api_;
  CircuitBreaker breaker_{clock_};
  std::vector<absl::Duration> pauses_;
  LoginCodeExchanger exchanger_{api_, breaker_,
                                [this](absl::Duration pause) { pauses_.push_back(pause); }};
};

TEST(ApiOutcomeTest, MapsEveryCodeThatMatters) {
  EXPECT_EQ(OutcomeOf(0), ApiOutcome::kDone);
  EXPECT_EQ(OutcomeOf(40029), ApiOutcome::kCodeInvalid);
  EXPECT_EQ(OutcomeOf(40163), ApiOutcome::kCodeInvalid);
  EXPECT_EQ(OutcomeOf(45011), ApiOutcome::kRateLimited);
  EXPECT_EQ(OutcomeOf(45009), ApiOutcome::kRateLimited);
  EXPECT_EQ(OutcomeOf(40226), ApiOutcome::kUserBlocked);
  EXPECT_EQ(OutcomeOf(-1), ApiOutcome::kBusy);
  for (int errcode : {40001, 40013, 40125, 41002, 41004, 41008, 48001, 40164, 99999}) {
    EXPECT_EQ(OutcomeOf(errcode), ApiOutcome::kRefused) << errcode;
  }
}

TEST_F(LoginCodeExchangerTest, GivesTheIdentity) {
  absl::StatusOr<WechatIdentity> identity = Exchange();
  ASSERT_TRUE(identity.ok()) << identity.status();
  EXPECT_EQ(identity->openid, "openid");
  EXPECT_EQ(identity->unionid, "unionid");
}

TEST_F(LoginCodeExchangerTest, SaysWhatWentWrong) {
  const std::vector<std::pair<int, absl::Status>> cases = {
      {40029, WechatCodeInvalid()}, {40163, WechatCodeInvalid()}, {45011, WechatRateLimited()},
      {40226, WechatUserBlocked()}, {40125, WechatUnavailable()}, {40013, WechatUnavailable()},
      {12345, WechatUnavailable()}};
  for (const auto& [errcode, expected] : cases) {
    api_.calls = 0;
    api_.Answer(errcode);
    absl::Status status = Exchange().status();
    EXPECT_EQ(status.code(), expected.code()) << errcode;
    EXPECT_EQ(base::ErrorReason(status), base::ErrorReason(expected)) << errcode;
    EXPECT_EQ(api_.calls, 1) << errcode;
  }
  EXPECT_THAT(pauses_, ::testing::IsEmpty());
}

TEST_F(LoginCodeExchangerTest, RepeatsOnceWhenBusy) {
  api_.Answer(-1);
  EXPECT_TRUE(Exchange().ok());
  EXPECT_EQ(api_.calls, 2);
  ASSERT_EQ(pauses_.size(), 1u);
  EXPECT_GE(pauses_[0], LoginCodeExchanger::kRetryPause);
  EXPECT_LE(pauses_[0], 2 * LoginCodeExchanger::kRetryPause);

  api_.Answer(-1);
  api_.Answer(-1);
  EXPECT_EQ(base::ErrorReason(Exchange().status()), "WECHAT_UNAVAILABLE");
  EXPECT_EQ(api_.calls, 4);
}

TEST_F(LoginCodeExchangerTest, DoesNotRepeatWithoutTimeNorAfterSilence) {
  api_.Answer(-1);
  EXPECT_FALSE(exchanger_.Exchange("code", absl::Now() + absl::Milliseconds(100)).ok());
  EXPECT_EQ(api_.calls, 1);
  api_.Fail();
  EXPECT_EQ(base::ErrorReason(Exchange().status()), "WECHAT_UNAVAILABLE");
  EXPECT_EQ(api_.calls, 2);
}

TEST_F(LoginCodeExchangerTest, StopsAskingWhileWechatIsAway) {
  for (int i = 0; i < CircuitBreaker::kLeastCalls; ++i) {
    api_.Fail();
    EXPECT_FALSE(Exchange().ok());
  }
  EXPECT_EQ(base::ErrorReason(Exchange().status()), "WECHAT_UNAVAILABLE");
  EXPECT_EQ(api_.calls, CircuitBreaker::kLeastCalls);
  clock_.now += CircuitBreaker::kProbeInterval;
  EXPECT_TRUE(Exchange().ok());
  EXPECT_TRUE(Exchange().ok());
}

TEST_F(LoginCodeExchangerTest, RacersWithOneCodeShareOneExchange) {
  api_.during_call = [] { absl::SleepFor(absl::Milliseconds(200)); };
  std::atomic<int> done{0};
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) {
    racers.emplace_back([&] { done += Exchange().ok() ? 1 : 0; });
  }
  for (std::thread& racer : racers) racer.join();
  EXPECT_EQ(done, 8);
  // A racer that started after the others had ended makes a call of its own; on a machine at all
  // fit none does.
  EXPECT_LE(api_.calls, 2);
}

TEST(SingleFlightTest, WaiterGivesUpAtItsDeadline) {
  SingleFlight<int> flights;
  std::atomic<bool> started{false};
  std::atomic<bool> finish{false};
  std::thread leader([&] {
    EXPECT_EQ(flights.Run("k", absl::Now() + absl::Seconds(9),
                          [&] {
                            started = true;
                            while (!finish) absl::SleepFor(absl::Milliseconds(1));
                            return 7;
                          }),
              7);
  });
  while (!started) absl::SleepFor(absl::Milliseconds(1));
  EXPECT_FALSE(
      flights.Run("k", absl::Now() + absl::Milliseconds(20), [] { return 8; }).has_value());
  EXPECT_EQ(flights.Run("other", absl::Now(), [] { return 9; }), 9);
  finish = true;
  leader.join();
  EXPECT_EQ(flights.Run("k", absl::Now(), [] { return 10; }), 10);
}

TEST(CircuitBreakerTest, OpensAtHalfOfTwentyCalls) {
  SetClock clock;
  CircuitBreaker breaker(clock);
  for (int i = 0; i < 10; ++i) breaker.Record(true);
  for (int i = 0; i < 9; ++i) breaker.Record(false);
  EXPECT_FALSE(breaker.IsOpen());
  breaker.Record(false);
  EXPECT_TRUE(breaker.IsOpen());
  EXPECT_FALSE(breaker.Allow());
  clock.now += CircuitBreaker::kProbeInterval;
  EXPECT_TRUE(breaker.Allow());
  EXPECT_FALSE(breaker.Allow());
  breaker.Record(false);
  EXPECT_TRUE(breaker.IsOpen());
  clock.now += CircuitBreaker::kProbeInterval;
  EXPECT_TRUE(breaker.Allow());
  breaker.Record(true);
  EXPECT_FALSE(breaker.IsOpen());
}

TEST(CircuitBreakerTest, ForgetsOldCalls) {
  SetClock clock;
  CircuitBreaker breaker(clock);
  for (int i = 0; i < 19; ++i) breaker.Record(false);
  clock.now += CircuitBreaker::kWindow;
  breaker.Record(false);
  EXPECT_FALSE(breaker.IsOpen());
}

TEST(NoticeRulesTest, TellsTheAuthorOfAnAnswer) {
  MessageAnswered fact{.home_id = 1,
                       .event_id = 2,
                       .message_id = 3,
                       .answer_id = 4,
                       .author_person_id = 5,
                       .responder_person_id = 6};
  std::vector<NoticeOrder> orders = NoticesOf(fact);
  ASSERT_EQ(orders.size(), 1u);
  EXPECT_EQ(orders[0].home_id, 1);
  EXPECT_EQ(orders[0].event_id, 2);
  EXPECT_EQ(orders[0].person_id, 5);
  EXPECT_EQ(orders[0].subject_id, 4);
  EXPECT_EQ(orders[0].target_id, 3);

  fact.responder_person_id = 5;
  EXPECT_THAT(NoticesOf(fact), ::testing::IsEmpty());
  fact.author_person_id = 0;
  EXPECT_THAT(NoticesOf(fact), ::testing::IsEmpty());
}

}  // namespace
}  // namespace deputies::wechat
