// What happens without anybody doing it: cases whose time has come, and notices for people who have
// to be looked up first.
#ifndef SERVICES_BOARD_DOMAIN_CASE_WATCH_H_
#define SERVICES_BOARD_DOMAIN_CASE_WATCH_H_

#include <cstdint>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_lifecycle.h"
#include "services/board/domain/message_store.h"
#include "services/board/domain/notice.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::board {

struct QueuedOrder {
  NoticeOrder order;
  int64_t id = 0;
};

// What waits, over all homes. Thread-safe.
class CaseQueue {
 public:
  virtual ~CaseQueue() = default;
  // (home, message) whose next_time has come, oldest first.
  virtual absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> ListDue(absl::Time deadline,
                                                                           absl::Time now,
                                                                           int limit) = 0;
  // Notice orders that are due, oldest first.
  virtual absl::StatusOr<std::vector<QueuedOrder>> ListOrders(absl::Time deadline, absl::Time now,
                                                              int limit) = 0;
  // Takes the order off the queue and tells the persons, both or nothing; nothing when somebody
  // else was faster.
  virtual absl::Status Deliver(absl::Time deadline, const QueuedOrder& order,
                               const std::vector<int64_t>& person_ids) = 0;
  virtual absl::Status Postpone(absl::Time deadline, const QueuedOrder& order,
                                absl::Time until) = 0;
};

struct RoleHolder {
  int64_t person_id = 0;
  base::Role role = base::Role::kUnspecified;
  int64_t deputy_id = 0;  // for kDeputy
};

// Asks accounts. Thread-safe.
class RoleHolders {
 public:
  virtual ~RoleHolders() = default;
  // Deputies, liaison, chair, sponsor and offices of the home, of those that persons act as.
  virtual absl::StatusOr<std::vector<RoleHolder>> HoldersAt(absl::Time deadline,
                                                            int64_t home_id) = 0;
};

// Moves cases whose time has come: escalates, closes silent ones, returns unclaimed ones to the
// pool, asks about promises. Several may run at once.
class CaseWatch {
 public:
  static constexpr int kBatch = 100;

  // All must outlive this.
  CaseWatch(CaseQueue& queue, MessageStore& store, const MessageLifecycle& lifecycle,
            base::IdSource& ids, const base::Clock& clock)
      : queue_(queue), store_(store), lifecycle_(lifecycle), ids_(ids), clock_(clock) {}

  // One batch; returns how many cases it moved. A case that fails is reported to `failed` and tried
  // again with the next batch, after the others.
  absl::StatusOr<int> RunOnce(
      absl::FunctionRef<void(int64_t home_id, int64_t message_id, const absl::Status& status)>
          failed);

 private:
  absl::Status Move(absl::Time deadline, int64_t home_id, int64_t message_id);

  CaseQueue& queue_;
  MessageStore& store_;
  const MessageLifecycle& lifecycle_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

// Looks up who is meant by notice orders and hands the notices on. Where nobody holds a role, the
// next one on the ladder is told.
class NoticeSender {
 public:
  static constexpr int kBatch = 100;
  // Before an order is tried again when accounts cannot be asked.
  static constexpr absl::Duration kPause = absl::Seconds(30);

  // All must outlive this.
  NoticeSender(CaseQueue& queue, RoleHolders& holders, const base::Clock& clock)
      : queue_(queue), holders_(holders), clock_(clock) {}

  // One batch; returns how many orders it took. An order for nobody at all is dropped and reported
  // to `nobody`.
  absl::StatusOr<int> RunOnce(absl::FunctionRef<void(const QueuedOrder& order)> nobody);

 private:
  CaseQueue& queue_;
  RoleHolders& holders_;
  const base::Clock& clock_;
};

// Who is told: the deputy's person, or the holders of the role or the next one above that somebody
// holds; a deputy whom nobody acts as is stood in for by the liaison.
std::vector<int64_t> PersonsFor(const NoticeOrder& order, const std::vector<RoleHolder>& holders);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_CASE_WATCH_H_
