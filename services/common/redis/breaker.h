#ifndef SERVICES_COMMON_REDIS_BREAKER_H_
#define SERVICES_COMMON_REDIS_BREAKER_H_

#include <chrono>
#include <mutex>

namespace deputies::redis {

// Keeps callers from waiting for a server that is away: `threshold` failures in a row open it for
// `pause`; then one call may probe, and its outcome closes it or opens it again. Thread-safe.
class Breaker {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;

  Breaker(int threshold, std::chrono::milliseconds pause) : threshold_(threshold), pause_(pause) {}

  // True when a call may be made; its outcome must then be told.
  bool Admit(TimePoint now);
  // True when this call closed the breaker.
  bool Succeeded();
  // True when this call opened it.
  bool Failed(TimePoint now);

 private:
  const int threshold_;
  const std::chrono::milliseconds pause_;
  std::mutex mutex_;
  int failures_ = 0;
  bool open_ = false;
  TimePoint probe_at_;
};

}  // namespace deputies::redis

#endif  // SERVICES_COMMON_REDIS_BREAKER_H_
