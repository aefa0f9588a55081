// Carries events from a service's outbox to their consumers, at least once.
#ifndef SERVICES_COMMON_OUTBOX_RELAY_H_
#define SERVICES_COMMON_OUTBOX_RELAY_H_

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/db/database.h"

namespace deputies::outbox {

struct QueuedEvent {
  int64_t home_id = 0;
  int64_t event_id = 0;
  std::string bytes;  // deputies.events.v1.Event
};

// One receiver of events. Used by one thread at a time.
class Consumer {
 public:
  virtual ~Consumer() = default;
  // Stable name without line breaks: the address.
  virtual const std::string& name() const = 0;
  // OK when every event is stored, or was before. UNAVAILABLE, DEADLINE_EXCEEDED,
  // RESOURCE_EXHAUSTED, CANCELLED, UNAUTHENTICATED, PERMISSION_DENIED and UNIMPLEMENTED say that
  // the consumer is away or set up wrongly; other errors, that at least one event was refused.
  virtual absl::Status Deliver(const std::vector<QueuedEvent>& events, absl::Time deadline) = 0;
};

struct RelayOptions {
  // How often an empty outbox is looked at.
  absl::Duration poll_interval = absl::Milliseconds(200);
  // Limit of one delivery; rows are locked meanwhile, so keep it short.
  absl::Duration delivery_timeout = absl::Seconds(2);
  // Wait after a refused event: doubles from first to last.
  absl::Duration first_backoff = absl::Seconds(1);
  absl::Duration last_backoff = absl::Minutes(10);
  // Wait before an unreachable consumer is tried again: doubles from first_backoff to this.
  absl::Duration last_pause = absl::Seconds(30);
};

// Events are delivered in small batches, about in the order of their making; a refused one is
// retried alone and overtaken by others, and never dropped (after 20 refusals the log calls for a
// person). While no consumer can be reached, the table is left alone. Several relays may run on one
// table: rows in work are skipped.
class Relay {
 public:
  // Without consumers, events count as sent. `database` and `clock` must outlive the relay.
  Relay(db::Database& database, const base::Clock& clock,
        std::vector<std::unique_ptr<Consumer>> consumers, RelayOptions options = {});
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Starts the relay's thread.
  void Start();
  // Returns when the batch in work is done and the thread has ended. Idempotent.
  void Stop();

  // Delivers one batch of due events; returns how many it claimed. For tests, and for the thread.
  absl::StatusOr<int> RunOnce();

 private:
  struct Target {
    std::unique_ptr<Consumer> consumer;
    int failures = 0;  // in a row
    absl::Time paused_until = absl::InfinitePast();
  };
  struct Claimed;

  absl::Status DeliverBatch(db::Transaction& transaction, int* claimed);
  // Marks in `batch` what this consumer took or refused.
  void DeliverTo(Target& target, std::vector<Claimed>& batch);
  absl::Status Record(db::Transaction& transaction, const std::vector<Claimed>& batch);
  void Pause(Target& target, const absl::Status& status);
  void Resume(Target& target);
  bool TakenByAll(const Claimed& entry) const;
  bool AllPaused(absl::Time now) const;
  void Run();

  db::Database& database_;
  const base::Clock& clock_;
  const RelayOptions options_;
  std::vector<Target> targets_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace deputies::outbox

#endif  // SERVICES_COMMON_OUTBOX_RELAY_H_
