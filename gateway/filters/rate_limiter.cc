#include "gateway/filters/rate_limiter.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <utility>

#include "absl/hash/hash.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace deputies::gateway {
namespace {

// Keys that one run of the script works on: bounds how long it holds Redis up.
constexpr size_t kKeysPerRun = 256;

// Adds what gateways have let through to each key's arrival time and answers how far that lies
// ahead, in microseconds. By Redis's clock alone, so that the gateways' clocks need not agree. An
// arrival time lies at most twice the allowance ahead: two gateways may let a burst each through.
constexpr redis::Script kAddScript = {R"lua(
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local ahead = {}
for i, key in ipairs(KEYS) do
  local free_at = tonumber(redis.call('GET', key) or '') or now
  if free_at < now then free_at = now end
  free_at = math.min(free_at + ARGV[2 * i - 1], now + 2 * ARGV[2 * i])
  ahead[i] = math.floor(free_at - now)
  if ahead[i] > 0 then
    redis.call('SET', key, string.format('%.0f', free_at), 'PX', math.ceil(ahead[i] / 1000))
  end
end
return ahead
)lua"};

std::string RedisKey(const std::string& rate_class, bool is_address, const ClientAddress& value) {
  return absl::StrCat(
      "rate:", rate_class, is_address ? ":a:" : ":p:",
      absl::BytesToHexString({reinterpret_cast<const char*>(value.data()), value.size()}));
}

}  // namespace

RateLimiter::Subject RateLimiter::Subject::Person(int64_t person_id) {
  Subject subject;
  std::memcpy(subject.value.data(), &person_id, sizeof(person_id));
  return subject;
}

RateLimiter::Subject RateLimiter::Subject::Address(const ClientAddress& address) {
  return {true, NetworkOf(address)};
}

RateLimiter::RateLimiter(std::vector<RateLimit> limits, redis::Redis* redis)
    : limits_(std::move(limits)), redis_(redis), settler_([this] { SettleLoop(); }) {}

RateLimiter::~RateLimiter() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  settler_.join();
}

int64_t RateLimiter::IntervalNs(const Key& key) const {
  const double calls_per_second =
      limits_[key.limit].per_second * (key.is_address ? kAddressFactor : 1);
  return std::max<int64_t>(std::llround(1e9 / calls_per_second), 1);
}

RateLimiter::Shard& RateLimiter::ShardOf(const Key& key) {
  // Other bits of the hash than those by which the shard's own table goes.
  return shards_[absl::Hash<Key>()(key) >> 59 & (kShards - 1)];
}

RateLimiter::Verdict RateLimiter::Charge(size_t limit, const Subject& subject, absl::Time now) {
  const Key key = {subject.value, static_cast<uint32_t>(limit), subject.is_address};
  const int64_t interval = IntervalNs(key);
  const int64_t burst = int64_t{limits_[limit].burst} * (subject.is_address ? kAddressFactor : 1);
  const int64_t allowance = interval * burst;
  const int64_t now_ns = absl::ToUnixNanos(now);
  Verdict verdict;
  verdict.limit = static_cast<uint64_t>(burst);
  Shard& shard = ShardOf(key);
  {
    std::lock_guard<std::mutex> lock(shard.mutex);
    if (shard.cells.size() >= kCellsPerShard) MakeRoom(&shard, now_ns);
    Cell& cell = shard.cells[key];
    const int64_t free_at = std::max(cell.free_at_ns, now_ns) + interval;
    const int64_t ahead = free_at - now_ns;
    if (ahead > allowance) {
      verdict.allowed = false;
      verdict.reset = absl::Nanoseconds(ahead - interval);
      verdict.retry_after = absl::Nanoseconds(ahead - allowance);
      return verdict;
    }
    cell.free_at_ns = free_at;
    ++cell.unsettled;
    if (!cell.listed) {
      cell.listed = true;
      shard.unsettled.push_back(key);
    }
    verdict.remaining = static_cast<uint64_t>((allowance - ahead) / interval);
    verdict.reset = absl::Nanoseconds(ahead);
  }
  if (!something_.load(std::memory_order_relaxed) && !something_.exchange(true)) {
    // Under the mutex, so that the settler cannot fall asleep between its look and its wait.
    std::lock_guard<std::mutex> lock(mutex_);
    wake_.notify_one();
  }
  return verdict;
}

