// 64-bit ids made by the process, rising with time, so that rows of one home lie in the order of
// their making.
#ifndef SERVICES_COMMON_BASE_ID_SOURCE_H_
#define SERVICES_COMMON_BASE_ID_SOURCE_H_

#include <cstdint>
#include <mutex>

#include "absl/time/time.h"
#include "services/common/base/clock.h"

namespace deputies::base {

// Domain code takes an IdSource by constructor so that tests can foresee ids.
class IdSource {
 public:
  virtual ~IdSource() = default;
  // A new id, greater than every id that this source gave before. Positive. Thread-safe.
  virtual int64_t Next() = 0;
};

// Layout from the top: 0 | 41 bits of milliseconds since 2010-01-01 UTC (good until 2079) | 10 bits
// of node | 12 bits of sequence. When one millisecond's 4,096 ids are used up, or the clock steps
// back, the source runs ahead of the clock instead of waiting.
class TimeOrderedIdSource final : public IdSource {
 public:
  // `node_number` (0-1023) must differ between processes that write to the same table.
  TimeOrderedIdSource(const Clock& clock, uint32_t node_number);

  int64_t Next() override;

  // The id with which `time` begins, on node 0: for ids of imported rows and for time ranges.
  // `sequence` is 0-4,194,303. Times before 2010 or after 2079 are cut to these bounds.
  static int64_t At(absl::Time time, uint32_t sequence);
  // When an id was made.
  static absl::Time TimeOf(int64_t id);

 private:
  const Clock& clock_;
  const uint64_t node_bits_;
  std::mutex mutex_;
  uint64_t last_tick_ = 0;  // milliseconds since 2010 << 12 | sequence
};

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_ID_SOURCE_H_
