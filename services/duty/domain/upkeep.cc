#include "services/duty/domain/upkeep.h"

#include <utility>

#include "absl/time/clock.h"

namespace deputies::duty {

void Upkeep::Start(std::function<void()> thread_start, std::function<void()> thread_stop) {
  thread_ = std::thread([this, start = std::move(thread_start), stop = std::move(thread_stop)] {
    start();
    std::unique_lock<std::mutex> lock(mutex_);
    while (!stopping_) {
      lock.unlock();
      work_(absl::Now() + interval_);
      lock.lock();
      wake_.wait_for(lock, absl::ToChronoMilliseconds(interval_), [this] { return stopping_; });
    }
    lock.unlock();
    stop();
  });
}

void Upkeep::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace deputies::duty