void RateLimiter::Refund(size_t limit, const Subject& subject) {
  const Key key = {subject.value, static_cast<uint32_t>(limit), subject.is_address};
  Shard& shard = ShardOf(key);
  std::lock_guard<std::mutex> lock(shard.mutex);
  const auto found = shard.cells.find(key);
  if (found == shard.cells.end()) return;
  found->second.free_at_ns -= IntervalNs(key);
  // Settled already: Redis then counts one call too many, for as long as one call counts.
  if (found->second.unsettled > 0) --found->second.unsettled;
}

void RateLimiter::MakeRoom(Shard* shard, int64_t now_ns) {
  absl::erase_if(shard->cells, [&](const auto& one) {
    return one.second.free_at_ns <= now_ns && !one.second.listed;
  });
  if (shard->cells.size() < kCellsPerShard / 2) return;
  // A flood of addresses. Forgetting is better than growing: admission still bounds the work.
  shard->cells.clear();
  shard->unsettled.clear();
}

size_t RateLimiter::size() const {
  size_t total = 0;
  for (const Shard& shard : shards_) {
    std::lock_guard<std::mutex> lock(shard.mutex);
    total += shard.cells.size();
  }
  return total;
}

void RateLimiter::SettleLoop() {
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    wake_.wait(lock, [this] { return stopping_ || something_.load(); });
    // Everything that comes within the interval settles together.
    wake_.wait_for(lock, absl::ToChronoMilliseconds(kSettleInterval), [this] { return stopping_; });
    something_.store(false);
    lock.unlock();
    SettleAll();
    lock.lock();
  }
}

void RateLimiter::SettleAll() {
  std::vector<Sum> sums;
  const auto flush = [&] {
    if (!sums.empty()) Settle(sums);
    sums.clear();
  };
  for (Shard& shard : shards_) {
    std::vector<Key> keys;
    {
      std::lock_guard<std::mutex> lock(shard.mutex);
      keys.swap(shard.unsettled);
    }
    for (const Key& key : keys) {
      {
        std::lock_guard<std::mutex> lock(shard.mutex);
        const auto found = shard.cells.find(key);
        if (found == shard.cells.end()) continue;
        Cell& cell = found->second;
        cell.listed = false;
        if (cell.unsettled > 0) sums.push_back({key, cell.unsettled});
        cell.unsettled = 0;
      }
      if (sums.size() == kKeysPerRun) flush();
    }
  }
  flush();
}

void RateLimiter::Settle(const std::vector<Sum>& sums) {
  std::vector<std::string> keys;
  std::vector<std::string> numbers;
  for (const Sum& sum : sums) {
    const RateLimit& limit = limits_[sum.key.limit];
    keys.push_back(RedisKey(limit.rate_class, sum.key.is_address, sum.key.value));
    const double interval_us = static_cast<double>(IntervalNs(sum.key)) / 1e3;
    const double burst = limit.burst * (sum.key.is_address ? kAddressFactor : 1.0);
    numbers.push_back(absl::StrCat(interval_us * sum.calls));
    numbers.push_back(absl::StrCat(interval_us * burst));
  }
  const absl::StatusOr<redis::Reply> reply =
      redis_->Run(kAddScript, {keys.begin(), keys.end()}, {numbers.begin(), numbers.end()});
  const bool good = reply.ok() && reply->elements.size() == sums.size();
  shared_.store(good, std::memory_order_relaxed);
  if (!good) return;  // redis tells the log; this process's own counts stay
  const int64_t now_ns = absl::GetCurrentTimeNanos();
  for (size_t i = 0; i < sums.size(); ++i) {
    const Key& key = sums[i].key;
    Shard& shard = ShardOf(key);
    std::lock_guard<std::mutex> lock(shard.mutex);
    const auto found = shard.cells.find(key);
    if (found == shard.cells.end()) continue;
    Cell& cell = found->second;
    const int64_t everybody = now_ns + reply->elements[i].integer * 1000;
    cell.free_at_ns = std::max(cell.free_at_ns, everybody + cell.unsettled * IntervalNs(key));
  }
}

}  // namespace deputies::gateway
