// What keeps the gateway and the services whole under many requests, seen from a client.
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/gateway_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

const std::string kBearer = absl::StrCat("Authorization: Bearer ", kToken, "\r\n");

class GatewayLimitsTest : public GatewayTest {
 protected:
  void Limit(const std::string& rate_class, uint32_t per_minute, uint32_t burst) {
    auto* limit = config_.add_rate_limits();
    limit->set_rate_class(rate_class);
    limit->set_per_minute(per_minute);
    limit->set_burst(burst);
  }
  std::string Post(const std::string& request_id) {
    return Ask(Request("POST", "/v1/homes/7/messages",
                       kBearer + "Content-Type: application/json\r\n",
                       absl::StrCat(R"({"requestId":")", request_id, R"("})")));
  }
};

TEST_F(GatewayLimitsTest, LimitsAPersonByRateClass) {
  Limit("post", 1, 3);
  Start();
  for (int i = 0; i < 3; ++i) EXPECT_THAT(Post(absl::StrCat(i)), StartsWith("HTTP/1.1 200"));
  const std::string refused = Post("3");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 429 Too Many Requests\r\n"));
  EXPECT_THAT(refused, HasSubstr("\"reason\":\"RATE_LIMITED\""));
  EXPECT_THAT(refused, HasSubstr("Retry-After: 60\r\n"));
  EXPECT_THAT(refused, HasSubstr("RateLimit-Limit: 3\r\nRateLimit-Remaining: 0\r\n"
                                 "RateLimit-Reset: 180\r\n"));
  EXPECT_EQ(board_.posts, 3);
  EXPECT_THAT(Get("/v1/homes/7/messages/9", kBearer), StartsWith("HTTP/1.1 200"));
}

