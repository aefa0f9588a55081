#include "services/wechat/storage/notice_rows.h"

#include <optional>

namespace deputies::wechat {
namespace {

std::optional<absl::Time> OptionalTime(const db::Row& row, size_t column) {
  if (row.IsNull(column)) return std::nullopt;
  return row.Time(column);
}

}  // namespace

Notice ReadNotice(db::Row& row) {
  Notice notice;
  notice.order.home_id = row.Int(0);
  notice.notice_id = row.Int(1);
  notice.order.event_id = row.Int(2);
  notice.order.person_id = row.Int(3);
  notice.order.kind = static_cast<int>(row.Int(4));
  notice.order.target_id = row.Int(5);
  notice.order.stage = row.Int(6);
  notice.order.title = row.TakeString(7);
  notice.order.detail = row.TakeString(8);
  notice.order.event_time = OptionalTime(row, 9);
  notice.order.send_time = row.Time(10);
  notice.order.expire_time = row.Time(11);
  notice.order.important = row.Int(12) != 0;
  notice.state = static_cast<NoticeState>(row.Int(13));
  notice.channel = static_cast<Channel>(row.Int(14));
  notice.outcome = row.TakeString(15);
  notice.attempts = static_cast<int>(row.Int(16));
  notice.unknown_outcomes = static_cast<int>(row.Int(17));
  notice.consent_held = row.Int(18) != 0;
  notice.create_time = row.Time(19);
  notice.read_time = OptionalTime(row, 20);
  notice.finish_time = OptionalTime(row, 21);
  notice.caller_person_id = row.Int(22);
  notice.call_note = row.TakeString(23);
  return notice;
}

}  // namespace deputies::wechat
