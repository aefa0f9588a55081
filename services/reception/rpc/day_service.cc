#include "services/reception/rpc/day_service.h"

#include <algorithm>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/rpc/request_key.h"
#include "services/reception/rpc/converters.h"

namespace deputies::reception {
namespace {

// Length of a list without dates.
constexpr int kDefaultRangeDays = 90;

void ToProto(const Slot& slot, absl::Time now, v1::Slot* proto) {
  proto->set_slot_id(slot.id);
  proto->set_day_id(slot.day_id);
  SetTime(slot.starts_at, proto->mutable_start_time());
  SetTime(slot.ends_at, proto->mutable_end_time());
  proto->set_capacity(slot.capacity);
  proto->set_walk_in_places(slot.walk_in);
  const bool open = slot.open && now < slot.starts_at;
  proto->set_free_places(open ? slot.FreePlaces() : 0);
  proto->set_waiting_count(slot.waiting);
  proto->set_open(open);
}

void ToProto(const Policy& policy, v1::ReceptionPolicy* proto) {
  proto->set_home_id(policy.home_id);
  proto->set_publish_lead_days(policy.publish_lead_days);
  proto->set_hold_minutes(policy.hold_minutes);
  proto->set_offer_minutes(policy.offer_minutes);
  proto->set_trading_delay_minutes(
      policy.trading_delay_minutes == 0 ? -1 : policy.trading_delay_minutes);
  proto->set_change_cutoff_minutes(policy.change_cutoff_minutes);
  proto->set_bookings_per_person(policy.bookings_per_person);
  proto->set_waitlist_limit(policy.waitlist_limit);
  proto->set_call_limit(policy.call_limit);
  proto->set_overtake_limit(policy.overtake_limit);
  proto->set_late_minutes(policy.late_minutes);
  proto->set_first_reminder_hours(policy.first_reminder_hours);
  proto->set_second_reminder_hours(policy.second_reminder_hours);
}

// 0 stands for the usual value.
Policy FromProto(const v1::UpdateReceptionPolicyRequest& request) {
  Policy policy;
  const auto set = [](int value, int* field) {
    if (value != 0) *field = value;
  };
  set(request.publish_lead_days(), &policy.publish_lead_days);
  set(request.hold_minutes(), &policy.hold_minutes);
  set(request.offer_minutes(), &policy.offer_minutes);
  set(request.trading_delay_minutes(), &policy.trading_delay_minutes);
  policy.trading_delay_minutes = std::max(policy.trading_delay_minutes, 0);
  set(request.change_cutoff_minutes(), &policy.change_cutoff_minutes);
  set(request.bookings_per_person(), &policy.bookings_per_person);
  set(request.waitlist_limit(), &policy.waitlist_limit);
  set(request.call_limit(), &policy.call_limit);
  set(request.overtake_limit(), &policy.overtake_limit);
  set(request.late_minutes(), &policy.late_minutes);
  set(request.first_reminder_hours(), &policy.first_reminder_hours);
  set(request.second_reminder_hours(), &policy.second_reminder_hours);
  return policy;
}

// Unset is on site.
absl::StatusOr<ReceptionMode> FromProto(v1::ReceptionMode mode) {
  if (mode == v1::RECEPTION_MODE_UNSPECIFIED) return ReceptionMode::kOnSite;
  if (!v1::ReceptionMode_IsValid(mode)) return base::InvalidField("mode", "没有这种接待方式");
  return static_cast<ReceptionMode>(mode);
}

}  // namespace

void HostToProto(const Host& host, v1::Host* proto) {
  proto->set_host_id(host.id);
  proto->set_kind(static_cast<v1::HostKind>(host.kind));
  proto->set_deputy_id(host.deputy_id);
  proto->set_name(host.name);
  proto->set_title(host.title);
  proto->set_yearly_duty(host.yearly_duty);
  proto->set_retired(host.retired);
  for (const Absence& absence : host.absences) {
    v1::Absence* entry = proto->add_absences();
    entry->set_from(absl::FormatCivilTime(absence.from));
    entry->set_to(absl::FormatCivilTime(absence.to));
  }
}

void ToProto(const Day& day, v1::ReceptionDay* proto) {
  proto->set_day_id(day.id);
  proto->set_home_id(day.home_id);
  proto->set_date(absl::FormatCivilTime(day.date));
  SetTime(day.starts_at, proto->mutable_start_time());
  SetTime(day.ends_at, proto->mutable_end_time());
  proto->set_state(static_cast<v1::DayState>(day.state));
  proto->set_mode(static_cast<v1::ReceptionMode>(day.mode));
  proto->set_room(day.room);
  proto->set_topic(day.topic);
  proto->set_notice(day.notice);
  for (const DayHost& host : day.hosts) {
    v1::DayHost* entry = proto->add_hosts();
    entry->set_host_id(host.host_id);
    entry->set_kind(static_cast<v1::HostKind>(host.kind));
    entry->set_deputy_id(host.deputy_id);
    entry->set_name(host.name);
    entry->set_title(host.title);
    entry->set_absent(host.absent);
    entry->set_substitute_for_host_id(host.substitute_for);
  }
  proto->set_free_places(day.free_places);
  proto->set_changed(day.changed);
  proto->set_change_note(day.change_note);
  proto->set_version(day.version);
  proto->set_plan_id(day.plan_id);
  proto->set_manual(day.manual);
}

DayService::DayService(DayBook& days, HostRoster& hosts, const base::Clock& clock)
    : days_(days), hosts_(hosts), clock_(clock), table_("deputies.reception.v1.DayService") {
  table_.Bind("ListReceptionDays", this, &DayService::ListReceptionDays);
  table_.Bind("GetReceptionDay", this, &DayService::GetReceptionDay);
  table_.Bind("ListSlots", this, &DayService::ListSlots);
  table_.Bind("CreateReceptionDay", this, &DayService::CreateReceptionDay);
  table_.Bind("PublishReceptionDay", this, &DayService::PublishReceptionDay);
  table_.Bind("UpdateReceptionDay", this, &DayService::UpdateReceptionDay);
  table_.Bind("CancelReceptionDay", this, &DayService::CancelReceptionDay);
  table_.Bind("SubstituteHost", this, &DayService::SubstituteHost);
  table_.Bind("UpdateSlot", this, &DayService::UpdateSlot);
  table_.Bind("ListHosts", this, &DayService::ListHosts);
  table_.Bind("SetHost", this, &DayService::SetHost);
  table_.Bind("AddHostAbsence", this, &DayService::AddHostAbsence);
  table_.Bind("GetReceptionPolicy", this, &DayService::GetReceptionPolicy);
  table_.Bind("UpdateReceptionPolicy", this, &DayService::UpdateReceptionPolicy);
}

absl::Status DayService::ListReceptionDays(const rpc::Call& call,
                                           const v1::ListReceptionDaysRequest& request,
                                           v1::ListReceptionDaysResponse* response) {
  absl::CivilDay from = base::ShanghaiDay(clock_.Now());
  if (!request.from().empty()) {
    ASSIGN_OR_RETURN(from, ReadDate("from", request.from()));
  }
  absl::CivilDay to = from + kDefaultRangeDays;
  if (!request.to().empty()) {
    ASSIGN_OR_RETURN(to, ReadDate("to", request.to()));
  }
  ASSIGN_OR_RETURN(const std::vector<Day> days,
                   days_.List(rpc::ScopeOf(call), request.home_id(), from, to));
  for (const Day& day : days) ToProto(day, response->add_days());
  return absl::OkStatus();
}

absl::Status DayService::GetReceptionDay(const rpc::Call& call,
                                         const v1::GetReceptionDayRequest& request,
                                         v1::ReceptionDay* response) {
  ASSIGN_OR_RETURN(const Day day,
                   days_.Get(rpc::ScopeOf(call), request.home_id(), request.day_id()));
  ToProto(day, response);
  return absl::OkStatus();
}

absl::Status DayService::ListSlots(const rpc::Call& call, const v1::ListSlotsRequest& request,
                                   v1::ListSlotsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<Slot> slots,
                   days_.ListSlots(rpc::ScopeOf(call), request.home_id(), request.day_id()));
  for (const Slot& slot : slots) ToProto(slot, clock_.Now(), response->add_slots());
  return absl::OkStatus();
}

