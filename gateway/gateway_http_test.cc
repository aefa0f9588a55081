// What a broken or hostile client sees: framing, pipelines, sizes, times.
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
using ::testing::StartsWith;

TEST_F(GatewayTest, RefusesMalformedHttp) {
  Start();
  const std::string get = "GET /v1/homes/7/messages/9 HTTP/1.1\r\n";
  const std::string post = "POST /v1/homes/7/messages HTTP/1.1\r\nHost: t\r\n";
  std::vector<std::string> cases = {
      "\r\n\r\n",
      "GET\r\n\r\n",
      "GET /\r\n\r\n",
      "GET / HTTP\r\n\r\n",
      "GET / HTTP/\r\n\r\n",
      "GET / HTTP/1\r\n\r\n",
      "GET / HTTP/1.1 \r\nHost: t\r\n\r\n",
      "GET / HTTP/2.0\r\nHost: t\r\n\r\n",
      "GET / HTTP/1.2\r\nHost: t\r\n\r\n",
      "GET / http/1.1\r\nHost: t\r\n\r\n",
      "GET  / HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET /a b HTTP/1.1\r\nHost: t\r\n\r\n",
      " GET / HTTP/1.1\r\nHost: t\r\n\r\n",
      "G\x01T / HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET x HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET * HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET http://t/ HTTP/1.1\r\nHost: t\r\n\r\n",
      "CONNECT t:80 HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET /\x80 HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET /#x HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET /a\\b HTTP/1.1\r\nHost: t\r\n\r\n",
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
      "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n",
      get + "\r\n",
      get + "Host: a\r\nHost: b\r\n\r\n",
      get + "Host: a b\r\n\r\n",
      get + "Host: a/b\r\n\r\n",
      get + "Host: t\r\nNo colon\r\n\r\n",
      get + "Host: t\r\n: x\r\n\r\n",
      get + "Host: t\r\nA b: x\r\n\r\n",
      get + "Host : t\r\n\r\n",
      get + "Host: t\r\nA: x\r\n folded\r\n\r\n",
      get + "Host: t\r\nA: x\r\n\tfolded\r\n\r\n",
      get + " Host: t\r\n\r\n",
      get + "Host: t\r\nA: x\x01y\r\n\r\n",
      get + std::string("Host: t\r\nA: x\0y\r\n\r\n", 18),
      get + "Host: t\nA: x\n\n\r\n\r\n",
      get + "Host: t\r\nA: x\ry\r\n\r\n",
      get + "Host: t\r\nA(: x\r\n\r\n",
      post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
      post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
      post + "Content-Length: 2, 2\r\n\r\n{}",
      post + "Content-Length: +2\r\n\r\n{}",
      post + "Content-Length: -2\r\n\r\n{}",
      post + "Content-Length: 0x2\r\n\r\n{}",
      post + "Content-Length: 2 \x0b\r\n\r\n{}",
      post + "Content-Length: \r\n\r\n{}",
      post + "Content-Length: 99999999999999999999\r\n\r\n{}",
      post + "Content-Length: 2a\r\n\r\n{}",
      post + "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: gzip\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: identity\r\n\r\n{}",
      post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
      post +
          "Transfer-Encoding:\x0b"
          "chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}x\r\n0\r\n\r\n",
      post + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}",
      post + "Transfer-Encoding: chunked\r\n\r\n0x2\r\n{}\r\n0\r\n\r\n",
      "POST /v1/homes/7/messages HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      post + "Expect: magic\r\nContent-Length: 2\r\n\r\n{}",
  };
  std::string many = get + "Host: t\r\n";
  for (int i = 0; i < 70; ++i) absl::StrAppend(&many, "A: b\r\n");
  cases.push_back(many + "\r\n");
  EXPECT_GE(cases.size(), 60u);
  for (const std::string& bytes : cases) {
    Client client(gateway_->port());
    client.Send(bytes);
    const std::string answer = client.Receive();
    EXPECT_TRUE(absl::StartsWith(answer, "HTTP/1.1 4")) << "for:\n"
                                                        << bytes << "\nanswer:\n"
                                                        << answer;
    EXPECT_THAT(answer, HasSubstr("\"reason\":\"")) << bytes;
    EXPECT_THAT(answer, HasSubstr("Connection: close\r\n")) << bytes;
    EXPECT_TRUE(client.Closed()) << bytes;
  }
  EXPECT_THAT(Get("/v1/homes/7/messages/9"), StartsWith("HTTP/1.1 200"));
}

