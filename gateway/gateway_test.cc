// What a well-behaved client sees of the whole gateway.
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

TEST_F(GatewayTest, ReadsAndWrites) {
  Start();
  const std::string trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
  const std::string answer =
      Get("/v1/homes/7/messages/9",
          absl::StrCat(
              "X-Request-Id: my-request-1\r\ntraceparent: ", trace,
              "\r\nX-Deputies-Caller-Bin: AAAA\r\nX-Internal-Role: admin\r\nX-WX-OPENID: o\r\n"));
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("X-Request-Id: my-request-1\r\n"));
  EXPECT_THAT(answer, HasSubstr("Cache-Control: public, no-cache\r\n"));
  EXPECT_THAT(answer, HasSubstr("X-Content-Type-Options: nosniff\r\n"));
  EXPECT_THAT(answer, HasSubstr("\"messageId\":\"9\",\"homeId\":\"7\""));
  EXPECT_THAT(answer, HasSubstr("\"authorName\":\"0 my-request-1 " + trace + "\""));
  EXPECT_THAT(answer, Not(HasSubstr("leaked")));

  const std::string body =
      R"({"requestId":"r-1","subject":"路灯","body":"不亮","visibility":"PUBLIC"})";
  const std::string bearer = absl::StrCat("Authorization: Bearer ", kToken, "\r\n");
  EXPECT_THAT(Ask(Request("POST", "/v1/homes/7/messages",
                          bearer + "Content-Type: application/json; charset=UTF-8\r\n", body)),
              HasSubstr(R"("subject":"路灯","body":"不亮","visibility":"PUBLIC")"));
  const std::string chunked =
      absl::StrCat("POST /v1/homes/7/messages HTTP/1.1\r\nHost: t\r\n", bearer,
                   "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
                   "5;ext=1\r\n", body.substr(0, 5), "\r\n", absl::Hex(body.size() - 5), "\r\n",
                   body.substr(5), "\r\n0\r\nTrailer: x\r\n\r\n");
  EXPECT_THAT(Ask(chunked), HasSubstr(R"("subject":"路灯")"));
  EXPECT_THAT(Ask(Request("POST", "/v1/homes/7/messages", bearer, body)),
              StartsWith("HTTP/1.1 415"));
  EXPECT_THAT(
      Ask(Request("POST", "/v1/homes/7/messages", bearer + "Content-Type: text/plain\r\n", body)),
      HasSubstr("CONTENT_TYPE_UNSUPPORTED"));
  EXPECT_THAT(Ask(Request("POST", "/v1/homes/7/messages",
                          bearer + "Content-Type: application/json; charset=gbk\r\n", body)),
              StartsWith("HTTP/1.1 415"));
}

TEST_F(GatewayTest, AnswersPublicReadsByValidator) {
  Start();
  const std::string id = "X-Request-Id: my-request-3\r\n";
  const std::string first = Get("/v1/homes/7/messages/9", id);
  const size_t at = first.find("ETag: ");
  ASSERT_NE(at, std::string::npos);
  const std::string etag = first.substr(at + 6, first.find('\r', at) - at - 6);
  EXPECT_THAT(first, HasSubstr("Vary: Authorization\r\n"));
  const std::string second =
      Get("/v1/homes/7/messages/9", absl::StrCat(id, "If-None-Match: ", etag, "\r\n"));
  EXPECT_THAT(second, StartsWith("HTTP/1.1 304 Not Modified\r\n"));
  EXPECT_THAT(second, Not(HasSubstr("messageId")));
  EXPECT_THAT(Get("/v1/homes/7/messages/8", absl::StrCat(id, "If-None-Match: ", etag, "\r\n")),
              StartsWith("HTTP/1.1 200"));
  // What a session sees is for nobody else.
  const std::string own =
      Get("/v1/homes/7/messages/9", absl::StrCat(id, "Authorization: Bearer ", kToken, "\r\n"));
  EXPECT_THAT(own, HasSubstr("Cache-Control: no-store\r\n"));
  EXPECT_THAT(own, Not(HasSubstr("ETag")));
  EXPECT_THAT(Get("/v1/homes/7/messages/404", id), HasSubstr("Cache-Control: no-store\r\n"));
}

