#include "services/reception/rpc/event_consumer_service.h"

#include "google/protobuf/util/time_util.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::reception {

EventConsumerService::EventConsumerService(PersonEraser& eraser, HostSuccession& succession,
                                           ReceptionStore& store)
    : eraser_(eraser),
      succession_(succession),
      store_(store),
      table_("deputies.events.v1.EventConsumerService") {
  table_.Bind("DeliverEvents", this, &EventConsumerService::DeliverEvents);
}

absl::Status EventConsumerService::DeliverEvents(const rpc::Call& call,
                                                 const events::v1::DeliverEventsRequest& request,
                                                 events::v1::DeliverEventsResponse*) {
  for (const events::v1::Event& event : request.events()) {
    switch (event.fact_case()) {
      case events::v1::Event::kPersonErased:
        RETURN_IF_ERROR(eraser_.ErasePerson(call.deadline, event.person_erased().person_id()));
        break;
      case events::v1::Event::kDeputySucceeded: {
        const events::v1::DeputySucceeded& fact = event.deputy_succeeded();
        RETURN_IF_ERROR(succession_.PassOn(
            call.deadline,
            {event.home_id(), fact.old_deputy_id(), fact.new_deputy_id(), fact.new_deputy_name()}));
        break;
      }
      case events::v1::Event::kHomeDutyHeld: {
        const events::v1::HomeDutyHeld& held = event.home_duty_held();
        const absl::Time hold_time = absl::FromUnixMillis(
            google::protobuf::util::TimeUtil::TimestampToMilliseconds(held.hold_time()));
        RETURN_IF_ERROR(store_.NoteHomeDuty(
            call.deadline, {event.home_id(), static_cast<HomeDutyKind>(held.kind()),
                            held.source_id(), base::ShanghaiDay(hold_time)}));
        break;
      }
      default:
        // The others concern no reception; a kind newer than this process is no error either: its
        // sender would repeat it for ever.
        break;
    }
  }
  return absl::OkStatus();
}

}  // namespace deputies::reception