TEST_F(GatewayTest, KeepsConnectionsAndPipelines) {
  Start();
  Client client(gateway_->port());
  std::string burst;
  for (int i = 1; i <= 50; ++i)
    absl::StrAppend(&burst, Request("GET", absl::StrCat("/v1/homes/7/messages/", i)));
  // Cut anywhere: the parser must not care.
  for (size_t at = 0; at < burst.size(); at += 701)
    client.Send(absl::string_view(burst).substr(at, 701));
  for (int i = 1; i <= 50; ++i) {
    EXPECT_THAT(client.Receive(), HasSubstr(absl::StrCat("\"messageId\":\"", i, "\""))) << i;
  }
  for (const char c : Request("GET", "/v1/homes/7/messages/3")) client.Send(std::string(1, c));
  EXPECT_THAT(client.Receive(), HasSubstr("\"messageId\":\"3\""));
  client.Send(Request("GET", "/v1/homes/7/messages/4", "Connection: close\r\n"));
  EXPECT_THAT(client.Receive(), HasSubstr("Connection: close\r\n"));
  EXPECT_TRUE(client.Closed());

  Client old(gateway_->port());
  old.Send("GET /v1/homes/7/messages/5 HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  EXPECT_THAT(old.Receive(), HasSubstr("Connection: keep-alive\r\n"));
  old.Send("GET /v1/homes/7/messages/6 HTTP/1.0\r\n\r\n");
  EXPECT_THAT(old.Receive(), HasSubstr("\"messageId\":\"6\""));
  EXPECT_TRUE(old.Closed());

  Client expecting(gateway_->port());
  const std::string bearer = absl::StrCat("Authorization: Bearer ", kToken, "\r\n");
  expecting.Send(absl::StrCat("POST /v1/homes/7/messages HTTP/1.1\r\nHost: t\r\n", bearer,
                              "Content-Type: application/json\r\nExpect: 100-continue\r\n"
                              "Idempotency-Key: k\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_EQ(expecting.Receive(), "HTTP/1.1 100 Continue\r\n\r\n");
  expecting.Send("{}");
  EXPECT_THAT(expecting.Receive(), StartsWith("HTTP/1.1 200"));
}

TEST_F(GatewayTest, BoundsSizeAndTime) {
  Start();
  EXPECT_THAT(Get("/v1/homes/7/messages/9", absl::StrCat("A: ", std::string(9000, 'x'), "\r\n")),
              StartsWith("HTTP/1.1 431"));
  EXPECT_THAT(Ask("GET /" + std::string(9000, 'x')), StartsWith("HTTP/1.1 431"));
  const std::string post =
      "POST /v1/homes/7/messages HTTP/1.1\r\nHost: t\r\nContent-Type: application/json\r\n";
  EXPECT_THAT(Ask(post + "Content-Length: 65537\r\n\r\n"), HasSubstr("BODY_TOO_LARGE"));
  std::string chunks = post + "Transfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 20; ++i) absl::StrAppend(&chunks, "1000\r\n", std::string(4096, 'x'), "\r\n");
  EXPECT_THAT(Ask(chunks), StartsWith("HTTP/1.1 413"));
  EXPECT_THAT(
      Ask(absl::StrCat(post, "Transfer-Encoding: chunked\r\n\r\n1;", std::string(30000, 'e'))),
      StartsWith("HTTP/1.1 4"));

  const auto taken = [](Client* client) {
    const absl::Time begin = absl::Now();
    EXPECT_TRUE(client->Closed());
    return absl::Now() - begin;
  };
  Client idle(gateway_->port());
  EXPECT_LT(taken(&idle), absl::Milliseconds(1500));
  Client slow_head(gateway_->port());
  slow_head.Send("GET / HTT");
  EXPECT_THAT(slow_head.Receive(), StartsWith("HTTP/1.1 408"));
  EXPECT_TRUE(slow_head.Closed());
  // A byte now and then does not help.
  Client drip(gateway_->port());
  const absl::Time begin = absl::Now();
  for (int i = 0; i < 20; ++i) {
    drip.Send("G");
    absl::SleepFor(absl::Milliseconds(40));
  }
  EXPECT_THAT(drip.Receive(), StartsWith("HTTP/1.1 408"));
  EXPECT_LT(absl::Now() - begin, absl::Seconds(2));
  Client slow_body(gateway_->port());
  slow_body.Send(post + "Content-Length: 10\r\n\r\n{");
  EXPECT_THAT(slow_body.Receive(), StartsWith("HTTP/1.1 408"));
}

}  // namespace
}  // namespace deputies::gateway
