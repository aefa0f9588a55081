#ifndef SERVICES_COMMON_REDIS_CONNECTION_H_
#define SERVICES_COMMON_REDIS_CONNECTION_H_

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/common/redis/redis.h"

struct redisContext;

namespace deputies::redis {

struct Endpoint {
  std::string unix_path;  // empty: host and port
  std::string host;
  int port = 0;
};

// "unix:/path" or "host:port"; INVALID_ARGUMENT otherwise.
absl::StatusOr<Endpoint> ParseEndpoint(absl::string_view address);

// An error answer: "NOSCRIPT No matching script".
struct Refusal {
  std::string text;
  // The first word: "NOSCRIPT".
  absl::string_view code() const;
};
using Answer = std::variant<Reply, Refusal>;

// One connection; used by one thread at a time. After an error it may only be destroyed.
class Connection {
 public:
  // Connects and authenticates. `timeout` limits connecting, and every wait for an answer later.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const Endpoint& endpoint,
                                                          const std::string& password,
                                                          std::chrono::milliseconds timeout);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Sends all commands in one go and reads their answers. UNAVAILABLE when the connection broke or
  // the answer took too long.
  absl::StatusOr<std::vector<Answer>> RoundTrip(const std::vector<Arguments>& commands);

 private:
  explicit Connection(redisContext* context) : context_(context) {}

  redisContext* const context_;
};

// UNAVAILABLE/BACKEND_UNAVAILABLE; `detail` is for the log alone.
absl::Status Unavailable(absl::string_view detail);

}  // namespace deputies::redis

#endif  // SERVICES_COMMON_REDIS_CONNECTION_H_
