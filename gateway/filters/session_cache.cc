#include "gateway/filters/session_cache.h"

#include <cstring>
#include <utility>

#include "sodium.h"

namespace deputies::gateway {

SessionKey KeyOf(absl::string_view token) {
  SessionKey key;
  crypto_hash_sha256(key.data(), reinterpret_cast<const unsigned char*>(token.data()),
                     token.size());
  return key;
}

size_t SessionKeyHash::operator()(const SessionKey& key) const {
  size_t hash = 0;
  std::memcpy(&hash, key.data(), sizeof(hash));
  return hash;
}

std::optional<CallerPointer> SessionCache::Find(const SessionKey& key, absl::Time now) {
  std::lock_guard<std::mutex> lock(mutex_);
  const auto found = entries_.find(key);
  if (found == entries_.end()) return std::nullopt;
  if (found->second.expiry <= now) {
    entries_.erase(found);
    return std::nullopt;
  }
  return found->second.caller;
}

void SessionCache::Store(const SessionKey& key, CallerPointer caller, absl::Time expiry,
                         absl::Time now) {
  if (expiry <= now) return;
  std::lock_guard<std::mutex> lock(mutex_);
  if (entries_.size() >= capacity_) {
    for (auto it = entries_.begin(); it != entries_.end();) {
      it = it->second.expiry <= now ? entries_.erase(it) : std::next(it);
    }
    // All fresh: a flood of tokens. Half goes, so that the sweep above stays rare.
    for (auto it = entries_.begin(); entries_.size() > capacity_ / 2;) it = entries_.erase(it);
  }
  entries_[key] = Entry{std::move(caller), expiry};
}

void SessionCache::Drop(const SessionKey& key) {
  std::lock_guard<std::mutex> lock(mutex_);
  entries_.erase(key);
}

void SessionCache::DropPerson(int64_t person_id) {
  std::lock_guard<std::mutex> lock(mutex_);
  for (auto it = entries_.begin(); it != entries_.end();) {
    const CallerPointer& caller = it->second.caller;
    it = caller != nullptr && caller->person_id() == person_id ? entries_.erase(it) : std::next(it);
  }
}

size_t SessionCache::size() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return entries_.size();
}

}  // namespace deputies::gateway
