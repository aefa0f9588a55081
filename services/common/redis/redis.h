// The only way to Redis. Redis is never the truth: every caller has an answer for UNAVAILABLE.
#ifndef SERVICES_COMMON_REDIS_REDIS_H_
#define SERVICES_COMMON_REDIS_REDIS_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "deputies/common/v1/config.pb.h"

namespace deputies::redis {

// What Redis answered; an error answer becomes a status instead.
struct Reply {
  enum class Kind { kNil, kInteger, kString, kArray };
  Kind kind = Kind::kNil;
  int64_t integer = 0;
  std::string text;  // of kString; binary-safe. A simple string ("OK") is a string, too.
  std::vector<Reply> elements;

  bool IsNil() const { return kind == Kind::kNil; }
};

// A Lua script. Must live for ever: its digest is cached by its address.
struct Script {
  const char* source;
};

using Arguments = std::vector<absl::string_view>;

// Thread-safe. A call takes at most about twice the configured time limit (one wait for a
// connection, one for the answer) and never repeats a command by itself.
// Errors: UNAVAILABLE/BACKEND_UNAVAILABLE when Redis is down, slow, not the master, loading, or
// when the breaker is open (five failures in a row open it for a second; then one call probes).
// INTERNAL when Redis refuses the command (wrong type, script error).
class Redis {
 public:
  virtual ~Redis() = default;

  // One command, binary-safe: {"SET", key, value, "PX", "60000"}.
  virtual absl::StatusOr<Reply> Command(const Arguments& arguments) = 0;

  // Several commands in one round trip, not atomic; answers in order. The first refused command
  // makes the whole an error.
  virtual absl::StatusOr<std::vector<Reply>> Pipeline(const std::vector<Arguments>& commands) = 0;

  // Runs the script by its digest; sends the text when the server does not know it.
  virtual absl::StatusOr<Reply> Run(const Script& script, const Arguments& keys,
                                    const Arguments& arguments) = 0;
};

// Connects when first used. A configuration without address and sentinels gives a Redis that
// answers UNAVAILABLE at once. INVALID_ARGUMENT when the password file cannot be read or an address
// is bad.
absl::StatusOr<std::unique_ptr<Redis>> OpenRedis(const common::v1::RedisConfig& config);

}  // namespace deputies::redis

#endif  // SERVICES_COMMON_REDIS_REDIS_H_