TEST_F(GatewayLimitsTest, LimitsAnAddressBehindATrustedProxy) {
  Limit("read", 1, 1);
  config_.add_trusted_proxies("127.0.0.1");
  config_.set_no_public_cache(true);
  Start();
  const auto from = [this](const std::string& address) {
    return Get("/v1/homes/7/messages/9", absl::StrCat("X-Forwarded-For: ", address, "\r\n"));
  };
  for (int i = 0; i < 50; ++i) ASSERT_THAT(from("192.0.2.1"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(from("192.0.2.1"), StartsWith("HTTP/1.1 429"));
  EXPECT_THAT(from("192.0.2.2"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Get("/v1/homes/7/messages/9", kBearer + "X-Forwarded-For: 192.0.2.3\r\n"),
              HasSubstr("\"subject\":\"192.0.2.3\""));
  EXPECT_THAT(from("192.0.2.2, 192.0.2.1"), StartsWith("HTTP/1.1 429"));
}

// WeChat's front says who the client is; elsewhere these headers are anybody's word.
TEST_F(GatewayLimitsTest, BelievesCloudHostingOnlyWhereItIsSwitchedOn) {
  config_.add_trusted_proxies("127.0.0.1");
  const std::string vouched =
      kBearer + "X-WX-OPENID: oABC_-9\r\nX-Original-Forwarded-For: 192.0.2.9\r\n";
  const auto seen = [&](const std::string& app_id) {
    return Get("/v1/homes/7/messages/9", absl::StrCat(vouched, "X-WX-APPID: ", app_id, "\r\n"));
  };
  Start();
  EXPECT_THAT(seen("wx1"), HasSubstr("\"category\":\"\""));
  EXPECT_THAT(seen("wx1"), HasSubstr("\"subject\":\"127.0.0.1\""));
  EXPECT_THAT(seen(""), HasSubstr("\"category\":\"\""));

  config_.set_cloud_hosting_app_id("wx1");
  Start();
  EXPECT_THAT(seen("wx1"), HasSubstr("\"category\":\"oABC_-9\""));
  EXPECT_THAT(seen("wx1"), HasSubstr("\"subject\":\"192.0.2.9\""));
  EXPECT_THAT(seen("wx2"), HasSubstr("\"category\":\"\""));
  for (const char* forged : {"X-WX-OPENID: a\r\nX-WX-OPENID: b\r\n", "X-WX-OPENID: a b\r\n"}) {
    EXPECT_THAT(Get("/v1/homes/7/messages/9", absl::StrCat(kBearer, "X-WX-APPID: wx1\r\n", forged)),
                HasSubstr("\"category\":\"\""));
  }
}

TEST_F(GatewayLimitsTest, AnswersPublicPagesFromMemoryUntilAWrite) {
  Start();
  const std::string first = Get("/v1/homes/7/messages/9");
  const std::string again = Get("/v1/homes/7/messages/9", "X-Request-Id: my-request-5\r\n");
  EXPECT_EQ(board_.gets, 1);
  EXPECT_EQ(first.substr(first.find("\r\n\r\n")), again.substr(again.find("\r\n\r\n")));
  EXPECT_THAT(again, HasSubstr("X-Request-Id: my-request-5\r\n"));
  // Whoever is signed in sees more than everybody.
  EXPECT_THAT(Get("/v1/homes/7/messages/9", kBearer), HasSubstr("\"authorName\":\"42 "));
  EXPECT_EQ(board_.gets, 2);
  EXPECT_THAT(Post("r-1"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Get("/v1/homes/7/messages/9"), StartsWith("HTTP/1.1 200"));
  EXPECT_EQ(board_.gets, 3);
  // Errors are not kept.
  Get("/v1/homes/7/messages/404");
  Get("/v1/homes/7/messages/404");
  EXPECT_EQ(board_.gets, 5);
}

TEST_F(GatewayLimitsTest, ConcurrentReadersShareOneCall) {
  Start();
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back(
        [&] { EXPECT_THAT(Get("/v1/homes/7/messages/100"), HasSubstr("\"messageId\":\"100\"")); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(board_.gets, 1);
}

TEST_F(GatewayLimitsTest, TurnsAwayWhatAServiceCannotDo) {
  auto* admission = config_.mutable_admission();
  admission->set_min_concurrency(2);
  admission->set_initial_concurrency(2);
  admission->set_max_concurrency(2);
  admission->set_queue_capacity(1);
  Start();
  Get("/v1/me", kBearer);  // the session is known
  std::atomic<int> served{0};
  std::atomic<int> refused{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 10; ++i) {
    threads.emplace_back([&] {
      const std::string answer = Get("/v1/homes/7/messages/100", kBearer);
      if (absl::StartsWith(answer, "HTTP/1.1 200")) ++served;
      if (absl::StartsWith(answer, "HTTP/1.1 503") && absl::StrContains(answer, "OVERLOADED") &&
          absl::StrContains(answer, "Retry-After: 1\r\n")) {
        ++refused;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(served + refused, 10);
  EXPECT_GE(refused, 6);
  EXPECT_GE(served, 1);
  EXPECT_THAT(Get("/v1/homes/7/messages/9", kBearer), StartsWith("HTTP/1.1 200"));
}

TEST_F(GatewayLimitsTest, ReadsOfPublicPagesGoOnWithoutAccounts) {
  // AuthService answers on a socket of its own, which is not there.
  config_.mutable_upstreams(0)->mutable_services()->DeleteSubrange(0, 1);
  auto* upstream = config_.add_upstreams();
  upstream->add_services("deputies.accounts.v1.AuthService");
  upstream->set_address("unix:" + folder_ + ".absent");
  Start();
  const std::string page = Get("/v1/homes/7/messages/9", kBearer);
  EXPECT_THAT(page, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(page, HasSubstr("X-Session-Checked: no\r\n"));
  EXPECT_THAT(page, HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_THAT(page, HasSubstr("\"authorName\":\"0 "));
  const std::string refused = Post("r-1");
  EXPECT_THAT(refused, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(refused, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_EQ(board_.posts, 0);
}

TEST_F(GatewayLimitsTest, TriesOnceMoreWhenTheConnectionWasLost) {
  Start();
  EXPECT_THAT(Get("/v1/homes/7/messages/9", kBearer), StartsWith("HTTP/1.1 200"));
  StopBackend();
  std::thread starter([this] {
    absl::SleepFor(absl::Milliseconds(10));
    StartBackend();
  });
  // Either the first try waits for the new connection, or the second one finds it.
  std::string answer;
  for (int i = 0; i < 30 && !absl::StartsWith(answer, "HTTP/1.1 200"); ++i) {
    answer = Get("/v1/homes/7/messages/8", kBearer);
  }
  starter.join();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
}

TEST_F(GatewayLimitsTest, AnswersHeadAndOtherOriginsWhenConfigured) {
  config_.set_head_requests(true);
  config_.add_cors_origins("https://h5.example.cn");
  Start();
  const std::string head = Ask(Request("HEAD", "/v1/homes/7/messages/9"));
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(head, HasSubstr("ETag: "));
  EXPECT_THAT(head, Not(HasSubstr("messageId")));
  const std::string asks = "Access-Control-Request-Method: POST\r\n";
  const std::string leave =
      Ask(Request("OPTIONS", "/v1/homes/7/messages", "Origin: https://h5.example.cn\r\n" + asks));
  EXPECT_THAT(leave, StartsWith("HTTP/1.1 204"));
  EXPECT_THAT(leave, HasSubstr("Access-Control-Allow-Origin: https://h5.example.cn\r\n"));
  EXPECT_THAT(leave, HasSubstr("Idempotency-Key"));
  EXPECT_THAT(Get("/v1/homes/7/messages/9", "Origin: https://h5.example.cn\r\n"),
              HasSubstr("Access-Control-Allow-Origin: https://h5.example.cn\r\n"));
  for (const char* origin :
       {"https://evil.example", "null", "https://h5.example.cn.evil.example"}) {
    const std::string header = absl::StrCat("Origin: ", origin, "\r\n");
    EXPECT_THAT(Ask(Request("OPTIONS", "/v1/homes/7/messages", header + asks)),
                Not(HasSubstr("Access-Control-Allow")));
    EXPECT_THAT(Get("/v1/homes/7/messages/9", header), Not(HasSubstr("Access-Control-Allow")));
  }
}

}  // namespace
}  // namespace deputies::gateway
