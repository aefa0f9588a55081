#include <atomic>
#include <deque>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/wechat/domain/access_token.h"
#include "services/wechat/domain/api_outcome.h"
#include "services/wechat/domain/circuit_breaker.h"
#include "services/wechat/domain/code_image_painter.h"
#include "services/wechat/domain/content_checker.h"
#include "services/wechat/domain/errors.h"
#include "services/wechat/domain/login_code_exchanger.h"
#include "services/wechat/domain/notice_rules.h"
#include "services/wechat/domain/single_flight.h"
#include "services/wechat/domain/token_caller.h"

namespace deputies::wechat {
namespace {

class SetClock final : public base::Clock {
 public:
  absl::Time Now() const override { return now; }
  absl::Time now = absl::FromUnixSeconds(1'700'000'000);
};

// Answers what the test lines up, then success. `errcodes` is for the calls that carry a token.
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
  absl::StatusOr<GrantedToken> StableToken(bool force_refresh, absl::Time) override {
    ++(force_refresh ? forced : tokens);
    if (during_call) during_call();
    if (!token_works) return absl::UnknownError("no answer");
    return GrantedToken{0, absl::StrCat("token-", tokens + forced), token_lifetime};
  }
  absl::StatusOr<PhoneNumber> PhoneOfCode(absl::string_view, absl::string_view,
                                          absl::Time) override {
    return PhoneNumber{NextErrcode(), "13800000000", "86"};
  }
  absl::StatusOr<CodeImage> RenderCode(absl::string_view, const CodeImageOrder&,
                                       absl::Time) override {
    return CodeImage{NextErrcode(), "image/png", "picture"};
  }
  absl::StatusOr<PlainAnswer> SendTemplateMessage(absl::string_view token, const TemplateMessage&,
                                                  absl::Time) override {
    used_tokens.emplace_back(token);
    return PlainAnswer{NextErrcode()};
  }
  absl::StatusOr<PlainAnswer> SendCustomerText(absl::string_view, const std::string& openid,
                                               const std::string& text, absl::Time) override {
    replies.push_back(openid + " " + text);
    return PlainAnswer{NextErrcode()};
  }
  absl::StatusOr<ContentAnswer> CheckText(absl::string_view, const TextCheckOrder& order,
                                          absl::Time) override {
    checked.push_back(order.content);
    ContentAnswer answer{NextErrcode(), ContentVerdict::kPass, 100, "trace"};
    if (absl::StrContains(order.content, "bad")) answer.verdict = ContentVerdict::kRisky;
    return answer;
  }
  absl::StatusOr<ContentAnswer> CheckMedia(absl::string_view, const MediaCheckOrder&,
                                           absl::Time) override {
    return ContentAnswer{NextErrcode(), ContentVerdict::kReview, 0, "trace"};
  }
  void Answer(int errcode) { answers.push_back(CodeSession{errcode, "", ""}); }
  void Fail() { answers.push_back(absl::UnavailableError("no answer")); }
  int NextErrcode() {
    if (errcodes.empty()) return 0;
    const int errcode = errcodes.front();
    errcodes.pop_front();
    return errcode;
  }

