#ifndef SERVICES_DUTY_DOMAIN_UPKEEP_H_
#define SERVICES_DUTY_DOMAIN_UPKEEP_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace deputies::duty {

// Work that nobody asks for, on a thread of its own: at the start, then at every interval.
class Upkeep {
 public:
  // `work` is called with its deadline; it sees to its own failures.
  Upkeep(absl::Duration interval, std::function<void(absl::Time deadline)> work)
      : interval_(interval), work_(std::move(work)) {}
  ~Upkeep() { Stop(); }
  Upkeep(const Upkeep&) = delete;
  Upkeep& operator=(const Upkeep&) = delete;

  // `thread_start` and `thread_stop` surround the thread's work (the database driver wants them).
  void Start(std::function<void()> thread_start, std::function<void()> thread_stop);
  // Returns when the work in hand is done. Idempotent.
  void Stop();

 private:
  const absl::Duration interval_;
  const std::function<void(absl::Time)> work_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_UPKEEP_H_
