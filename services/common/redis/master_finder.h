#ifndef SERVICES_COMMON_REDIS_MASTER_FINDER_H_
#define SERVICES_COMMON_REDIS_MASTER_FINDER_H_

#include <chrono>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/redis/connection.h"

namespace deputies::redis {

// Opens connections to the master: the configured address, or the one that the Sentinels name.
// Thread-safe.
class MasterFinder {
 public:
  struct Options {
    std::optional<Endpoint> fixed;  // when set, there are no Sentinels
    std::vector<Endpoint> sentinels;
    std::string master_name;
    std::string password;
    std::chrono::milliseconds timeout{50};
  };

  explicit MasterFinder(Options options) : options_(std::move(options)) {}

  // A connection to a server that says that it is the master (a fixed address is not asked).
  absl::StatusOr<std::unique_ptr<Connection>> Connect();

  // The master may have changed: ask the Sentinels again for the next connection.
  void Forget();

 private:
  absl::StatusOr<Endpoint> Find();
  absl::StatusOr<Endpoint> Ask(const Endpoint& sentinel);

  const Options options_;
  std::mutex mutex_;
  std::optional<Endpoint> known_;
};

}  // namespace deputies::redis

#endif  // SERVICES_COMMON_REDIS_MASTER_FINDER_H_
