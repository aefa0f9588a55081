// Sessions that were checked a moment ago.
#ifndef GATEWAY_FILTERS_SESSION_CACHE_H_
#define GATEWAY_FILTERS_SESSION_CACHE_H_

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/common/v1/caller.pb.h"

namespace deputies::gateway {

// SHA-256 of a token; the token itself is kept nowhere.
using SessionKey = std::array<unsigned char, 32>;
SessionKey KeyOf(absl::string_view token);

struct SessionKeyHash {
  size_t operator()(const SessionKey& key) const;
};

// Null: the token is no session.
using CallerPointer = std::shared_ptr<const common::v1::Caller>;

// Thread-safe.
class SessionCache {
 public:
  // Keeps at most `capacity` entries; when full, the expired go first, then any.
  explicit SessionCache(size_t capacity) : capacity_(capacity) {}

  // The verdict, while it is fresh; nullopt when it must be asked for.
  std::optional<CallerPointer> Find(const SessionKey& key, absl::Time now);
  void Store(const SessionKey& key, CallerPointer caller, absl::Time expiry, absl::Time now);
  void Drop(const SessionKey& key);
  // Every session of a person.
  void DropPerson(int64_t person_id);
  size_t size() const;

 private:
  struct Entry {
    CallerPointer caller;
    absl::Time expiry;
  };

  const size_t capacity_;
  mutable std::mutex mutex_;
  std::unordered_map<SessionKey, Entry, SessionKeyHash> entries_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_FILTERS_SESSION_CACHE_H_
