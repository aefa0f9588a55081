// How often a person, and an address, may call.
#ifndef GATEWAY_FILTERS_RATE_LIMITER_H_
#define GATEWAY_FILTERS_RATE_LIMITER_H_

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "gateway/http/client_address.h"
#include "services/common/redis/redis.h"

namespace deputies::gateway {

struct RateLimit {
  std::string rate_class;
  double per_second = 1;
  // Calls that may come at once after a pause.
  uint32_t burst = 1;
};

// The generic cell rate algorithm (GCRA). A call is decided on at once by the counts in this
// process; what was counted is added to the counts in Redis every kSettleInterval, by one script,
// and the sums come back. So a call never waits for Redis, gateways see each other's calls within
// that interval, and without Redis each gateway limits what it sees. Thread-safe.
class RateLimiter {
 public:
  static constexpr int kAddressFactor = 50;
  static constexpr absl::Duration kSettleInterval = absl::Milliseconds(50);

  // `redis` outlives the limiter.
  RateLimiter(std::vector<RateLimit> limits, redis::Redis* redis);
  ~RateLimiter();
  RateLimiter(const RateLimiter&) = delete;
  RateLimiter& operator=(const RateLimiter&) = delete;

  // Who is counted.
  struct Subject {
    static Subject Person(int64_t person_id);
    // An address may call kAddressFactor times as often as a person.
    static Subject Address(const ClientAddress& address);
    bool is_address = false;
    ClientAddress value = {};
  };

  struct Verdict {
    bool allowed = true;
    // Calls that may come at once, and how many of them are left.
    uint64_t limit = 0;
    uint64_t remaining = 0;
    // Until everything is left again; until the next call may come.
    absl::Duration reset;
    absl::Duration retry_after;
  };

  // `limit` is a position in the list of limits. A call that is refused does not count.
  Verdict Charge(size_t limit, const Subject& subject, absl::Time now);
  // Takes a Charge back: the call was refused for another reason.
  void Refund(size_t limit, const Subject& subject);

  // Subjects whose counts are kept; those that have rested go when room is needed.
  size_t size() const;
  // Whether the last settling reached Redis.
  bool shared() const { return shared_.load(std::memory_order_relaxed); }

 private:
  struct Key {
    ClientAddress value;
    uint32_t limit;
    bool is_address;
    bool operator==(const Key& other) const {
      return value == other.value && limit == other.limit && is_address == other.is_address;
    }
    template <typename H>
    friend H AbslHashValue(H h, const Key& key) {
      return H::combine(std::move(h), key.value, key.limit, key.is_address);
    }
  };
  struct Cell {
    // "Theoretical arrival time": when everything would be left again. Unix nanoseconds.
    int64_t free_at_ns = 0;
    // Calls that Redis has not heard of.
    int32_t unsettled = 0;
    bool listed = false;
  };
  struct Shard {
    mutable std::mutex mutex;
    absl::flat_hash_map<Key, Cell> cells;
    // Cells with unsettled calls.
    std::vector<Key> unsettled;
  };
  static constexpr size_t kShards = 16;
  static constexpr size_t kCellsPerShard = 16384;

  int64_t IntervalNs(const Key& key) const;
  Shard& ShardOf(const Key& key);
  static void MakeRoom(Shard* shard, int64_t now_ns);
  void SettleLoop();
  void SettleAll();
  struct Sum {
    Key key;
    int32_t calls;
  };
  void Settle(const std::vector<Sum>& sums);

  const std::vector<RateLimit> limits_;
  redis::Redis* const redis_;
  std::array<Shard, kShards> shards_;
  std::atomic<bool> shared_{true};

  // The settling thread sleeps until there is something to settle.
  std::atomic<bool> something_{false};
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread settler_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_FILTERS_RATE_LIMITER_H_
