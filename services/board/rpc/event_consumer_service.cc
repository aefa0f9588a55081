#include "services/board/rpc/event_consumer_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/board/rpc/message_converters.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

absl::StatusOr<RecordedVisit> VisitOf(const events::v1::Event& event, const std::string& path) {
  const events::v1::VisitRecorded& recorded = event.visit_recorded();
  RecordedVisit visit;
  visit.home_id = event.home_id();
  visit.visit_id = recorded.visit_id();
  visit.deputy_id = recorded.deputy_id();
  visit.visitor_id = recorded.visitor_person_id();
  visit.visitor_alias = recorded.visitor_alias();
  ASSIGN_OR_RETURN(visit.record_time,
                   board::FromProto(event.occur_time(), absl::StrCat(path, ".occurTime")));
  visit.subject = recorded.subject();
  visit.body = recorded.body();
  return visit;
}

}  // namespace

EventConsumerService::EventConsumerService(EventIntake& intake, PersonEraser& eraser)
    : intake_(intake), eraser_(eraser), table_("deputies.events.v1.EventConsumerService") {
  table_.Bind("DeliverEvents", this, &EventConsumerService::DeliverEvents);
}

absl::Status EventConsumerService::DeliverEvents(const rpc::Call& call,
                                                 const events::v1::DeliverEventsRequest& request,
                                                 events::v1::DeliverEventsResponse*) {
  for (int i = 0; i < request.events_size(); ++i) {
    const events::v1::Event& event = request.events(i);
    const std::string path = absl::StrCat("events[", i, "]");
    if (event.event_id() <= 0 || event.home_id() < 0) {
      return base::InvalidField(path, "缺少 eventId 或 homeId");
    }
    switch (event.fact_case()) {
      case events::v1::Event::kVisitRecorded: {
        if (!event.visit_recorded().opens_case()) continue;
        ASSIGN_OR_RETURN(const RecordedVisit visit, VisitOf(event, path));
        RETURN_IF_ERROR(intake_.OpenCase(call.deadline, visit));
        continue;
      }
      case events::v1::Event::kDeputySucceeded: {
        const events::v1::DeputySucceeded& succeeded = event.deputy_succeeded();
        RETURN_IF_ERROR(intake_.PassOn(call.deadline, {event.home_id(), succeeded.old_deputy_id(),
                                                       succeeded.new_deputy_id()}));
        continue;
      }
      case events::v1::Event::kPersonErased:
        RETURN_IF_ERROR(eraser_.ErasePerson(call.deadline, event.person_erased().person_id()));
        continue;
      default:
        // The board acts on no other fact. A kind newer than this process is no error either: its
        // sender would repeat it for ever.
        continue;
    }
  }
  return absl::OkStatus();
}

}  // namespace deputies::board
