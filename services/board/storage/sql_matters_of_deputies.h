#ifndef SERVICES_BOARD_STORAGE_SQL_MATTERS_OF_DEPUTIES_H_
#define SERVICES_BOARD_STORAGE_SQL_MATTERS_OF_DEPUTIES_H_

#include <vector>

#include "services/board/domain/event_intake.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlMattersOfDeputies final : public MattersOfDeputies {
 public:
  // `database` must outlive this.
  explicit SqlMattersOfDeputies(db::Database& database) : database_(database) {}

  absl::StatusOr<std::vector<int64_t>> ListMessagesOf(absl::Time deadline, int64_t home_id,
                                                      int64_t deputy_id, int64_t after_id,
                                                      int limit) override;
  absl::StatusOr<std::vector<int64_t>> ListSuggestionsOf(absl::Time deadline, int64_t home_id,
                                                         int64_t deputy_id, int64_t after_id,
                                                         int limit) override;

 private:
  db::Database& database_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_MATTERS_OF_DEPUTIES_H_
