// Process configuration: a textproto file, single fields overridden from the environment.
#ifndef SERVICES_COMMON_CONFIG_CONFIG_H_
#define SERVICES_COMMON_CONFIG_CONFIG_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"

namespace deputies::config {

// Prefix of overriding variables. DEPUTIES_CONFIG__SERVER__WORKER_THREADS=4 sets
// server.worker_threads. Repeated fields cannot be overridden.
inline constexpr char kEnvironmentPrefix[] = "DEPUTIES_CONFIG__";

// Fills `config` from the file, then from `environment` ("NAME=value" entries).
// INVALID_ARGUMENT names file, line and column, or the variable; NOT_FOUND when the file cannot be
// read.
absl::Status Load(const std::string& path, const std::vector<std::string>& environment,
                  google::protobuf::Message* config);

// The environment of this process.
std::vector<std::string> Environment();

// Whole contents of a file; NOT_FOUND names the path.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// First line of a secret file without white space around it; INVALID_ARGUMENT when empty.
absl::StatusOr<std::string> ReadSecret(const std::string& path);

// A 256-bit key from a file of 64 hex digits.
absl::StatusOr<std::array<unsigned char, 32>> ReadKey(const std::string& path);

// 256-bit keys by id. The first one is used, all are good: to rotate, put a new one first, deploy
// everywhere, then drop the old one.
struct KeyRing {
  uint32_t first_id = 0;
  std::map<uint32_t, std::array<unsigned char, 32>> keys;
};

// Lines "<key id> <64 hex digits>" with ids from 1; '#' starts a comment. INVALID_ARGUMENT names
// the line.
absl::StatusOr<KeyRing> ParseKeyRing(absl::string_view text);
// The same from a file, which the error names, too.
absl::StatusOr<KeyRing> ReadKeyRing(const std::string& path);

}  // namespace deputies::config

#endif  // SERVICES_COMMON_CONFIG_CONFIG_H_
