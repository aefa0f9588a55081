#ifndef SERVICES_BOARD_STORAGE_SQL_STATISTICS_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_STATISTICS_STORE_H_

#include <vector>

#include "services/board/domain/message_statistics.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlStatisticsStore final : public StatisticsStore {
 public:
  // `database` must outlive this.
  explicit SqlStatisticsStore(db::Database& database) : database_(database) {}

  absl::StatusOr<std::vector<CaseFacts>> ListFacts(absl::Time deadline, int64_t home_id,
                                                   int64_t after_id, int64_t from_id,
                                                   int64_t until_id, int limit) override;

 private:
  db::Database& database_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_STATISTICS_STORE_H_
