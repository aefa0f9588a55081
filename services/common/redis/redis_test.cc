// The Redis client against real servers.
#include "services/common/redis/redis.h"

#include <atomic>
#include <chrono>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/redis/breaker.h"
#include "services/common/redis/connection.h"
#include "services/common/testing/child_process.h"
#include "services/common/testing/faulty_proxy.h"
#include "services/common/testing/test_redis.h"

namespace deputies::redis {
namespace {

using ::testing::HasSubstr;

class RedisTest : public ::testing::Test {
 protected:
  Redis& redis() { return server_.redis(); }
  deputies::testing::TestRedis server_;
};

TEST_F(RedisTest, CommandsAreBinarySafe) {
  std::string value(70000, '\0');
  for (size_t i = 0; i < value.size(); ++i) value[i] = static_cast<char>(i * 31);
  const std::string key("a\0 b\r\n%s", 9);
  absl::StatusOr<Reply> set = redis().Command({"SET", key, value, "PX", "60000"});
  ASSERT_TRUE(set.ok()) << set.status();
  EXPECT_EQ(set->text, "OK");
  absl::StatusOr<Reply> got = redis().Command({"GET", key});
  ASSERT_TRUE(got.ok()) << got.status();
  EXPECT_EQ(got->text, value);
  EXPECT_TRUE(redis().Command({"GET", "absent"})->IsNil());
  EXPECT_EQ(redis().Command({"INCRBY", "n", "41"})->integer, 41);
}

TEST_F(RedisTest, ArraysAndPipelines) {
  absl::StatusOr<std::vector<Reply>> replies = redis().Pipeline(
      {{"ZADD", "rank", "3", "a", "5", "b"}, {"ZREVRANGE", "rank", "0", "-1", "WITHSCORES"}});
  ASSERT_TRUE(replies.ok()) << replies.status();
  EXPECT_EQ((*replies)[0].integer, 2);
  ASSERT_EQ((*replies)[1].elements.size(), 4);
  EXPECT_EQ((*replies)[1].elements[0].text, "b");
  EXPECT_EQ((*replies)[1].elements[1].text, "5");
}

TEST_F(RedisTest, ARefusedCommandIsInternalAndHarmless) {
  ASSERT_TRUE(redis().Command({"SET", "text", "x"}).ok());
  for (int i = 0; i < 20; ++i) {
    absl::Status status = redis().Command({"INCR", "text"}).status();
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal) << status;
  }
  EXPECT_EQ(redis().Command({"GET", "text"})->text, "x");
  absl::Status status = redis().Pipeline({{"INCR", "text"}, {"SET", "text", "y"}}).status();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_EQ(redis().Command({"GET", "text"})->text, "y") << "answers must not shift";
}

TEST_F(RedisTest, ScriptsRunByDigestAndSurviveAFlush) {
  static constexpr Script kAdd{"return redis.call('INCRBY', KEYS[1], ARGV[1])"};
  for (int i = 1; i <= 3; ++i) {
    absl::StatusOr<Reply> reply = redis().Run(kAdd, {"n"}, {"5"});
    ASSERT_TRUE(reply.ok()) << reply.status();
    EXPECT_EQ(reply->integer, 5 * i);
  }
  ASSERT_TRUE(redis().Command({"SCRIPT", "FLUSH"}).ok());
  EXPECT_EQ(redis().Run(kAdd, {"n"}, {"5"})->integer, 20);
}

// The rate limiter of the design, as a script of the size that the gateway uses.
TEST_F(RedisTest, RateLimitScript) {
  static constexpr Script kGcra{R"(
local t=redis.call('TIME'); local now=tonumber(t[1])*1000000+tonumber(t[2])
local ei,burst,cost=tonumber(ARGV[1]),tonumber(ARGV[2]),tonumber(ARGV[3])
local tat=tonumber(redis.call('GET',KEYS[1]) or now); if tat<now then tat=now end
local new=tat+ei*cost; local allow_at=new-ei*burst
if allow_at>now then return {0,math.ceil((allow_at-now)/1000)} end
redis.call('SET',KEYS[1],string.format('%.0f',new),'PX',math.ceil((new-now)/1000)); return {1,0})"};
  int allowed = 0;
  for (int i = 0; i < 30; ++i) {
    absl::StatusOr<Reply> reply = redis().Run(kGcra, {"gcra:post:7"}, {"60000000", "10", "1"});
    ASSERT_TRUE(reply.ok()) << reply.status();
    allowed += static_cast<int>(reply->elements[0].integer);
  }
  EXPECT_EQ(allowed, 10);
}

TEST_F(RedisTest, ManyThreadsShareFewConnections) {
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 100; ++i) EXPECT_TRUE(redis().Command({"INCR", "count"}).ok());
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(redis().Command({"GET", "count"})->text, "1600");
}

