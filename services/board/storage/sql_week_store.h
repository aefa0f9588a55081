#ifndef SERVICES_BOARD_STORAGE_SQL_WEEK_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_WEEK_STORE_H_

#include <vector>

#include "services/board/domain/weekly_caller.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlWeekStore final : public WeekStore {
 public:
  // All must outlive this.
  SqlWeekStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<std::vector<int64_t>> ListHomes(absl::Time deadline, int64_t after_id,
                                                 int limit) override;
  absl::StatusOr<bool> HasWeek(absl::Time deadline, int64_t home_id, absl::Time week,
                               absl::Time now) override;
  absl::Status Announce(absl::Time deadline, int64_t home_id, absl::Time week,
                        const std::vector<NoticeOrder>& orders) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_WEEK_STORE_H_
