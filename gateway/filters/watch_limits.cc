#include "gateway/filters/watch_limits.h"

namespace deputies::gateway {
namespace {

template <typename Map, typename Key>
void Release(Map* map, const Key& key) {
  const auto found = map->find(key);
  if (found != map->end() && --found->second == 0) map->erase(found);
}

template <typename Map, typename Key>
size_t CountOf(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? 0 : found->second;
}

}  // namespace

bool WatchLimits::Enter(int64_t person_id, const std::string& address) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (all_ >= options_.most || CountOf(addresses_, address) >= options_.of_address ||
      (person_id != 0 && CountOf(persons_, person_id) >= options_.of_person)) {
    return false;
  }
  ++all_;
  ++addresses_[address];
  if (person_id != 0) ++persons_[person_id];
  return true;
}

void WatchLimits::Leave(int64_t person_id, const std::string& address) {
  std::lock_guard<std::mutex> lock(mutex_);
  --all_;
  Release(&addresses_, address);
  if (person_id != 0) Release(&persons_, person_id);
}

size_t WatchLimits::size() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return all_;
}

}  // namespace deputies::gateway
