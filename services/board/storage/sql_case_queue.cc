#include "services/board/storage/sql_case_queue.h"

#include "services/board/storage/message_events.h"
#include "services/common/base/status_macros.h"
#include "services/common/outbox/outbox.h"

namespace deputies::board {
namespace {

constexpr db::Statement kListDueCases{
    "/* board.ListDueCases */ SELECT home_id, id FROM messages FORCE INDEX (idx_messages_next) "
    "WHERE next_time <= ? ORDER BY next_time, home_id, id LIMIT ?"};
constexpr db::Statement kListNoticeOrders{
    "/* board.ListNoticeOrders */ SELECT home_id, id, kind, message_id, stage, event_time, "
    "important, deputy_id, role FROM notice_orders FORCE INDEX (idx_notice_orders_due) "
    "WHERE due_time <= ? ORDER BY due_time, home_id, id LIMIT ?"};
constexpr db::Statement kDeleteNoticeOrder{
    "/* board.DeleteNoticeOrder */ DELETE FROM notice_orders WHERE home_id=? AND id=?"};
constexpr db::Statement kPostponeNoticeOrder{
    "/* board.PostponeNoticeOrder */ UPDATE notice_orders SET due_time=? WHERE home_id=? AND id=?"};

}  // namespace

absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> SqlCaseQueue::ListDue(absl::Time deadline,
                                                                               absl::Time now,
                                                                               int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListDueCases, {now, limit}));
  std::vector<std::pair<int64_t, int64_t>> due;
  due.reserve(rows.size());
  for (const db::Row& row : rows) due.emplace_back(row.Int(0), row.Int(1));
  return due;
}

absl::StatusOr<std::vector<QueuedOrder>> SqlCaseQueue::ListOrders(absl::Time deadline,
                                                                  absl::Time now, int limit) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListNoticeOrders, {now, limit}));
  std::vector<QueuedOrder> orders;
  orders.reserve(rows.size());
  for (const db::Row& row : rows) {
    QueuedOrder queued;
    queued.id = row.Int(1);
    Notice& notice = queued.order.notice;
    notice.home_id = row.Int(0);
    notice.kind = static_cast<NoticeKind>(row.Int(2));
    notice.message_id = row.Int(3);
    notice.stage = static_cast<int32_t>(row.Int(4));
    if (!row.IsNull(5)) notice.event_time = row.Time(5);
    notice.important = row.Int(6) != 0;
    queued.order.deputy_id = row.Int(7);
    queued.order.role = static_cast<base::Role>(row.Int(8));
    orders.push_back(queued);
  }
  return orders;
}

absl::Status SqlCaseQueue::Deliver(absl::Time deadline, const QueuedOrder& order,
                                   const std::vector<int64_t>& person_ids) {
  const int64_t home_id = order.order.notice.home_id;
  return database_.InTransaction(
      deadline,
      [&](db::Transaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const int64_t taken,
                         transaction.Execute(kDeleteNoticeOrder, {home_id, order.id}));
        if (taken == 0 || person_ids.empty()) return absl::OkStatus();
        const absl::Time now = base::ToMillisecond(clock_.Now());
        const int64_t event_id = ids_.Next();
        return outbox::Append(
            transaction, home_id, event_id,
            ToEvent(event_id, home_id, now, PersonsNotice{order.order.notice, person_ids})
                .SerializeAsString(),
            now);
      },
      // The deleted row tells the second run that the first one's work is there.
      db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlCaseQueue::Postpone(absl::Time deadline, const QueuedOrder& order,
                                    absl::Time until) {
  return database_.InTransaction(deadline, [&](db::Transaction& transaction) -> absl::Status {
    return transaction.Execute(kPostponeNoticeOrder, {until, order.order.notice.home_id, order.id})
        .status();
  });
}

}  // namespace deputies::board