TEST_F(GatewayTest, TakesTheRequestIdFromAnIdempotencyKey) {
  Start();
  const std::string headers = absl::StrCat("Authorization: Bearer ", kToken,
                                           "\r\nContent-Type: application/json\r\n"
                                           "Idempotency-Key: key-1\r\n");
  EXPECT_THAT(Ask(Request("POST", "/v1/homes/7/messages", headers, R"({"subject":"路灯"})")),
              HasSubstr(R"("authorName":"key-1")"));
  EXPECT_THAT(Ask(Request("POST", "/v1/homes/7/messages", headers, R"({"requestId":"key-1"})")),
              HasSubstr(R"("authorName":"key-1")"));
  EXPECT_THAT(Ask(Request("POST", "/v1/homes/7/messages", headers, R"({"requestId":"key-2"})")),
              HasSubstr(R"("field":"requestId")"));
  // A write with neither is refused before it is sent.
  const std::string without =
      absl::StrCat("Authorization: Bearer ", kToken, "\r\nContent-Type: application/json\r\n");
  for (const char* body : {R"({"subject":"路灯"})", R"({"requestId":""})", ""}) {
    const std::string refused = Ask(Request("POST", "/v1/homes/7/messages", without, body));
    EXPECT_THAT(refused, StartsWith("HTTP/1.1 400")) << body;
    EXPECT_THAT(refused, HasSubstr(R"("field":"requestId")")) << body;
  }
  EXPECT_EQ(board_.posts, 2);
}

TEST_F(GatewayTest, AnswersErrors) {
  Start();
  const std::string missing = Get("/v1/homes/7/messages/404", "X-Request-Id: my-request-2\r\n");
  EXPECT_THAT(missing, StartsWith("HTTP/1.1 404 Not Found\r\n"));
  EXPECT_THAT(missing,
              HasSubstr(R"({"error":{"code":404,"status":"NOT_FOUND","reason":"MESSAGE_NOT_FOUND",)"
                        R"("message":"没有这条留言","requestId":"my-request-2","details":[]}})"));
  EXPECT_THAT(Get("/v1/nope"), HasSubstr("ROUTE_NOT_FOUND"));
  EXPECT_THAT(Ask(Request("DELETE", "/v1/homes/7/messages")), HasSubstr("Allow: GET, POST\r\n"));
  EXPECT_THAT(Ask(Request("HEAD", "/v1/homes/7/messages/9")), StartsWith("HTTP/1.1 405"));
  EXPECT_THAT(Get("/v1/homes/7/messages?nope=1"), HasSubstr(R"("field":"nope")"));
  EXPECT_THAT(Get("/v1/homes/x/messages"), HasSubstr(R"("field":"homeId")"));
  EXPECT_THAT(Get("/v1/homes/7/messages"), StartsWith("HTTP/1.1 501"));
  // The gateway's limit, then the client's.
  const absl::Time begin = absl::Now();
  EXPECT_THAT(Get("/v1/homes/7/messages/504"), StartsWith("HTTP/1.1 504"));
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(900));
  EXPECT_LT(absl::Now() - begin, absl::Milliseconds(2000));
  EXPECT_THAT(Get("/v1/homes/7/messages/504", "X-Request-Timeout-Ms: 100\r\n"),
              HasSubstr("DEADLINE_EXCEEDED"));
  EXPECT_LT(absl::Now() - begin, absl::Milliseconds(2500));
  EXPECT_THAT(Get("/v1/homes/7/messages/9", "X-Request-Timeout-Ms: soon\r\n"),
              StartsWith("HTTP/1.1 400"));
}

