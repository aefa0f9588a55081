// Redis that is slow, gone, back, or somebody else.
#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/redis/redis.h"
#include "services/common/testing/child_process.h"
#include "services/common/testing/faulty_proxy.h"
#include "services/common/testing/test_redis.h"

namespace deputies::redis {
namespace {

using deputies::testing::ChildProcess;
using deputies::testing::FaultyProxy;
using deputies::testing::MakeTempDirectory;
using deputies::testing::TestRedis;

// Waits until `condition` holds; false after 60 s.
template <typename F>
bool Eventually(F condition) {
  const absl::Time give_up = absl::Now() + absl::Seconds(60);
  while (!condition()) {
    if (absl::Now() > give_up) return false;
    absl::SleepFor(absl::Milliseconds(20));
  }
  return true;
}

TEST(RedisFaultsTest, GoneAndBack) {
  TestRedis server;
  common::v1::RedisConfig config = server.config();
  config.clear_command_timeout_ms();
  std::unique_ptr<Redis> redis = *OpenRedis(config);
  static constexpr Script kGet{"return redis.call('GET', KEYS[1])"};
  ASSERT_TRUE(redis->Command({"SET", "a", "1"}).ok());
  ASSERT_TRUE(redis->Run(kGet, {"a"}, {}).ok());
  server.Kill();
  const absl::Time start = absl::Now();
  for (int i = 0; i < 1000; ++i) {
    EXPECT_EQ(base::ErrorReason(redis->Command({"GET", "a"}).status()), "BACKEND_UNAVAILABLE");
  }
  EXPECT_LT(absl::Now() - start, absl::Seconds(3)) << "the breaker spares the callers";
  server.Start();
  EXPECT_TRUE(Eventually([&] { return redis->Command({"GET", "a"}).ok(); }));
  EXPECT_TRUE(redis->Command({"GET", "a"})->IsNil()) << "it came back empty";
  EXPECT_TRUE(redis->Run(kGet, {"a"}, {}).ok()) << "and without the script";
}

TEST(RedisFaultsTest, AnAnswerThatComesTooLateIsNeverTakenForAnother) {
  TestRedis server;
  FaultyProxy proxy(server.config().address());
  common::v1::RedisConfig config;
  config.set_address(proxy.address());
  config.set_command_timeout_ms(50);
  config.set_connections(1);
  std::unique_ptr<Redis> redis = *OpenRedis(config);
  ASSERT_TRUE(redis->Command({"SET", "a", "of a"}).ok());
  ASSERT_TRUE(redis->Command({"SET", "b", "of b"}).ok());
  proxy.Delay(absl::Milliseconds(1500));
  const absl::Time start = absl::Now();
  EXPECT_FALSE(redis->Command({"GET", "a"}).ok());
  EXPECT_LT(absl::Now() - start, absl::Milliseconds(1400));
  proxy.Heal();
  absl::SleepFor(absl::Milliseconds(1700));
  absl::StatusOr<Reply> b = redis->Command({"GET", "b"});
  ASSERT_TRUE(b.ok()) << b.status();
  EXPECT_EQ(b->text, "of b");
}

TEST(RedisFaultsTest, CutLinesUnderLoad) {
  TestRedis server;
  FaultyProxy proxy(server.config().address());
  common::v1::RedisConfig config;
  config.set_address(proxy.address());
  config.set_command_timeout_ms(1000);
  std::unique_ptr<Redis> redis = *OpenRedis(config);
  std::atomic<bool> done{false};
  std::atomic<int> good{0}, wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      const std::string key = absl::StrCat("key", t);
      while (!done) {
        absl::StatusOr<Reply> reply = redis->Command({"ECHO", key});
        if (!reply.ok()) continue;
        ++(reply->text == key ? good : wrong);
      }
    });
  }
  for (int i = 0; i < 30; ++i) {
    absl::SleepFor(absl::Milliseconds(10));
    proxy.CutNow();
  }
  const int so_far = good;
  EXPECT_TRUE(Eventually([&] { return good > so_far + 10; }));
  done = true;
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
}

// A Sentinel of its own watches a master and a replica; the master dies, the client finds the
// other.
class SentinelTest : public ::testing::Test {
 protected:
  static int FreePort() {
    // The proxy's listener tells a free port; the server that takes it starts at once.
    FaultyProxy probe("127.0.0.1:1");
    const std::string& address = probe.address();
    return std::stoi(address.substr(address.rfind(':') + 1));
  }

  std::unique_ptr<ChildProcess> StartServer(int port, std::vector<std::string> options) {
    std::vector<std::string> arguments = {"/usr/bin/redis-server",
                                          "--port",
                                          absl::StrCat(port),
                                          "--bind",
                                          "127.0.0.1",
                                          "--dir",
                                          directory_,
                                          "--save",
                                          "",
                                          "--repl-diskless-sync-delay",
                                          "0",
                                          "--repl-diskless-load",
                                          "swapdb"};
    arguments.insert(arguments.end(), options.begin(), options.end());
    return std::make_unique<ChildProcess>(arguments, absl::StrCat(directory_, "/log", port));
  }

  std::unique_ptr<Redis> Client(int port) {
    common::v1::RedisConfig config;
    config.set_address(absl::StrCat("127.0.0.1:", port));
    config.set_command_timeout_ms(1000);
    return *OpenRedis(config);
  }

  const std::string directory_ = MakeTempDirectory("-sentinel");
};

TEST_F(SentinelTest, FollowsTheMaster) {
  const int first_port = FreePort(), second_port = FreePort(), sentinel_port = FreePort();
  std::unique_ptr<ChildProcess> first = StartServer(first_port, {});
  std::unique_ptr<ChildProcess> second =
      StartServer(second_port, {"--replicaof", absl::StrCat("127.0.0.1 ", first_port)});
  const std::string file = directory_ + "/sentinel.conf";
  std::ofstream(file) << "port " << sentinel_port << "\nbind 127.0.0.1\ndir " << directory_
                      << "\nsentinel monitor home 127.0.0.1 " << first_port
                      << " 1\nsentinel down-after-milliseconds home 500\n"
                         "sentinel failover-timeout home 2000\n";
  ChildProcess sentinel({"/usr/bin/redis-server", file, "--sentinel"}, directory_ + "/log");
  ASSERT_TRUE(Eventually([&] {
    absl::StatusOr<Reply> replicas =
        Client(sentinel_port)->Command({"SENTINEL", "replicas", "home"});
    return replicas.ok() && replicas->elements.size() == 1;
  })) << sentinel.LogTail();
  ASSERT_TRUE(Eventually([&] {
    absl::StatusOr<Reply> info = Client(second_port)->Command({"INFO", "replication"});
    return info.ok() && info->text.find("master_link_status:up") != std::string::npos;
  }));

  common::v1::RedisConfig config;
  config.add_sentinels("127.0.0.1:1");  // one that is away
  config.add_sentinels(absl::StrCat("127.0.0.1:", sentinel_port));
  config.set_sentinel_master("home");
  config.set_command_timeout_ms(1000);
  std::unique_ptr<Redis> redis = *OpenRedis(config);
  absl::StatusOr<Reply> set = redis->Command({"SET", "a", "1"});
  ASSERT_TRUE(set.ok()) << set.status();

  first->Kill();
  ASSERT_TRUE(Eventually([&] {
    return redis->Command({"SET", "a", "2"}).ok();
  })) << sentinel.LogTail();
  EXPECT_EQ(Client(second_port)->Command({"GET", "a"})->text, "2");
}

}  // namespace
}  // namespace deputies::redis
