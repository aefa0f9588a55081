#include "services/wechat/domain/circuit_breaker.h"

namespace deputies::wechat {

bool CircuitBreaker::Allow() {
  const absl::Time now = clock_.Now();
  std::lock_guard<std::mutex> lock(mutex_);
  if (!open_) return true;
  if (now < next_probe_) return false;
  next_probe_ = now + kProbeInterval;
  return true;
}

void CircuitBreaker::Record(bool success) {
  const absl::Time now = clock_.Now();
  std::lock_guard<std::mutex> lock(mutex_);
  if (open_) {
    // Late failures of calls from before the opening change nothing; any success shows that the
    // server is back.
    if (success) {
      open_ = false;
      outcomes_.clear();
      failures_ = 0;
    }
    return;
  }
  outcomes_.push_back({now, success});
  if (!success) ++failures_;
  while (outcomes_.front().time <= now - kWindow) {
    if (!outcomes_.front().success) --failures_;
    outcomes_.pop_front();
  }
  const int calls = static_cast<int>(outcomes_.size());
  if (calls >= kLeastCalls && failures_ * 2 >= calls) {
    open_ = true;
    next_probe_ = now + kProbeInterval;
  }
}

bool CircuitBreaker::IsOpen() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return open_;
}

}  // namespace deputies::wechat
