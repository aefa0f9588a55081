#include "services/duty/storage/duty_events.h"

#include "deputies/events/v1/event.pb.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/outbox/outbox.h"

namespace deputies::duty {
namespace {

google::protobuf::Timestamp Timestamp(absl::Time time) {
  return google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

events::v1::Event NewEvent(base::IdSource& ids, int64_t home_id, absl::Time now) {
  events::v1::Event event;
  event.set_event_id(ids.Next());
  event.set_home_id(home_id);
  *event.mutable_occur_time() = Timestamp(now);
  return event;
}

absl::Status Append(db::Transaction& transaction, const events::v1::Event& event, absl::Time now) {
  return outbox::Append(transaction, event.home_id(), event.event_id(), event.SerializeAsString(),
                        now);
}

}  // namespace

absl::Status TellAct(db::Transaction& transaction, base::IdSource& ids, const DutyFact& fact,
                     absl::Time now) {
  events::v1::Event event = NewEvent(ids, fact.home_id, now);
  events::v1::DutyPerformed* performed = event.mutable_duty_performed();
  performed->set_deputy_id(fact.deputy_id);
  performed->set_item(fact.item);
  performed->set_source_type(fact.source_type);
  performed->set_source_id(fact.source_id);
  *performed->mutable_perform_time() = Timestamp(fact.perform_time);
  performed->set_quantity(fact.quantity);
  performed->set_withdrawn(fact.withdraws);
  performed->set_evidence_hash(fact.evidence_hash);
  return Append(transaction, event, now);
}

absl::Status TellHomeDuty(db::Transaction& transaction, base::IdSource& ids, int64_t home_id,
                          events::v1::HomeDutyHeld::Kind kind, int64_t source_id,
                          absl::Time hold_time, absl::Time now, int activity_kind) {
  events::v1::Event event = NewEvent(ids, home_id, now);
  events::v1::HomeDutyHeld* held = event.mutable_home_duty_held();
  held->set_kind(kind);
  held->set_source_type(kind == events::v1::HomeDutyHeld::APPRAISAL ? "ballot" : "activity");
  held->set_source_id(source_id);
  *held->mutable_hold_time() = Timestamp(hold_time);
  held->set_activity_kind(activity_kind);
  return Append(transaction, event, now);
}

absl::Status TellPerson(db::Transaction& transaction, base::IdSource& ids, int64_t home_id,
                        int64_t person_id, const Telling& telling, absl::Time now) {
  events::v1::Event event = NewEvent(ids, home_id, now);
  events::v1::NoticeRequested* notice = event.mutable_notice_requested();
  notice->set_kind(telling.kind);
  notice->add_person_ids(person_id);
  notice->set_target_id(telling.target_id);
  notice->set_stage(telling.stage);
  notice->set_title(telling.title);
  notice->set_detail(telling.detail);
  if (telling.event_time.has_value()) {
    *notice->mutable_event_time() = Timestamp(*telling.event_time);
  }
  if (telling.send_time.has_value()) *notice->mutable_send_time() = Timestamp(*telling.send_time);
  if (telling.expire_time.has_value()) {
    *notice->mutable_expire_time() = Timestamp(*telling.expire_time);
  }
  return Append(transaction, event, now);
}

}  // namespace deputies::duty
