#include "services/reception/storage/reception_events.h"

#include <variant>

#include "deputies/events/v1/event.pb.h"
#include "google/protobuf/util/time_util.h"

namespace deputies::reception {
namespace {

google::protobuf::Timestamp ToProto(absl::Time time) {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

struct FillFact {
  events::v1::Event& event;

  void operator()(const Notice& notice) const {
    events::v1::NoticeRequested* proto = event.mutable_notice_requested();
    proto->set_kind(static_cast<events::v1::NoticeKind>(notice.kind));
    for (const int64_t person_id : notice.person_ids) proto->add_person_ids(person_id);
    proto->set_target_id(notice.target_id);
    proto->set_stage(notice.stage);
    proto->set_title(notice.title);
    proto->set_detail(notice.detail);
    if (notice.event_time.has_value()) *proto->mutable_event_time() = ToProto(*notice.event_time);
    if (notice.expire_time.has_value())
      *proto->mutable_expire_time() = ToProto(*notice.expire_time);
    proto->set_important(notice.important);
  }
  void operator()(const Duty& duty) const {
    events::v1::DutyPerformed* proto = event.mutable_duty_performed();
    proto->set_deputy_id(duty.deputy_id);
    proto->set_item(duty.item);
    proto->set_source_type(duty.source_type);
    proto->set_source_id(duty.source_id);
    *proto->mutable_perform_time() = ToProto(duty.perform_time);
    proto->set_voter_person_id(duty.voter_person_id);
  }
  void operator()(const VisitOnRecord& visit) const {
    events::v1::VisitRecorded* proto = event.mutable_visit_recorded();
    proto->set_visit_id(visit.visit_id);
    proto->set_deputy_id(visit.deputy_id);
    proto->set_visitor_person_id(visit.visitor_person_id);
    proto->set_visitor_alias(visit.visitor_alias);
    *proto->mutable_visit_time() = ToProto(visit.visit_time);
    proto->set_opens_case(visit.opens_case);
    proto->set_subject(visit.subject);
    proto->set_body(visit.body);
  }
  void operator()(const HomeAct& act) const {
    events::v1::HomeActed* proto = event.mutable_home_acted();
    proto->set_item(act.item);
    proto->set_source_type("reception_day");
    proto->set_source_id(act.day_id);
    *proto->mutable_act_time() = ToProto(act.act_time);
    proto->set_quantity(act.quantity);
  }
};

}  // namespace

std::string EventBytes(int64_t event_id, int64_t home_id, absl::Time occur_time, const Fact& fact) {
  events::v1::Event event;
  event.set_event_id(event_id);
  event.set_home_id(home_id);
  *event.mutable_occur_time() = ToProto(occur_time);
  std::visit(FillFact{event}, fact);
  return event.SerializeAsString();
}

}  // namespace deputies::reception
