#ifndef SERVICES_BOARD_STORAGE_SQL_CASE_QUEUE_H_
#define SERVICES_BOARD_STORAGE_SQL_CASE_QUEUE_H_

#include <utility>
#include <vector>

#include "services/board/domain/case_watch.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlCaseQueue final : public CaseQueue {
 public:
  // All must outlive this.
  SqlCaseQueue(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> ListDue(absl::Time deadline,
                                                                   absl::Time now,
                                                                   int limit) override;
  absl::StatusOr<std::vector<QueuedOrder>> ListOrders(absl::Time deadline, absl::Time now,
                                                      int limit) override;
  absl::Status Deliver(absl::Time deadline, const QueuedOrder& order,
                       const std::vector<int64_t>& person_ids) override;
  absl::Status Postpone(absl::Time deadline, const QueuedOrder& order, absl::Time until) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_CASE_QUEUE_H_
