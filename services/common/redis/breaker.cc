#include "services/common/redis/breaker.h"

namespace deputies::redis {

bool Breaker::Admit(TimePoint now) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!open_) return true;
  if (now < probe_at_) return false;
  probe_at_ = now + pause_;  // one probe; the next one if this never tells its outcome
  return true;
}

bool Breaker::Succeeded() {
  std::lock_guard<std::mutex> lock(mutex_);
  failures_ = 0;
  const bool closed = open_;
  open_ = false;
  return closed;
}

bool Breaker::Failed(TimePoint now) {
  std::lock_guard<std::mutex> lock(mutex_);
  ++failures_;
  if (!open_ && failures_ < threshold_) return false;
  const bool opened = !open_;
  open_ = true;
  probe_at_ = now + pause_;
  return opened;
}

}  // namespace deputies::redis
