#include "services/reception/rpc/event_consumer_service.h"

#include "services/common/base/status_macros.h"

namespace deputies::reception {

EventConsumerService::EventConsumerService(PersonEraser& eraser)
    : eraser_(eraser), table_("deputies.events.v1.EventConsumerService") {
  table_.Bind("DeliverEvents", this, &EventConsumerService::DeliverEvents);
}

absl::Status EventConsumerService::DeliverEvents(const rpc::Call& call,
                                                 const events::v1::DeliverEventsRequest& request,
                                                 events::v1::DeliverEventsResponse*) {
  for (const events::v1::Event& event : request.events()) {
    // The others concern no reception; a kind newer than this process is no error either: its
    // sender would repeat it for ever.
    if (!event.has_person_erased()) continue;
    RETURN_IF_ERROR(eraser_.ErasePerson(call.deadline, event.person_erased().person_id()));
  }
  return absl::OkStatus();
}

}  // namespace deputies::reception
