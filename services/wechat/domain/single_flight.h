// Lets concurrent callers who ask for the same thing share one piece of work.
#ifndef SERVICES_WECHAT_DOMAIN_SINGLE_FLIGHT_H_
#define SERVICES_WECHAT_DOMAIN_SINGLE_FLIGHT_H_

#include <chrono>
#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace deputies::wechat {

// `Result` is copied to every caller. Thread-safe.
template <typename Result>
class SingleFlight {
 public:
  // Runs `work` in this thread, or, while another thread runs it for the same key, waits for that
  // one's result. Empty when the other's work did not end before `deadline`. Nothing is remembered
  // once the work has ended. `work` must not throw.
  std::optional<Result> Run(absl::string_view key, absl::Time deadline,
                            absl::FunctionRef<Result()> work) {
    std::unique_lock<std::mutex> lock(mutex_);
    auto [it, leads] = flights_.try_emplace(std::string(key));
    if (!leads) {
      std::shared_ptr<Flight> flight = it->second;
      // wait_for and not wait_until: the deadline is one of the wall clock, which may be set.
      flight->done.wait_for(lock, absl::ToChronoNanoseconds(deadline - absl::Now()),
                            [&] { return flight->result.has_value(); });
      return flight->result;
    }
    auto flight = std::make_shared<Flight>();
    it->second = flight;
    lock.unlock();
    Result result = work();
    lock.lock();
    flight->result = result;
    flights_.erase(std::string(key));
    lock.unlock();
    flight->done.notify_all();
    return result;
  }

 private:
  struct Flight {
    std::condition_variable done;
    std::optional<Result> result;  // guarded by mutex_
  };

  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<Flight>> flights_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_SINGLE_FLIGHT_H_
