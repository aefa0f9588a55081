#include "services/common/base/id_source.h"

#include <algorithm>

namespace deputies::base {
namespace {

constexpr int kNodeBits = 10;
constexpr int kSequenceBits = 12;
constexpr uint64_t kMaxMillis = (uint64_t{1} << 41) - 1;
constexpr int64_t kEpochUnixMillis = 1262304000000;  // 2010-01-01T00:00:00Z

uint64_t MillisSinceEpoch(absl::Time time) {
  const absl::Time epoch = absl::FromUnixMillis(kEpochUnixMillis);
  // Durations saturate, so that times without bound stay within them.
  const int64_t millis = absl::ToInt64Milliseconds(time - epoch);
  return static_cast<uint64_t>(std::clamp<int64_t>(millis, 0, kMaxMillis));
}

}  // namespace

TimeOrderedIdSource::TimeOrderedIdSource(const Clock& clock, uint32_t node_number)
    : clock_(clock),
      node_bits_(static_cast<uint64_t>(node_number & ((1u << kNodeBits) - 1)) << kSequenceBits) {}

int64_t TimeOrderedIdSource::Next() {
  const uint64_t now_tick = MillisSinceEpoch(clock_.Now()) << kSequenceBits;
  uint64_t tick;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    tick = last_tick_ = std::max(last_tick_ + 1, now_tick);
  }
  const uint64_t millis = tick >> kSequenceBits;
  const uint64_t sequence = tick & ((1u << kSequenceBits) - 1);
  return static_cast<int64_t>(millis << (kNodeBits + kSequenceBits) | node_bits_ | sequence);
}

int64_t TimeOrderedIdSource::At(absl::Time time, uint32_t sequence) {
  return static_cast<int64_t>(MillisSinceEpoch(time) << (kNodeBits + kSequenceBits) |
                              (sequence & ((1u << (kNodeBits + kSequenceBits)) - 1)));
}

absl::Time TimeOrderedIdSource::TimeOf(int64_t id) {
  return absl::FromUnixMillis((id >> (kNodeBits + kSequenceBits)) + kEpochUnixMillis);
}

}  // namespace deputies::base
