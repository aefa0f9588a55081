// Stops calling a server that does not answer, so that its callers fail at once instead of waiting.
#ifndef SERVICES_WECHAT_DOMAIN_CIRCUIT_BREAKER_H_
#define SERVICES_WECHAT_DOMAIN_CIRCUIT_BREAKER_H_

#include <deque>
#include <mutex>

#include "absl/time/time.h"
#include "services/common/base/clock.h"

namespace deputies::wechat {

// Opens when at least half of the last 10 seconds' calls failed, of at least 20. While open, one
// call a second passes as a probe; the first probe that succeeds closes it. Thread-safe.
class CircuitBreaker {
 public:
  static constexpr absl::Duration kWindow = absl::Seconds(10);
  static constexpr int kLeastCalls = 20;
  static constexpr absl::Duration kProbeInterval = absl::Seconds(1);

  explicit CircuitBreaker(const base::Clock& clock) : clock_(clock) {}

  // Whether a call may be made now. Each call that was let pass is followed by one Record.
  bool Allow();
  void Record(bool success);
  bool IsOpen() const;

 private:
  struct Outcome {
    absl::Time time;
    bool success;
  };

  const base::Clock& clock_;
  mutable std::mutex mutex_;
  std::deque<Outcome> outcomes_;  // at most those of kWindow
  int failures_ = 0;              // among outcomes_
  bool open_ = false;
  absl::Time next_probe_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_CIRCUIT_BREAKER_H_
