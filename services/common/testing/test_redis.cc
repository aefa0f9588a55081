#include "services/common/testing/test_redis.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/testing/child_process.h"

namespace deputies::testing {
namespace {

constexpr char kServerProgram[] = "/usr/bin/redis-server";
constexpr absl::Duration kStartLimit = absl::Seconds(30);

std::unique_ptr<redis::Redis> OpenOrDie(const common::v1::RedisConfig& config) {
  absl::StatusOr<std::unique_ptr<redis::Redis>> redis = redis::OpenRedis(config);
  if (!redis.ok()) Die(redis.status().ToString());
  return *std::move(redis);
}

}  // namespace

TestRedis::TestRedis(std::vector<std::string> options)
    : options_(std::move(options)),
      directory_(MakeTempDirectory("-redis")),
      socket_(directory_ + "/s") {
  config_.set_address(absl::StrCat("unix:", socket_));
  config_.set_command_timeout_ms(1000);  // tests share few processors
  redis_ = OpenOrDie(config_);
  Start();
}

TestRedis::~TestRedis() {
  Kill();
  RemoveDirectory(directory_);
}

void TestRedis::Kill() { process_.reset(); }

void TestRedis::Start() {
  std::vector<std::string> arguments = {kServerProgram,
                                        "--port",
                                        "0",
                                        "--unixsocket",
                                        socket_,
                                        "--dir",
                                        directory_,
                                        "--save",
                                        "",
                                        "--appendonly",
                                        "no",
                                        "--daemonize",
                                        "no"};
  arguments.insert(arguments.end(), options_.begin(), options_.end());
  process_ = std::make_unique<ChildProcess>(std::move(arguments), directory_ + "/log");
  const absl::Time give_up = absl::Now() + kStartLimit;
  // A client of its own each time: the breaker of redis() would hide the start.
  while (!OpenOrDie(config_)->Command({"PING"}).ok()) {
    if (!process_->Running() || absl::Now() > give_up) {
      Die(absl::StrCat("redis-server does not answer (Debian package redis-server):\n",
                       process_->LogTail()));
    }
    absl::SleepFor(absl::Milliseconds(10));
  }
}

}  // namespace deputies::testing
