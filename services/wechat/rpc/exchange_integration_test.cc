// The handler, the domain and the HTTP client together against the real sandbox, with every fault
// it knows.
#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/wechat/api/http_client.h"
#include "services/wechat/api/wechat_http_api.h"
#include "services/wechat/domain/access_token.h"
#include "services/wechat/domain/circuit_breaker.h"
#include "services/wechat/domain/code_image_painter.h"
#include "services/wechat/domain/content_checker.h"
#include "services/wechat/domain/login_code_exchanger.h"
#include "services/wechat/domain/phone_code_exchanger.h"
#include "services/wechat/rpc/exchange_service.h"
#include "services/wechat/testing/sandbox_process.h"

namespace deputies::wechat {
namespace {

// The objects of main.cc.
struct Service {
  explicit Service(const std::string& base_url,
                   const std::string& secret = SandboxProcess::kAppSecret)
      : http({.base_url = base_url, .timeout = absl::Milliseconds(500)}),
        api(http, SandboxProcess::kAppId, secret),
        breaker(base::Clock::System()),
        exchanger(api, breaker, Sleep),
        tokens(api, breaker, base::Clock::System()),
        caller(tokens, breaker, Sleep),
        phones(api, caller),
        painter(api, caller),
        checker(api, caller),
        service(exchanger, phones) {}

  static void Sleep(absl::Duration pause) { absl::SleepFor(pause); }

  absl::StatusOr<v1::ExchangeLoginCodeResponse> Exchange(
      const std::string& code, absl::Duration time_left = absl::Seconds(5)) {
    rpc::Call call;
    call.deadline = absl::Now() + time_left;
    v1::ExchangeLoginCodeRequest request;
    request.set_code(code);
    v1::ExchangeLoginCodeResponse response;
    absl::Status status =
        service.table().methods().at("ExchangeLoginCode").handler(call, request, &response);
    if (!status.ok()) return status;
    return response;
  }

  HttpClient http;
  WechatHttpApi api;
  CircuitBreaker breaker;
  LoginCodeExchanger exchanger;
  AccessToken tokens;
  TokenCaller caller;
  PhoneCodeExchanger phones;
  CodeImagePainter painter;
  ContentChecker checker;
  ExchangeService service;
};

class ExchangeTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() { sandbox_ = new SandboxProcess; }
  static void TearDownTestSuite() { delete sandbox_; }
  void SetUp() override { sandbox_->ClearFaults(); }

  // "CODE/REASON" of a log-in with a good code.
  std::string Outcome(const std::string& code = "demo-voter") {
    absl::Status status = service_.Exchange(code).status();
    if (status.ok()) return "OK";
    return absl::StatusCodeToString(status.code()) + "/" + base::ErrorReason(status);
  }

  static SandboxProcess* sandbox_;
  Service service_{sandbox_->base_url()};
};

SandboxProcess* ExchangeTest::sandbox_ = nullptr;

constexpr char kUnavailable[] = "UNAVAILABLE/WECHAT_UNAVAILABLE";
constexpr char kCodeInvalid[] = "INVALID_ARGUMENT/WECHAT_CODE_INVALID";

TEST_F(ExchangeTest, GivesTheSamePersonForADemoCode) {
  for (int i = 0; i < 3; ++i) {
    absl::StatusOr<v1::ExchangeLoginCodeResponse> response = service_.Exchange("demo-voter");
    ASSERT_TRUE(response.ok()) << response.status();
    EXPECT_EQ(response->openid(), "o-demo-voter________________");
    EXPECT_EQ(response->unionid(), "");
  }
}

TEST_F(ExchangeTest, RefusesBadAndUsedCodes) {
  EXPECT_EQ(Outcome("no such code"), kCodeInvalid);
  EXPECT_EQ(Outcome("demo-a&js_code=demo-voter"), kCodeInvalid);
  EXPECT_EQ(Outcome("once-voter-x1"), "OK");
  EXPECT_EQ(Outcome("once-voter-x1"), kCodeInvalid);
}

TEST_F(ExchangeTest, MapsFaults) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"40029", kCodeInvalid},
      {"40163", kCodeInvalid},
      {"45011", "RESOURCE_EXHAUSTED/RATE_LIMITED"},
      {"40226", "PERMISSION_DENIED/ACCESS_DENIED"},
      {"40013", kUnavailable},
      {"40125", kUnavailable},
      {"-1", kUnavailable},
      {"\"http500\"", kUnavailable},
      {"\"not_json\"", kUnavailable},
      {"\"close\"", kUnavailable}};
  for (const auto& [fault, expected] : cases) {
    sandbox_->AddFault(fault);
    EXPECT_EQ(Outcome(), expected) << fault;
    sandbox_->ClearFaults();
    EXPECT_EQ(Outcome(), "OK") << "after " << fault;
  }
}

TEST_F(ExchangeTest, OneBusyAnswerIsRepeated) {
  const int before = sandbox_->LoginCalls();
  sandbox_->AddFault("-1", /*times=*/1);
  EXPECT_EQ(Outcome(), "OK");
  EXPECT_EQ(sandbox_->LoginCalls() - before, 2);
}

TEST_F(ExchangeTest, SilenceEndsAtTheTimeLimitAndAtTheDeadline) {
  sandbox_->AddFault("\"timeout\"");
  absl::Time begin = absl::Now();
  EXPECT_EQ(Outcome(), kUnavailable);
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(450));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(3));
  begin = absl::Now();
  EXPECT_FALSE(service_.Exchange("demo-voter", absl::Milliseconds(100)).ok());
  EXPECT_LT(absl::Now() - begin, absl::Milliseconds(450));
  EXPECT_FALSE(service_.Exchange("demo-voter", absl::ZeroDuration()).ok());
}