absl::Status DayService::CreateReceptionDay(const rpc::Call& call,
                                            const v1::CreateReceptionDayRequest& request,
                                            v1::ReceptionDay* response) {
  Day draft;
  ASSIGN_OR_RETURN(draft.date, ReadDate("date", request.date()));
  ASSIGN_OR_RETURN(draft.mode, FromProto(request.mode()));
  draft.room = request.room();
  draft.topic = request.topic();
  draft.notice = request.notice();
  for (const int64_t host_id : request.host_ids()) draft.hosts.emplace_back().host_id = host_id;
  SlotPattern pattern;
  ASSIGN_OR_RETURN(pattern.start_minute, ReadHour("start", request.start()));
  ASSIGN_OR_RETURN(pattern.end_minute, ReadHour("end", request.end()));
  pattern.slot_minutes = request.slot_minutes();
  pattern.capacity = request.slot_capacity();
  pattern.walk_in = request.walk_in_places();
  ASSIGN_OR_RETURN(const Day day,
                   days_.Create(rpc::ScopeOf(call), rpc::KeyOf("CreateReceptionDay", call, request),
                                std::move(draft), pattern, request.publish()));
  ToProto(day, response);
  return absl::OkStatus();
}

absl::Status DayService::PublishReceptionDay(const rpc::Call& call,
                                             const v1::PublishReceptionDayRequest& request,
                                             v1::ReceptionDay* response) {
  ASSIGN_OR_RETURN(const Day day, days_.Publish(rpc::ScopeOf(call),
                                                rpc::KeyOf("PublishReceptionDay", call, request),
                                                request.day_id()));
  ToProto(day, response);
  return absl::OkStatus();
}