TEST_F(RedisTest, AReplicaIsNotWrittenTo) {
  ASSERT_TRUE(redis().Command({"REPLICAOF", "127.0.0.1", "1"}).ok());
  absl::Status status = redis().Command({"SET", "a", "b"}).status();
  EXPECT_EQ(base::ErrorReason(status), "BACKEND_UNAVAILABLE") << status;
  EXPECT_THAT(status.ToString(), HasSubstr("READONLY"));
}

TEST(RedisPasswordTest, IsReadFromAFile) {
  deputies::testing::TestRedis open_server;
  const std::string file = deputies::testing::MakeTempDirectory("-password") + "/password";
  std::ofstream(file) << "geheim\n";
  ASSERT_TRUE(open_server.redis().Command({"CONFIG", "SET", "requirepass", "geheim"}).ok());
  common::v1::RedisConfig config = open_server.config();
  absl::Status without = (*OpenRedis(config))->Command({"PING"}).status();
  EXPECT_EQ(base::ErrorReason(without), "BACKEND_UNAVAILABLE") << without;
  config.set_password_file(file);
  EXPECT_TRUE((*OpenRedis(config))->Command({"PING"}).ok());
  config.set_password_file("/nowhere");
  EXPECT_FALSE(OpenRedis(config).ok());
}

TEST(OpenRedisTest, Configurations) {
  common::v1::RedisConfig config;
  absl::StatusOr<std::unique_ptr<Redis>> none = OpenRedis(config);
  ASSERT_TRUE(none.ok());
  EXPECT_EQ(base::ErrorReason((*none)->Command({"PING"}).status()), "BACKEND_UNAVAILABLE");
  for (const char* bad : {"redis", "unix:", "host:", ":1", "host:0", "host:99999", "host:x"}) {
    config.set_address(bad);
    EXPECT_FALSE(OpenRedis(config).ok()) << bad;
  }
  config.add_sentinels("127.0.0.1:26379");
  EXPECT_FALSE(OpenRedis(config).ok()) << "no name of the master";
}

TEST(BreakerTest, OpensProbesAndCloses) {
  Breaker breaker(3, std::chrono::milliseconds(1000));
  Breaker::TimePoint now{};
  EXPECT_FALSE(breaker.Failed(now));
  EXPECT_FALSE(breaker.Failed(now));
  EXPECT_FALSE(breaker.Succeeded());
  EXPECT_FALSE(breaker.Failed(now));
  EXPECT_FALSE(breaker.Failed(now));
  EXPECT_TRUE(breaker.Admit(now));
  EXPECT_TRUE(breaker.Failed(now));
  EXPECT_FALSE(breaker.Admit(now + std::chrono::milliseconds(999)));
  now += std::chrono::milliseconds(1000);
  EXPECT_TRUE(breaker.Admit(now)) << "one probe";
  EXPECT_FALSE(breaker.Admit(now)) << "and no other";
  EXPECT_FALSE(breaker.Failed(now)) << "still open";
  EXPECT_FALSE(breaker.Admit(now + std::chrono::milliseconds(999)));
  now += std::chrono::milliseconds(1000);
  EXPECT_TRUE(breaker.Admit(now));
  EXPECT_TRUE(breaker.Succeeded());
  EXPECT_TRUE(breaker.Admit(now));
  EXPECT_TRUE(breaker.Admit(now));
}

}  // namespace
}  // namespace deputies::redis
