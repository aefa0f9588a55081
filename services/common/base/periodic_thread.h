#ifndef SERVICES_COMMON_BASE_PERIODIC_THREAD_H_
#define SERVICES_COMMON_BASE_PERIODIC_THREAD_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/time/time.h"

namespace deputies::base {

// A thread that works again and again, with a pause between, until it is stopped: the jobs of a
// service.
class PeriodicThread {
 public:
  // `work` runs on the thread; `first` and `last` (may be empty) as its first and last act there.
  PeriodicThread(absl::Duration pause, std::function<void()> work, std::function<void()> first = {},
                 std::function<void()> last = {});
  // Waits for the work that runs.
  ~PeriodicThread();
  PeriodicThread(const PeriodicThread&) = delete;
  PeriodicThread& operator=(const PeriodicThread&) = delete;

  // As the destructor. Idempotent.
  void Stop();

 private:
  void Run();

  const absl::Duration pause_;
  const std::function<void()> work_;
  const std::function<void()> first_;
  const std::function<void()> last_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_PERIODIC_THREAD_H_
