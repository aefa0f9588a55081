#include "services/reception/rpc/event_consumer_service.h"

#include "services/common/base/status_macros.h"

namespace deputies::reception {

EventConsumerService::EventConsumerService(PersonEraser& eraser, HostSuccession& succession)
    : eraser_(eraser), succession_(succession), table_("deputies.events.v1.EventConsumerService") {
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
      default:
        // The others concern no reception; a kind newer than this process is no error either: its
        // sender would repeat it for ever.
        break;
    }
  }
  return absl::OkStatus();
}

}  // namespace deputies::reception