TEST_F(GatewayTest, SaysWhenABackendIsAway) {
  Start();
  const std::string ready = "GET /readyz HTTP/1.1\r\nHost: t\r\n\r\n";
  const auto admin = [&](const std::string& bytes) {
    Client client(gateway_->admin_port());
    client.Send(bytes);
    return client.Receive();
  };
  EXPECT_THAT(admin(ready), StartsWith("HTTP/1.1 200"));
  StopBackend();
  const std::string away = Get("/v1/homes/7/messages/9");
  EXPECT_THAT(away, StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(away, HasSubstr("BACKEND_UNAVAILABLE"));
  EXPECT_THAT(away, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_THAT(Get("/v1/me", absl::StrCat("Authorization: Bearer ", kToken, "\r\n")),
              StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(admin(ready), HasSubstr("not ready: unix:"));
  EXPECT_THAT(admin("GET /healthz HTTP/1.1\r\nHost: t\r\n\r\n"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(admin("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n"),
              HasSubstr("deputies_gateway_calls_total"));
  StartBackend();
  std::string back;
  for (int i = 0; i < 50 && !absl::StartsWith(back, "HTTP/1.1 200"); ++i) {
    absl::SleepFor(absl::Milliseconds(100));
    back = Get("/v1/homes/7/messages/9");
  }
  EXPECT_THAT(back, StartsWith("HTTP/1.1 200"));
}

TEST_F(GatewayTest, ChecksSessions) {
  Start();
  const std::string bearer = absl::StrCat("Authorization: Bearer ", kToken, "\r\n");
  EXPECT_THAT(Get("/v1/me"), HasSubstr("SESSION_REQUIRED"));
  EXPECT_EQ(accounts_.checks, 0);
  // Single flight, then the cache.
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back(
        [&] { EXPECT_THAT(Get("/v1/me", bearer), HasSubstr("\"personId\":\"42\"")); });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_THAT(Get("/v1/homes/7/messages/9", bearer), HasSubstr("\"authorName\":\"42 "));
  EXPECT_EQ(accounts_.checks, 1);
  // A bad token is refused on public methods too.
  const std::string bad = "Authorization: Bearer 0000000000000000000000000000000000000000000\r\n";
  EXPECT_THAT(Get("/v1/homes/7/messages/9", bad), HasSubstr("SESSION_INVALID"));
  EXPECT_THAT(Get("/v1/me", bad), HasSubstr("WWW-Authenticate: Bearer"));
  EXPECT_EQ(accounts_.checks, 2);
  for (const char* header :
       {"Authorization: Basic eDp5\r\n", "Authorization: Bearer \r\n",
        "Authorization: Bearer a\r\n", "Authorization: Bearer abc def ghi jkl mno\r\n",
        "Authorization:\r\n"}) {
    EXPECT_THAT(Get("/v1/homes/7/messages/9", header), HasSubstr("SESSION_INVALID")) << header;
  }
  EXPECT_THAT(Get("/v1/me", bearer + bearer), HasSubstr("SESSION_INVALID"));
  EXPECT_EQ(accounts_.checks, 2);
  // Log-out is seen at once.
  EXPECT_THAT(Ask(Request("DELETE", "/v1/sessions/current", bearer)), HasSubstr("\r\n\r\n{}"));
  EXPECT_THAT(Get("/v1/me", bearer), HasSubstr("SESSION_INVALID"));
}

TEST_F(GatewayTest, CapsConnections) {
  config_.set_max_connections(3);
  Start();
  Client a(gateway_->port()), b(gateway_->port()), c(gateway_->port());
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_THAT(Get("/"), StartsWith("HTTP/1.1 503"));
  a.Send(Request("GET", "/"));
  EXPECT_THAT(a.Receive(), StartsWith("HTTP/1.1 200"));
}

TEST_F(GatewayTest, Drains) {
  Start();
  const uint16_t port = gateway_->port();
  Client idle(port);
  Client busy(port);
  busy.Send(Request("GET", "/v1/homes/7/messages/100"));
  absl::SleepFor(absl::Milliseconds(100));
  gateway_->Stop();
  const std::string answer = busy.Receive();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(answer, HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(idle.Closed());
  EXPECT_FALSE(Client(port).connected());
}

TEST_F(GatewayTest, ServesPages) {
  Start();
  EXPECT_THAT(Get("/"), HasSubstr("网上代表之家"));
  const std::string head = Ask(Request("HEAD", "/"));
  EXPECT_THAT(head, StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(Get("/openapi.json"), HasSubstr("\"openapi\":\"3.1.0\""));
  EXPECT_THAT(Get("/../etc/passwd"), StartsWith("HTTP/1.1 404"));
}

TEST_F(GatewayTest, RefusesBadConfig) {
  Start();
  config_.set_listen_address(absl::StrCat("127.0.0.1:", gateway_->port()));
  EXPECT_THAT(std::string(Gateway::Start(config_).status().message()),
              HasSubstr("cannot listen on"));
  config_.set_listen_address("nonsense");
  EXPECT_FALSE(Gateway::Start(config_).ok());
  config_.set_listen_address("127.0.0.1:0");
  config_.mutable_upstreams(0)->add_services("deputies.no.v1.Such");
  EXPECT_THAT(std::string(Gateway::Start(config_).status().message()),
              HasSubstr("no such service"));
  config_.clear_upstreams();
  EXPECT_THAT(std::string(Gateway::Start(config_).status().message()), HasSubstr("AuthService"));
  config_.set_caller_keys_file("/nonexistent");
  EXPECT_FALSE(Gateway::Start(config_).ok());
}

}  // namespace
}  // namespace deputies::gateway
