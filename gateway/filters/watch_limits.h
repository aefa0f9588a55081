// How many streams there may be: each holds a connection and a call for as long as it likes.
#ifndef GATEWAY_FILTERS_WATCH_LIMITS_H_
#define GATEWAY_FILTERS_WATCH_LIMITS_H_

#include <cstdint>
#include <mutex>
#include <string>

#include "absl/container/flat_hash_map.h"

namespace deputies::gateway {

// Thread-safe.
class WatchLimits {
 public:
  struct Options {
    size_t most = 2000;
    // Open pages and phones of one person.
    size_t of_person = 6;
    // A village or an office behind one address.
    size_t of_address = 200;
  };
  explicit WatchLimits(const Options& options) : options_(options) {}

  // A place for one stream; `person_id` 0 for nobody. False: too many.
  bool Enter(int64_t person_id, const std::string& address);
  void Leave(int64_t person_id, const std::string& address);
  size_t size() const;

 private:
  const Options options_;
  mutable std::mutex mutex_;
  size_t all_ = 0;
  absl::flat_hash_map<int64_t, size_t> persons_;
  absl::flat_hash_map<std::string, size_t> addresses_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_FILTERS_WATCH_LIMITS_H_
