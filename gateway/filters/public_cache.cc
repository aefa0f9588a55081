#include "gateway/filters/public_cache.h"

#include <utility>

#include "absl/hash/hash.h"

namespace deputies::gateway {
namespace {

// What an entry takes beside its JSON, about.
constexpr size_t kEntryOverhead = 256;

size_t BytesOf(absl::string_view target, const PublicPage& page) {
  return target.size() + page.json->size() + kEntryOverhead;
}

}  // namespace

PublicCache::Shard& PublicCache::ShardOf(absl::string_view target) {
  return shards_[absl::Hash<absl::string_view>()(target) >> 60 & (kShards - 1)];
}

PublicCache::Version PublicCache::Current(int64_t home_id) const {
  Version version;
  // Ids are time-ordered, their low bits alone differ: mixed.
  if (home_id != 0) version.home = 1 + absl::Hash<int64_t>()(home_id) % (kHomes - 1);
  version.of_home = home_numbers_[version.home].load(std::memory_order_acquire);
  version.of_all = all_number_.load(std::memory_order_acquire);
  return version;
}

bool PublicCache::IsCurrent(const Version& version) const {
  return home_numbers_[version.home].load(std::memory_order_acquire) == version.of_home &&
         all_number_.load(std::memory_order_acquire) == version.of_all;
}

void PublicCache::Changed(int64_t home_id) {
  if (home_id == 0) {
    all_number_.fetch_add(1, std::memory_order_acq_rel);
    return;
  }
  home_numbers_[Current(home_id).home].fetch_add(1, std::memory_order_acq_rel);
  home_numbers_[0].fetch_add(1, std::memory_order_acq_rel);
}

PublicPagePointer PublicCache::Find(absl::string_view target, absl::Time now) {
  Shard& shard = ShardOf(target);
  std::lock_guard<std::mutex> lock(shard.mutex);
  const auto found = shard.entries.find(target);
  if (found == shard.entries.end()) return nullptr;
  if (now < found->second.expiry && IsCurrent(found->second.version)) return found->second.page;
  Erase(&shard, found);
  return nullptr;
}

PublicCache::Part PublicCache::Join(absl::string_view target, int64_t home_id, Waiter* waiter) {
  const Version current = Current(home_id);
  Shard& shard = ShardOf(target);
  std::lock_guard<std::mutex> lock(shard.mutex);
  const auto [flight, leads] = shard.flights.try_emplace(target);
  if (leads) {
    flight->second.version = current;
    return Part::kLead;
  }
  if (!IsCurrent(flight->second.version)) return Part::kAlone;
  flight->second.followers.push_back(waiter);
  return Part::kFollow;
}

void PublicCache::Fill(absl::string_view target, PublicPagePointer page, absl::Time now) {
  Shard& shard = ShardOf(target);
  std::vector<Waiter*> followers;
  {
    std::lock_guard<std::mutex> lock(shard.mutex);
    const auto flight = shard.flights.find(target);
    const Version version = flight->second.version;
    followers.swap(flight->second.followers);
    shard.flights.erase(flight);
    const size_t bytes = BytesOf(target, *page);
    if (IsCurrent(version) && page->json->size() <= kMaxPageBytes && MakeRoom(&shard, bytes, now)) {
      const auto old = shard.entries.find(target);
      if (old != shard.entries.end()) Erase(&shard, old);
      shard.entries.emplace(target, Entry{page, now + lifetime_, version});
      shard.bytes += bytes;
      bytes_.fetch_add(bytes, std::memory_order_relaxed);
    }
  }
  for (Waiter* const follower : followers) follower->OnPage(page, nullptr);
}

void PublicCache::Fail(absl::string_view target, const ApiError& error) {
  Shard& shard = ShardOf(target);
  std::vector<Waiter*> followers;
  {
    std::lock_guard<std::mutex> lock(shard.mutex);
    const auto flight = shard.flights.find(target);
    followers.swap(flight->second.followers);
    shard.flights.erase(flight);
  }
  for (Waiter* const follower : followers) follower->OnPage(nullptr, &error);
}

void PublicCache::Erase(Shard* shard, absl::flat_hash_map<std::string, Entry>::iterator entry) {
  const size_t bytes = BytesOf(entry->first, *entry->second.page);
  shard->bytes -= bytes;
  bytes_.fetch_sub(bytes, std::memory_order_relaxed);
  shard->entries.erase(entry);
}

bool PublicCache::MakeRoom(Shard* shard, size_t bytes, absl::Time now) {
  constexpr size_t kShardBytes = kMaxBytes / kShards;
  if (shard->bytes + bytes <= kShardBytes) return true;
  for (auto it = shard->entries.begin(); it != shard->entries.end();) {
    const auto entry = it++;
    if (entry->second.expiry <= now || !IsCurrent(entry->second.version)) Erase(shard, entry);
  }
  return shard->bytes + bytes <= kShardBytes;
}

}  // namespace deputies::gateway