  std::deque<absl::StatusOr<CodeSession>> answers;
  std::deque<int> errcodes;
  std::atomic<int> calls{0};
  std::atomic<int> tokens{0};
  std::atomic<int> forced{0};
  bool token_works = true;
  absl::Duration token_lifetime = absl::Hours(2);
  std::vector<std::string> used_tokens;
  std::vector<std::string> checked;
  std::vector<std::string> replies;
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
  for (int errcode : {40001, 40014, 42001}) {
    EXPECT_EQ(OutcomeOf(errcode), ApiOutcome::kTokenInvalid) << errcode;
  }
  EXPECT_EQ(OutcomeOf(43101), ApiOutcome::kNoConsent);
  EXPECT_EQ(OutcomeOf(61010), ApiOutcome::kPersonUnknown);
  EXPECT_EQ(OutcomeOf(47003), ApiOutcome::kContentInvalid);
  for (int errcode : {40013, 40125, 41002, 41004, 41008, 48001, 40164, 99999}) {
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

class TokenTest : public ::testing::Test {
 protected:
  int Send() {
    const absl::StatusOr<PlainAnswer> answer = caller_.Run(deadline_, [&](absl::string_view token) {
      return api_.SendTemplateMessage(token, {}, deadline_);
    });
    return answer.ok() ? answer->errcode : -999;
  }

  const absl::Time deadline_ = absl::Now() + absl::Minutes(1);
  SetClock clock_;
  ScriptedApi api_;
  CircuitBreaker breaker_{clock_};
  AccessToken token_{api_, breaker_, clock_};
  TokenCaller caller_{token_, breaker_, [](absl::Duration) {}};
};

TEST_F(TokenTest, IsFetchedOnceForAllAndRenewedBeforeItsEnd) {
  api_.during_call = [] { absl::SleepFor(absl::Milliseconds(50)); };
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) {
    racers.emplace_back([&] { EXPECT_EQ(token_.Get(deadline_)->token, "token-1"); });
  }
  for (std::thread& racer : racers) racer.join();
  EXPECT_EQ(api_.tokens, 1);
  clock_.now += absl::Hours(2) - AccessToken::kRenewBefore;
  EXPECT_EQ(token_.Get(deadline_)->token, "token-2");
  EXPECT_EQ(api_.forced, 0);
}

TEST_F(TokenTest, ServesToItsEndWhenItCannotBeRenewed) {
  ASSERT_TRUE(token_.Get(deadline_).ok());
  api_.token_works = false;
  clock_.now += absl::Hours(2) - absl::Minutes(1);
  EXPECT_EQ(token_.Get(deadline_)->token, "token-1");
  EXPECT_EQ(token_.Get(deadline_)->token, "token-1");
  EXPECT_EQ(api_.tokens, 2) << "a failed renewal is not repeated at once";
  clock_.now += absl::Minutes(1);
  EXPECT_EQ(base::ErrorReason(token_.Get(deadline_).status()), "WECHAT_UNAVAILABLE");
  api_.token_works = true;
  clock_.now += AccessToken::kFailurePause;
  EXPECT_TRUE(token_.Get(deadline_).ok());
}

TEST_F(TokenTest, ARefusedTokenIsReplacedOnce) {
  for (int errcode : {40001, 40014, 42001}) {
    api_.errcodes = {errcode};
    const int before = api_.forced;
    EXPECT_EQ(Send(), 0) << errcode;
    EXPECT_EQ(api_.forced, before + 1);
    clock_.now += AccessToken::kForcedApart;
  }
  ASSERT_GE(api_.used_tokens.size(), 2u);
  EXPECT_NE(api_.used_tokens[0], api_.used_tokens[1]);
  api_.errcodes = {40001, 40001};
  EXPECT_EQ(Send(), 40001) << "one repeat, not a loop";
}

TEST_F(TokenTest, ForcedRefreshesKeepToTheirQuota) {
  for (int i = 0; i < 40; ++i) {
    api_.errcodes = {40001};
    Send();
    clock_.now += AccessToken::kForcedApart;
  }
  EXPECT_EQ(api_.forced, AccessToken::kForcedPerDay);
  api_.errcodes = {40001};
  clock_.now += absl::Hours(24);
  EXPECT_EQ(Send(), 0);
  api_.errcodes = {40001};
  EXPECT_EQ(Send(), -999) << "too near to the last one";
}

TEST_F(TokenTest, BusyIsRepeatedOnceAndLimitsAreNot) {
  api_.errcodes = {-1};
  EXPECT_EQ(Send(), 0);
  for (int errcode : {45009, 45011, 43101, 47003}) {
    const size_t before = api_.used_tokens.size();
    api_.errcodes = {errcode};
    EXPECT_EQ(Send(), errcode);
    EXPECT_EQ(api_.used_tokens.size(), before + 1) << errcode;
  }
}

TEST_F(TokenTest, LongTextsAreJudgedInPieces) {
  ContentChecker checker(api_, caller_);
  std::string text;
  for (int i = 0; i < 2500; ++i) text += "路";
  EXPECT_EQ(checker.CheckText("o", 2, text + "bad", deadline_)->verdict, ContentVerdict::kRisky);
  ASSERT_EQ(api_.checked.size(), 2u);
  EXPECT_EQ(api_.checked[0], text);
  EXPECT_EQ(api_.checked[1], "bad");
  EXPECT_EQ(checker.CheckText("o", 2, "good", deadline_)->verdict, ContentVerdict::kPass);
  EXPECT_EQ(base::ErrorReason(checker.CheckText("", 2, "x", deadline_).status()),
            "WECHAT_IDENTITY_MISSING");
  api_.errcodes = {61010};
  EXPECT_EQ(base::ErrorReason(checker.CheckText("o", 2, "x", deadline_).status()),
            "WECHAT_IDENTITY_MISSING");
  api_.errcodes = {45009};
  EXPECT_EQ(base::ErrorReason(checker.CheckText("o", 2, "x", deadline_).status()), "RATE_LIMITED");
}

TEST_F(TokenTest, ScenesAreCheckedBeforeWechatIsAsked) {
  CodeImagePainter painter(api_, caller_);
  CodeImageOrder order;
  for (const char* scene : {"", "代表", "a b", "123456789012345678901234567890123", "50%"}) {
    order.scene = scene;
    EXPECT_EQ(base::ErrorReason(painter.Render(order, deadline_).status()), "FIELD_INVALID");
  }
  EXPECT_EQ(api_.tokens, 0);
  order.scene = "d345";
  EXPECT_EQ(painter.Render(order, deadline_)->bytes, "picture");
  api_.errcodes = {41030};
  EXPECT_EQ(base::ErrorFields(painter.Render(order, deadline_).status())[0].field, "page");
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

}  // namespace
}  // namespace deputies::wechat
