#include "services/wechat/storage/sql_notice_store.h"

#include <algorithm>
#include <cstdint>
#include <map>

#include "services/common/base/status_macros.h"
#include "services/common/outbox/outbox.h"

namespace deputies::wechat {
namespace {

constexpr db::Statement kInsertNotice{
    "/* wechat.InsertNotice */ INSERT INTO notices "
    "(home_id, notice_id, event_id, person_id, kind, target_id, stage, title, detail, event_time, "
    "send_time, expire_time, due_time, important, state, create_time) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};

constexpr db::Statement kEraseNotices{
    "/* wechat.EraseNotices */ DELETE FROM notices WHERE person_id = ?"};
constexpr db::Statement kEraseConsents{
    "/* wechat.EraseConsents */ DELETE FROM consents WHERE person_id = ?"};

constexpr char kNoticeIdentity[] = "uk_notices_fact";
// How long a notice without an end of its own is worth delivering.
constexpr absl::Duration kLifetime = absl::Hours(7 * 24);

}  // namespace

SqlNoticeStore::SqlNoticeStore(db::Database& database, base::IdSource& ids,
                               const base::Clock& clock)
    : database_(database), ids_(ids), clock_(clock) {}

absl::Status SqlNoticeStore::Receive(absl::Time deadline,
                                     const std::vector<ReceivedEvent>& events) {
  // By home, because a transaction stays within one; by event, so that deliveries which race lock
  // rows in one order.
  std::map<int64_t, std::map<int64_t, const ReceivedEvent*>> homes;
  for (const ReceivedEvent& event : events) homes[event.home_id].emplace(event.event_id, &event);
  for (const auto& home : homes) {
    const auto receive = [&](db::Transaction& transaction) -> absl::Status {
      for (const auto& [event_id, event] : home.second) {
        RETURN_IF_ERROR(ReceiveInto(transaction, *event));
      }
      return absl::OkStatus();
    };
    // The receipt is the row that can exist once.
    RETURN_IF_ERROR(database_.InTransaction(deadline, receive, db::Repeat::kAfterUnknownOutcome));
  }
  return absl::OkStatus();
}

absl::Status SqlNoticeStore::ReceiveInto(db::Transaction& transaction, const ReceivedEvent& event) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  ASSIGN_OR_RETURN(const bool first_time,
                   outbox::FirstTime(transaction, event.home_id, event.event_id, now));
  if (!first_time) return absl::OkStatus();
  if (event.erased_person_id != 0) {
    RETURN_IF_ERROR(transaction.Execute(kEraseNotices, {event.erased_person_id}).status());
    RETURN_IF_ERROR(transaction.Execute(kEraseConsents, {event.erased_person_id}).status());
  }
  for (const NoticeOrder& order : event.orders) {
    const absl::Time send = std::max(order.send_time, now);
    const absl::Time expire =
        order.expire_time == absl::InfiniteFuture() ? send + kLifetime : order.expire_time;
    const absl::Status inserted =
        transaction
            .Execute(kInsertNotice,
                     {order.home_id, ids_.Next(), order.event_id, order.person_id, order.kind,
                      order.target_id, order.stage, order.title, order.detail, order.event_time,
                      send, expire, send, order.important, NoticeState::kPending, now})
            .status();
    // The same fact told again under another event id.
    if (db::IsDuplicateKey(inserted, kNoticeIdentity)) continue;
    RETURN_IF_ERROR(inserted);
  }
  return absl::OkStatus();
}

}  // namespace deputies::wechat