absl::Status DayService::UpdateReceptionDay(const rpc::Call& call,
                                            const v1::UpdateReceptionDayRequest& request,
                                            v1::ReceptionDay* response) {
  DayChange change;
  change.version = request.version();
  if (!request.date().empty()) {
    ASSIGN_OR_RETURN(change.date, ReadDate("date", request.date()));
  }
  ASSIGN_OR_RETURN(change.mode, FromProto(request.mode()));
  change.room = request.room();
  change.topic = request.topic();
  change.notice = request.notice();
  change.change_note = request.change_note();
  ASSIGN_OR_RETURN(const Day day,
                   days_.Update(rpc::ScopeOf(call), rpc::KeyOf("UpdateReceptionDay", call, request),
                                request.day_id(), change));
  ToProto(day, response);
  return absl::OkStatus();
}

absl::Status DayService::CancelReceptionDay(const rpc::Call& call,
                                            const v1::CancelReceptionDayRequest& request,
                                            v1::ReceptionDay* response) {
  ASSIGN_OR_RETURN(const Day day,
                   days_.Cancel(rpc::ScopeOf(call), rpc::KeyOf("CancelReceptionDay", call, request),
                                request.day_id(), request.reason()));
  ToProto(day, response);
  return absl::OkStatus();
}

absl::Status DayService::SubstituteHost(const rpc::Call& call,
                                        const v1::SubstituteHostRequest& request,
                                        v1::ReceptionDay* response) {
  ASSIGN_OR_RETURN(const Day day,
                   days_.Substitute(rpc::ScopeOf(call), rpc::KeyOf("SubstituteHost", call, request),
                                    request.day_id(), request.absent_host_id(),
                                    request.substitute_host_id(), request.reason()));
  ToProto(day, response);
  return absl::OkStatus();
}

absl::Status DayService::UpdateSlot(const rpc::Call& call, const v1::UpdateSlotRequest& request,
                                    v1::Slot* response) {
  ASSIGN_OR_RETURN(
      const Slot slot,
      days_.UpdateSlot(rpc::ScopeOf(call), rpc::KeyOf("UpdateSlot", call, request),
                       request.slot_id(), request.capacity(), request.walk_in_places()));
  ToProto(slot, clock_.Now(), response);
  return absl::OkStatus();
}

absl::Status DayService::ListHosts(const rpc::Call& call, const v1::ListHostsRequest& request,
                                   v1::ListHostsResponse* response) {
  ASSIGN_OR_RETURN(std::vector<Host> hosts, hosts_.List(rpc::ScopeOf(call), request.home_id()));
  const bool staff = call.caller.IsStaffOf(request.home_id());
  for (Host& host : hosts) {
    if (!staff) host.absences.clear();
    HostToProto(host, response->add_hosts());
  }
  return absl::OkStatus();
}

absl::Status DayService::SetHost(const rpc::Call& call, const v1::SetHostRequest& request,
                                 v1::Host* response) {
  if (!v1::HostKind_IsValid(request.kind())) {
    return base::InvalidField("kind", "没有这种接待人");
  }
  Host host;
  host.kind = static_cast<HostKind>(request.kind());
  host.deputy_id = request.deputy_id();
  host.name = request.name();
  host.title = request.title();
  host.yearly_duty = request.yearly_duty();
  host.retired = request.retired();
  ASSIGN_OR_RETURN(
      const Host stored,
      hosts_.Set(rpc::ScopeOf(call), rpc::KeyOf("SetHost", call, request), std::move(host)));
  HostToProto(stored, response);
  return absl::OkStatus();
}

absl::Status DayService::AddHostAbsence(const rpc::Call& call,
                                        const v1::AddHostAbsenceRequest& request,
                                        v1::AddHostAbsenceResponse* response) {
  Absence absence;
  ASSIGN_OR_RETURN(absence.from, ReadDate("from", request.from()));
  ASSIGN_OR_RETURN(absence.to, ReadDate("to", request.to()));
  ASSIGN_OR_RETURN(
      const HostRoster::AbsenceAdded added,
      hosts_.AddAbsence(rpc::ScopeOf(call), rpc::KeyOf("AddHostAbsence", call, request),
                        request.host_id(), absence));
  HostToProto(added.host, response->mutable_host());
  for (const Day& day : added.affected) ToProto(day, response->add_affected_days());
  return absl::OkStatus();
}

absl::Status DayService::GetReceptionPolicy(const rpc::Call& call,
                                            const v1::GetReceptionPolicyRequest& request,
                                            v1::ReceptionPolicy* response) {
  ASSIGN_OR_RETURN(const Policy policy, hosts_.GetPolicy(rpc::ScopeOf(call), request.home_id()));
  ToProto(policy, response);
  return absl::OkStatus();
}

absl::Status DayService::UpdateReceptionPolicy(const rpc::Call& call,
                                               const v1::UpdateReceptionPolicyRequest& request,
                                               v1::ReceptionPolicy* response) {
  ASSIGN_OR_RETURN(
      const Policy policy,
      hosts_.SetPolicy(rpc::ScopeOf(call), rpc::KeyOf("UpdateReceptionPolicy", call, request),
                       FromProto(request)));
  ToProto(policy, response);
  return absl::OkStatus();
}

}  // namespace deputies::reception
