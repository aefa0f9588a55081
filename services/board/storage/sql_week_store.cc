#include "services/board/storage/sql_week_store.h"

#include "services/board/storage/sql_desk_transaction.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// Jumps from home to home in the primary key.
constexpr db::Statement kListHomesWithMessages{
    "/* board.ListHomesWithMessages */ SELECT DISTINCT home_id FROM messages WHERE home_id>? "
    "ORDER BY home_id LIMIT ?"};
constexpr db::Statement kFindPostedInWeek{
    "/* board.FindPostedInWeek */ SELECT 1 FROM messages "
    "WHERE home_id=? AND id>=? AND id<? LIMIT 1"};
// Owners above the handler (Owner::kLiaison and on), by the index of their work.
constexpr db::Statement kFindOverdue{
    "/* board.FindOverdue */ SELECT 1 FROM messages FORCE INDEX (idx_messages_work) "
    "WHERE home_id=? AND owner BETWEEN 3 AND 6 AND due_time<? LIMIT 1"};
constexpr db::Statement kInsertWeek{
    "/* board.InsertWeek */ INSERT INTO weekly_digests (home_id, week) VALUES (?, ?)"};

}  // namespace

absl::StatusOr<std::vector<int64_t>> SqlWeekStore::ListHomes(absl::Time deadline, int64_t after_id,
                                                             int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kListHomesWithMessages, {after_id, limit}));
  std::vector<int64_t> homes;
  homes.reserve(rows.size());
  for (const db::Row& row : rows) homes.push_back(row.Int(0));
  return homes;
}

absl::StatusOr<bool> SqlWeekStore::HasWeek(absl::Time deadline, int64_t home_id, absl::Time week,
                                           absl::Time now) {
  const int64_t from_id = base::TimeOrderedIdSource::At(week - absl::Hours(7 * 24), 0);
  const int64_t until_id = base::TimeOrderedIdSource::At(week, 0);
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kFindPostedInWeek, {home_id, from_id, until_id}));
  if (!rows.empty()) return true;
  ASSIGN_OR_RETURN(rows, database_.Query(deadline, kFindOverdue, {home_id, now}));
  return !rows.empty();
}

absl::Status SqlWeekStore::Announce(absl::Time deadline, int64_t home_id, absl::Time week,
                                    const std::vector<NoticeOrder>& orders) {
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& transaction) -> absl::Status {
        const absl::Status inserted = transaction.Execute(kInsertWeek, {home_id, week}).status();
        if (db::IsDuplicateKey(inserted)) return absl::OkStatus();
        RETURN_IF_ERROR(inserted);
        for (const NoticeOrder& order : orders) {
          RETURN_IF_ERROR(QueueOrder({transaction, ids_, clock_}, order));
        }
        return absl::OkStatus();
      },
      db::Repeat::kAfterUnknownOutcome);
}

}  // namespace deputies::board
