// How many calls run at one service at once, and whose turn is next.
#ifndef GATEWAY_UPSTREAM_ADMISSION_H_
#define GATEWAY_UPSTREAM_ADMISSION_H_

#include <array>
#include <cstdint>
#include <deque>
#include <mutex>

#include "absl/time/time.h"

namespace deputies::gateway {

// From the least to the most urgent.
enum class CallPriority : uint8_t { kExport, kRanking, kRead, kWrite };
inline constexpr size_t kCallPriorities = 4;

struct AdmissionOptions {
  double min_concurrency = 16;
  double initial_concurrency = 64;
  double max_concurrency = 512;
  // A read that takes longer says that the service has too much to do.
  absl::Duration slow_read = absl::Milliseconds(250);
  size_t queue_capacity = 512;
  absl::Duration max_wait = absl::Seconds(1);
};

// The limit on running calls follows what the service can do (AIMD): one more per limit's worth of
// good answers while the limit is what holds calls back, a tenth less, at most every 100 ms, when
// an answer says that it is too much. Calls beyond the limit wait for their turn, the urgent ones
// first; less urgent ones may fill only a part of limit and queue. A circuit breaker refuses calls
// to a service that answers none. Thread-safe; what it calls, it calls outside of its lock.
class Admission {
 public:
  explicit Admission(const AdmissionOptions& options);

  class Applicant {
   public:
    virtual ~Applicant() = default;
    // One of the two, once, on any thread. After Admitted the call runs and ends with Leave.
    virtual void Admitted() = 0;
    virtual void TurnedAway() = 0;
  };

  enum class Answer {
    kGo,    // the call runs; it ends with Leave
    kWait,  // the applicant hears of it
    kFull,  // too many calls wait
    kOpen,  // the breaker is open: the service is away
  };
  Answer Enter(Applicant* applicant, CallPriority priority, absl::Time now);

  enum class Outcome {
    kAnswered,    // whatever the service says
    kOverloaded,  // by its own word
    kTimedOut,
    kLost,  // the service could not be reached
  };
  // `latency` of a quick read; zero for calls that may take their time.
  void Leave(Outcome outcome, absl::Duration latency, absl::Time now);

  struct State {
    size_t running = 0;
    size_t waiting = 0;
    double limit = 0;
    bool open = false;
    uint64_t refused = 0;
    uint64_t opened = 0;
  };
  State state() const;

 private:
  struct Waiting {
    Applicant* applicant;
    absl::Time since;
  };

  bool MayRun(CallPriority priority) const;
  void Learn(Outcome outcome, absl::Duration latency, absl::Time now);
  bool BreakerAdmits(absl::Time now);

  const AdmissionOptions options_;
  mutable std::mutex mutex_;
  double limit_;
  size_t running_ = 0;
  size_t waiting_count_ = 0;
  std::array<std::deque<Waiting>, kCallPriorities> waiting_;
  absl::Time last_decrease_;
  int failures_ = 0;
  bool open_ = false;
  absl::Time probe_at_;
  uint64_t refused_ = 0;
  uint64_t opened_ = 0;
};

// Allows a tenth of the calls to be tried again: a service in trouble is not asked twice by all.
// Thread-safe.
class RetryBudget {
 public:
  void Earn();
  // True when a retry may be made.
  bool Spend();

 private:
  static constexpr int kPerRetry = 10;
  static constexpr int kMost = 100 * kPerRetry;
  std::mutex mutex_;
  int saved_ = 10 * kPerRetry;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_UPSTREAM_ADMISSION_H_
