// A private redis-server on a unix socket, gone with the program, however that ends.
#ifndef SERVICES_COMMON_TESTING_TEST_REDIS_H_
#define SERVICES_COMMON_TESTING_TEST_REDIS_H_

#include <memory>
#include <string>
#include <vector>

#include "deputies/common/v1/config.pb.h"
#include "services/common/redis/redis.h"
#include "services/common/testing/child_process.h"

namespace deputies::testing {

class TestRedis {
 public:
  // `options` are further command-line arguments. Dies with a message when it cannot start.
  explicit TestRedis(std::vector<std::string> options = {});
  ~TestRedis();
  TestRedis(const TestRedis&) = delete;
  TestRedis& operator=(const TestRedis&) = delete;

  redis::Redis& redis() { return *redis_; }
  const common::v1::RedisConfig& config() const { return config_; }
  const std::string& socket() const { return socket_; }

  void Kill();
  // Back again, empty.
  void Start();

 private:
  std::vector<std::string> options_;
  std::string directory_;
  std::string socket_;
  std::unique_ptr<ChildProcess> process_;
  common::v1::RedisConfig config_;
  std::unique_ptr<redis::Redis> redis_;
};

}  // namespace deputies::testing

#endif  // SERVICES_COMMON_TESTING_TEST_REDIS_H_
