// Pages that everybody may see, kept for a moment: what a whole village asks for at once is read
// once.
#ifndef GATEWAY_FILTERS_PUBLIC_CACHE_H_
#define GATEWAY_FILTERS_PUBLIC_CACHE_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/http/api_error.h"

namespace deputies::gateway {

// The answer to an anonymous call of a PUBLIC READ method.
struct PublicPage {
  std::shared_ptr<const std::string> json;
  std::string etag;
  // Position of the route that answered.
  size_t route = 0;
};
using PublicPagePointer = std::shared_ptr<const PublicPage>;

// Keyed by the request target. An entry is good until its time is over or a write has changed its
// home, whichever comes first: a write bumps its home's number, an entry carries the number from
// before its page was asked for. Concurrent requests for one page share one call (single flight).
// Thread-safe.
class PublicCache {
 public:
  static constexpr size_t kMaxPageBytes = 256 << 10;
  static constexpr size_t kMaxBytes = 16 << 20;

  explicit PublicCache(absl::Duration lifetime) : lifetime_(lifetime) {}

  // Somebody who waits for another one's call. Exactly one of the two is set.
  class Waiter {
   public:
    virtual ~Waiter() = default;
    virtual void OnPage(const PublicPagePointer& page, const ApiError* error) = 0;
  };

  // The page, when it is fresh. Null otherwise.
  PublicPagePointer Find(absl::string_view target, absl::Time now);

  enum class Part {
    kLead,    // the caller makes the call, then tells its end by Fill or Fail
    kFollow,  // `waiter` hears of it
    kAlone,   // a call is under way that a write has made old: the caller makes one of its own
  };
  // `home_id` is 0 for a page of no single home.
  Part Join(absl::string_view target, int64_t home_id, Waiter* waiter);

  // The end of the leader's call. The followers are answered within.
  void Fill(absl::string_view target, PublicPagePointer page, absl::Time now);
  void Fail(absl::string_view target, const ApiError& error);

  // A write may have changed what a home shows; 0: what every home shows.
  void Changed(int64_t home_id);

  size_t bytes() const { return bytes_.load(std::memory_order_relaxed); }

 private:
  static constexpr size_t kShards = 8;
  // Homes share numbers by chance; a write then costs another home's pages, too.
  static constexpr size_t kHomes = 1024;

  // What an entry was read under.
  struct Version {
    size_t home = 0;
    uint64_t of_home = 0;
    uint64_t of_all = 0;
  };
  struct Entry {
    PublicPagePointer page;
    absl::Time expiry;
    Version version;
  };
  struct Flight {
    Version version;
    std::vector<Waiter*> followers;
  };
  struct Shard {
    std::mutex mutex;
    absl::flat_hash_map<std::string, Entry> entries;
    absl::flat_hash_map<std::string, Flight> flights;
    size_t bytes = 0;
  };

  Shard& ShardOf(absl::string_view target);
  Version Current(int64_t home_id) const;
  bool IsCurrent(const Version& version) const;
  void Erase(Shard* shard, absl::flat_hash_map<std::string, Entry>::iterator entry);
  bool MakeRoom(Shard* shard, size_t bytes, absl::Time now);

  const absl::Duration lifetime_;
  std::array<Shard, kShards> shards_;
  // Number 0 is of the pages of no single home: every write bumps it.
  std::array<std::atomic<uint64_t>, kHomes> home_numbers_{};
  std::atomic<uint64_t> all_number_{0};
  std::atomic<size_t> bytes_{0};
};

}  // namespace deputies::gateway

#endif  // GATEWAY_FILTERS_PUBLIC_CACHE_H_