TEST_F(ExchangeTest, RacersWithASingleUseCodeAllGetIn) {
  sandbox_->AddFault("\"delay\"", /*times=*/1, /*seconds=*/0.3);
  std::atomic<int> ok{0};
  std::vector<std::thread> racers;
  for (int i = 0; i < 8; ++i) {
    racers.emplace_back([&] { ok += service_.Exchange("once-racer-1").ok() ? 1 : 0; });
  }
  for (std::thread& racer : racers) racer.join();
  EXPECT_EQ(ok, 8);
}

TEST_F(ExchangeTest, WrongSecretIsOurFaultNotTheUsers) {
  Service misconfigured(sandbox_->base_url(), "wrong");
  absl::Status status = misconfigured.Exchange("demo-voter").status();
  EXPECT_EQ(base::ErrorReason(status), "WECHAT_UNAVAILABLE");
}

TEST_F(ExchangeTest, NobodyListening) {
  Service service("http://127.0.0.1:1");
  EXPECT_EQ(base::ErrorReason(service.Exchange("demo-voter").status()), "WECHAT_UNAVAILABLE");
}

TEST_F(ExchangeTest, BreakerOpensAndClosesAgain) {
  sandbox_->AddFault("\"http500\"");
  for (int i = 0; i < 25; ++i) EXPECT_EQ(Outcome(), kUnavailable);
  const int calls = sandbox_->LoginCalls();
  EXPECT_EQ(Outcome(), kUnavailable);
  EXPECT_EQ(sandbox_->LoginCalls(), calls) << "an open breaker asks nobody";
  sandbox_->ClearFaults();
  absl::SleepFor(CircuitBreaker::kProbeInterval + absl::Milliseconds(100));
  EXPECT_EQ(Outcome(), "OK");
  EXPECT_EQ(Outcome(), "OK");
}

TEST_F(ExchangeTest, PhonesPicturesAndVerdicts) {
  const absl::Time deadline = absl::Now() + absl::Seconds(20);
  EXPECT_EQ(service_.phones.Exchange("phone-13800000001-x1", deadline)->phone, "13800000001");
  EXPECT_EQ(base::ErrorReason(service_.phones.Exchange("phone-13800000001-x1", deadline).status()),
            "WECHAT_CODE_INVALID");
  CodeImageOrder order;
  order.scene = "d345";
  EXPECT_EQ(service_.painter.Render(order, deadline)->bytes.substr(1, 3), "PNG");
  const std::string openid = "o-demo-voter________________";
  const auto verdict = [&](const char* text) {
    return service_.checker.CheckText(openid, 2, text, deadline)->verdict;
  };
  EXPECT_EQ(verdict("路灯坏了\n\"三盏\""), ContentVerdict::kPass);
  EXPECT_EQ(verdict("这是广告"), ContentVerdict::kReview);
  EXPECT_EQ(verdict("违禁内容"), ContentVerdict::kRisky);
}

TEST_F(ExchangeTest, FaultsOfCallsWithAToken) {
  const auto render = [&] {
    CodeImageOrder order;
    order.scene = "d1";
    const absl::Status status =
        service_.painter.Render(order, absl::Now() + absl::Seconds(5)).status();
    return status.ok() ? std::string("OK") : base::ErrorReason(status);
  };
  constexpr char kPath[] = "/wxa/getwxacodeunlimit";
  ASSERT_EQ(render(), "OK");
  sandbox_->AddFault("40001", 1, 0, kPath);
  const int tokens = sandbox_->Calls("/cgi-bin/stable_token");
  EXPECT_EQ(render(), "OK") << "one refused token is replaced and nobody notices";
  EXPECT_EQ(sandbox_->Calls("/cgi-bin/stable_token"), tokens + 1);
  for (const auto& [fault, expected] :
       std::vector<std::pair<const char*, const char*>>{{"45009", "RATE_LIMITED"},
                                                        {"45011", "RATE_LIMITED"},
                                                        {"41030", "FIELD_INVALID"},
                                                        {"\"http500\"", "WECHAT_UNAVAILABLE"}}) {
    sandbox_->AddFault(fault, 1, 0, kPath);
    EXPECT_EQ(render(), expected) << fault;
    EXPECT_EQ(render(), "OK") << "after " << fault;
  }
  // A picture where JSON was wanted.
  sandbox_->AddFault("\"image\"", 1, 0, "/wxa/msg_sec_check");
  EXPECT_EQ(base::ErrorReason(service_.checker
                                  .CheckText("o-demo-voter________________", 2, "x",
                                             absl::Now() + absl::Seconds(5))
                                  .status()),
            "WECHAT_UNAVAILABLE");
}

TEST_F(ExchangeTest, LogsHoldNoSecrets) {
  ::testing::internal::CaptureStderr();
  for (const char* fault : {"-1", "40125", "\"http500\"", "\"not_json\"", "\"timeout\"", "45011"}) {
    sandbox_->AddFault(fault);
    Outcome("demo-private");
    sandbox_->ClearFaults();
  }
  const std::string text = ::testing::internal::GetCapturedStderr();
  EXPECT_NE(text.find("errcode"), std::string::npos);
  EXPECT_NE(text.find("rid"), std::string::npos);
  for (const char* secret : {SandboxProcess::kAppSecret, "demo-private", "jscode2session?"}) {
    EXPECT_EQ(text.find(secret), std::string::npos) << secret;
  }
}

}  // namespace
}  // namespace deputies::wechat
