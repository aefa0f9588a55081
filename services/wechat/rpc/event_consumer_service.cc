#include "services/wechat/rpc/event_consumer_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/base/error.h"
#include "services/wechat/domain/notice_rules.h"

namespace deputies::wechat {
namespace {

absl::Time TimeOf(const google::protobuf::Timestamp& time) {
  return absl::FromUnixMillis(google::protobuf::util::TimeUtil::TimestampToMilliseconds(time));
}

// One order for each person.
std::vector<NoticeOrder> OrdersOf(const events::v1::Event& event) {
  const events::v1::NoticeRequested& requested = event.notice_requested();
  NoticeOrder order;
  order.home_id = event.home_id();
  order.event_id = event.event_id();
  order.kind = requested.kind();
  order.target_id = requested.target_id();
  order.stage = requested.stage();
  // Longer words would be cut by every channel anyway.
  order.title = FirstChars(requested.title(), kMaxNoticeWords);
  order.detail = FirstChars(requested.detail(), kMaxNoticeWords);
  if (requested.has_event_time()) order.event_time = TimeOf(requested.event_time());
  if (requested.has_send_time()) order.send_time = TimeOf(requested.send_time());
  if (requested.has_expire_time()) order.expire_time = TimeOf(requested.expire_time());
  order.important = requested.important();
  std::vector<NoticeOrder> orders;
  for (int64_t person_id : requested.person_ids()) {
    if (person_id == 0) continue;
    order.person_id = person_id;
    orders.push_back(order);
  }
  return orders;
}

ReceivedEvent FromProto(const events::v1::Event& event) {
  ReceivedEvent received;
  received.home_id = event.home_id();
  received.event_id = event.event_id();
  switch (event.fact_case()) {
    case events::v1::Event::kNoticeRequested:
      received.orders = OrdersOf(event);
      break;
    case events::v1::Event::kPersonErased:
      received.erased_person_id = event.person_erased().person_id();
      break;
    default:
      // Nobody is told of the others. A kind newer than this process is no error either: its sender
      // would repeat it for ever.
      break;
  }
  return received;
}

}  // namespace

EventConsumerService::EventConsumerService(NoticeStore& store)
    : store_(store), table_("deputies.events.v1.EventConsumerService") {
  table_.Bind("DeliverEvents", this, &EventConsumerService::DeliverEvents);
}

absl::Status EventConsumerService::DeliverEvents(const rpc::Call& call,
                                                 const events::v1::DeliverEventsRequest& request,
                                                 events::v1::DeliverEventsResponse*) {
  std::vector<ReceivedEvent> received;
  received.reserve(static_cast<size_t>(request.events_size()));
  for (int i = 0; i < request.events_size(); ++i) {
    const events::v1::Event& event = request.events(i);
    if (event.event_id() <= 0 || event.home_id() < 0) {
      return base::InvalidField(absl::StrCat("events[", i, "]"), "缺少 eventId 或 homeId");
    }
    ReceivedEvent next = FromProto(event);
    if (!next.orders.empty() || next.erased_person_id != 0) received.push_back(std::move(next));
  }
  if (received.empty()) return absl::OkStatus();
  return store_.Receive(call.deadline, received);
}

}  // namespace deputies::wechat
