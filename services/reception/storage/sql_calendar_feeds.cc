// Calendar feeds of SqlReceptionStore.
#include "services/common/base/status_macros.h"
#include "services/reception/storage/sql_reception_store.h"
#include "services/reception/storage/sql_transaction.h"

namespace deputies::reception {
namespace {

constexpr db::Statement kReplaceCalendarFeed{
    "/* reception.ReplaceCalendarFeed */ INSERT INTO calendar_feeds (home_id, person_id, number, "
    "deputy_id, created_at) VALUES (?, ?, ?, ?, ?) ON DUPLICATE KEY UPDATE number=VALUES(number), "
    "deputy_id=VALUES(deputy_id), created_at=VALUES(created_at)"};
constexpr db::Statement kDeleteCalendarFeed{
    "/* reception.DeleteCalendarFeed */ DELETE FROM calendar_feeds WHERE home_id=? AND "
    "person_id=?"};
constexpr db::Statement kFindCalendarFeed{
    "/* reception.FindCalendarFeed */ SELECT number, deputy_id, created_at FROM calendar_feeds "
    "WHERE home_id=? AND person_id=?"};

}  // namespace

absl::Status SqlTransaction::ReplaceCalendarFeed(const CalendarFeed& feed) {
  return sql_
      .Execute(kReplaceCalendarFeed,
               {feed.home_id, feed.person_id, feed.number, feed.deputy_id, feed.create_time})
      .status();
}

absl::Status SqlTransaction::DeleteCalendarFeed(int64_t home_id, int64_t person_id) {
  return sql_.Execute(kDeleteCalendarFeed, {home_id, person_id}).status();
}

absl::StatusOr<std::optional<CalendarFeed>> SqlReceptionStore::FindCalendarFeed(absl::Time deadline,
                                                                                int64_t home_id,
                                                                                int64_t person_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kFindCalendarFeed, {home_id, person_id}));
  if (rows.empty()) return std::nullopt;
  CalendarFeed feed;
  feed.home_id = home_id;
  feed.person_id = person_id;
  feed.number = rows.front().Int(0);
  feed.deputy_id = rows.front().Int(1);
  feed.create_time = rows.front().Time(2);
  return feed;
}

}  // namespace deputies::reception
