#include "gateway/upstream/admission.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace deputies::gateway {
namespace {

// Part of limit and queue that calls of a priority may fill.
constexpr std::array<double, kCallPriorities> kShare = {0.25, 0.5, 0.85, 1.0};

constexpr double kDecrease = 0.9;
constexpr absl::Duration kDecreasePause = absl::Milliseconds(100);

// Failures in a row that open the breaker, and how long it stays open between probes.
constexpr int kBreakerThreshold = 20;
constexpr absl::Duration kBreakerPause = absl::Milliseconds(300);

size_t Index(CallPriority priority) { return static_cast<size_t>(priority); }

}  // namespace

Admission::Admission(const AdmissionOptions& options)
    : options_(options),
      limit_(options.initial_concurrency),
      last_decrease_(absl::InfinitePast()),
      probe_at_(absl::InfinitePast()) {}

bool Admission::MayRun(CallPriority priority) const {
  return static_cast<double>(running_) < std::max(limit_ * kShare[Index(priority)], 1.0);
}

bool Admission::BreakerAdmits(absl::Time now) {
  if (!open_) return true;
  if (now < probe_at_) return false;
  probe_at_ = now + kBreakerPause;
  return true;
}

Admission::Answer Admission::Enter(Applicant* applicant, CallPriority priority, absl::Time now) {
  Applicant* evicted = nullptr;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!BreakerAdmits(now)) {
      ++refused_;
      return Answer::kOpen;
    }
    // Nobody as urgent waits already, or it would not be this one's turn.
    const bool others_first =
        std::any_of(waiting_.begin() + static_cast<ptrdiff_t>(Index(priority)), waiting_.end(),
                    [](const auto& queue) { return !queue.empty(); });
    if (!others_first && MayRun(priority)) {
      ++running_;
      return Answer::kGo;
    }
    const auto room =
        static_cast<size_t>(static_cast<double>(options_.queue_capacity) * kShare[Index(priority)]);
    if (waiting_count_ >= room) {
      // The newest of the least urgent gives way, when that is less urgent than this one.
      for (size_t lower = 0; lower < Index(priority) && evicted == nullptr; ++lower) {
        if (waiting_[lower].empty()) continue;
        evicted = waiting_[lower].back().applicant;
        waiting_[lower].pop_back();
        --waiting_count_;
      }
      ++refused_;
      if (evicted == nullptr) return Answer::kFull;
    }
    waiting_[Index(priority)].push_back({applicant, now});
    ++waiting_count_;
  }
  if (evicted != nullptr) evicted->TurnedAway();
  return Answer::kWait;
}

void Admission::Learn(Outcome outcome, absl::Duration latency, absl::Time now) {
  if (outcome == Outcome::kAnswered) {
    failures_ = 0;
    open_ = false;
  } else if (outcome != Outcome::kOverloaded && ++failures_ >= kBreakerThreshold) {
    if (!open_) ++opened_;
    open_ = true;
    probe_at_ = now + kBreakerPause;
  }
  if (outcome == Outcome::kLost) return;  // says nothing of how much it can do
  const bool too_much = outcome != Outcome::kAnswered || latency > options_.slow_read;
  if (!too_much) {
    const bool held_back = waiting_count_ > 0 || static_cast<double>(running_) * 2 >= limit_;
    if (held_back) limit_ = std::min(limit_ + 1 / limit_, options_.max_concurrency);
  } else if (now - last_decrease_ >= kDecreasePause) {
    last_decrease_ = now;
    limit_ = std::max(limit_ * kDecrease, options_.min_concurrency);
  }
}

void Admission::Leave(Outcome outcome, absl::Duration latency, absl::Time now) {
  // Usually at most one.
  std::vector<Applicant*> admitted;
  std::vector<Applicant*> turned_away;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    Learn(outcome, latency, now);
    --running_;
    if (waiting_count_ == 0) return;
    for (size_t i = kCallPriorities; i-- > 0;) {
      std::deque<Waiting>& queue = waiting_[i];
      while (!queue.empty()) {
        const Waiting first = queue.front();
        const bool late = now - first.since > options_.max_wait;
        if (!late && !MayRun(static_cast<CallPriority>(i))) break;
        queue.pop_front();
        --waiting_count_;
        if (late) {
          ++refused_;
          turned_away.push_back(first.applicant);
        } else {
          ++running_;
          admitted.push_back(first.applicant);
        }
      }
    }
  }
  for (Applicant* const applicant : admitted) applicant->Admitted();
  for (Applicant* const applicant : turned_away) applicant->TurnedAway();
}

Admission::State Admission::state() const {
  std::lock_guard<std::mutex> lock(mutex_);
  return {running_, waiting_count_, limit_, open_, refused_, opened_};
}

void RetryBudget::Earn() {
  std::lock_guard<std::mutex> lock(mutex_);
  saved_ = std::min(saved_ + 1, kMost);
}

bool RetryBudget::Spend() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (saved_ < kPerRetry) return false;
  saved_ -= kPerRetry;
  return true;
}

}  // namespace deputies::gateway
