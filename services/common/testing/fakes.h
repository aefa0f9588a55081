// Time and ids that a test sets and foresees.
#ifndef SERVICES_COMMON_TESTING_FAKES_H_
#define SERVICES_COMMON_TESTING_FAKES_H_

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::testing {

// Stands still until told. Thread-safe.
class FakeClock final : public base::Clock {
 public:
  // 2026-03-02 09:00:00 in Beijing, a Monday.
  static constexpr int64_t kStartUnixMillis = 1772413200000;

  explicit FakeClock(absl::Time now = absl::FromUnixMillis(kStartUnixMillis)) { Set(now); }
  absl::Time Now() const override { return absl::FromUnixMicros(unix_micros_.load()); }
  void Set(absl::Time now) { unix_micros_ = absl::ToUnixMicros(now); }
  void Advance(absl::Duration by) { unix_micros_ += absl::ToInt64Microseconds(by); }

 private:
  std::atomic<int64_t> unix_micros_;
};

// first, first + 1, ...
class SequentialIdSource final : public base::IdSource {
 public:
  explicit SequentialIdSource(int64_t first = 1) : next_(first) {}
  int64_t Next() override { return next_++; }

 private:
  std::atomic<int64_t> next_;
};

}  // namespace deputies::testing

#endif  // SERVICES_COMMON_TESTING_FAKES_H_
