#ifndef SERVICES_BOARD_STORAGE_SQL_OWN_CHANGE_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_OWN_CHANGE_STORE_H_

#include <vector>

#include "services/board/domain/own_changes.h"
#include "services/common/db/database.h"

namespace deputies::board {

class SqlOwnChangeStore final : public OwnChangeStore {
 public:
  // `database` must outlive this.
  explicit SqlOwnChangeStore(db::Database& database) : database_(database) {}

  absl::StatusOr<std::vector<OwnChange>> ListOwnChanges(absl::Time deadline, int64_t author_id,
                                                        int64_t after_id, int limit) override;

 private:
  db::Database& database_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_OWN_CHANGE_STORE_H_
