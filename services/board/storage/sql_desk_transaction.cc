#include "services/board/storage/sql_desk_transaction.h"

#include <algorithm>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "deputies/events/v1/event.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/board/storage/message_statements.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/common/outbox/outbox.h"

namespace deputies::board {
namespace {

using google::protobuf::util::TimeUtil;

// events.v1.NoticeRequested takes so many.
constexpr size_t kMaxPersonsPerNotice = 100;

void SetTime(absl::Time time, google::protobuf::Timestamp* proto) {
  *proto = TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

// Queues the event under a new id.
absl::Status Queue(const DeskSql& sql, int64_t home_id, events::v1::Event* event) {
  const absl::Time now = sql.clock.Now();
  event->set_event_id(sql.ids.Next());
  event->set_home_id(home_id);
  SetTime(now, event->mutable_occur_time());
  return outbox::Append(sql.transaction, home_id, event->event_id(), event->SerializeAsString(),
                        now);
}

}  // namespace

absl::StatusOr<std::optional<int64_t>> ClaimDeskRequest(const DeskSql& sql, const RequestKey& key,
                                                        int64_t object_id) {
  ASSIGN_OR_RETURN(
      const std::optional<std::string> earlier,
      db::ClaimRequest(sql.transaction, key, absl::StrCat(object_id), sql.clock.Now()));
  if (!earlier.has_value()) return std::nullopt;
  int64_t id = 0;
  if (!absl::SimpleAtoi(*earlier, &id)) {
    return absl::InternalError("a request key of ours holds no id");
  }
  return id;
}

absl::Status QueueNotice(const DeskSql& sql, int64_t home_id, const DeskNotice& notice) {
  for (size_t begin = 0; begin < notice.person_ids.size(); begin += kMaxPersonsPerNotice) {
    const size_t end = std::min(begin + kMaxPersonsPerNotice, notice.person_ids.size());
    events::v1::Event event;
    events::v1::NoticeRequested* proto = event.mutable_notice_requested();
    proto->set_kind(static_cast<events::v1::NoticeKind>(notice.kind));
    for (size_t i = begin; i < end; ++i) proto->add_person_ids(notice.person_ids[i]);
    proto->set_target_id(notice.target_id);
    proto->set_stage(notice.stage);
    proto->set_title(notice.title);
    proto->set_detail(notice.detail);
    if (notice.event_time.has_value()) SetTime(*notice.event_time, proto->mutable_event_time());
    proto->set_important(notice.important);
    RETURN_IF_ERROR(Queue(sql, home_id, &event));
  }
  return absl::OkStatus();
}

absl::Status QueueOrder(const DeskSql& sql, const NoticeOrder& order) {
  const absl::Time now = sql.clock.Now();
  return sql.transaction
      .Execute(kInsertNoticeOrder,
               {order.notice.home_id, sql.ids.Next(), order.notice.kind, order.notice.message_id,
                order.notice.stage, order.notice.event_time, order.notice.important,
                order.deputy_id, order.role, now, now})
      .status();
}

absl::Status QueueDuty(const DeskSql& sql, int64_t home_id, const DutyAct& act) {
  events::v1::Event event;
  events::v1::DutyPerformed* proto = event.mutable_duty_performed();
  proto->set_deputy_id(act.deputy_id);
  proto->set_item(act.item);
  proto->set_source_type(act.source_type);
  proto->set_source_id(act.source_id);
  SetTime(act.perform_time, proto->mutable_perform_time());
  proto->set_withdrawn(act.withdrawn);
  return Queue(sql, home_id, &event);
}

absl::Status QueueHomeAct(const DeskSql& sql, int64_t home_id, const HomeAct& act) {
  events::v1::Event event;
  events::v1::HomeActed* proto = event.mutable_home_acted();
  proto->set_item(act.item);
  proto->set_source_type(act.source_type);
  proto->set_source_id(act.source_id);
  SetTime(act.act_time, proto->mutable_act_time());
  proto->set_content(act.content);
  return Queue(sql, home_id, &event);
}

}  // namespace deputies::board
