#include "services/common/base/periodic_thread.h"

#include <utility>

namespace deputies::base {

PeriodicThread::PeriodicThread(absl::Duration pause, std::function<void()> work,
                               std::function<void()> first, std::function<void()> last)
    : pause_(pause),
      work_(std::move(work)),
      first_(std::move(first)),
      last_(std::move(last)),
      thread_([this] { Run(); }) {}

PeriodicThread::~PeriodicThread() { Stop(); }

void PeriodicThread::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void PeriodicThread::Run() {
  if (first_) first_();
  std::unique_lock<std::mutex> lock(mutex_);
  while (!stopping_) {
    lock.unlock();
    work_();
    lock.lock();
    wake_.wait_for(lock, absl::ToChronoMilliseconds(pause_), [this] { return stopping_; });
  }
  lock.unlock();
  if (last_) last_();
}

}  // namespace deputies::base
