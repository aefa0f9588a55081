#include "services/board/storage/sql_own_change_store.h"

#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr db::Statement kListOwnChanges{
    "/* board.ListOwnChanges */ SELECT id, home_id, message_id, to_state, create_time "
    "FROM message_transitions WHERE author_id = ? AND id > ? ORDER BY id LIMIT ?"};

}  // namespace

absl::StatusOr<std::vector<OwnChange>> SqlOwnChangeStore::ListOwnChanges(absl::Time deadline,
                                                                         int64_t author_id,
                                                                         int64_t after_id,
                                                                         int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListOwnChanges, {author_id, after_id, limit}));
  std::vector<OwnChange> changes;
  for (const db::Row& row : rows) {
    changes.push_back(
        {row.Int(0), row.Int(1), row.Int(2), static_cast<MessageState>(row.Int(3)), row.Time(4)});
  }
  return changes;
}

}  // namespace deputies::board
