#include "services/reception/rpc/plan_service.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/reception/rpc/converters.h"
#include "services/reception/rpc/day_service.h"

namespace deputies::reception {
namespace {

absl::StatusOr<PlanRule> ReadRule(const std::string& path, const v1::PlanRule& proto) {
  PlanRule rule;
  rule.rrule = proto.rrule();
  if (!v1::HolidayRule_IsValid(proto.holiday_rule())) {
    return base::InvalidField(absl::StrCat(path, ".holidayRule"), "没有这种节假日规则");
  }
  if (proto.holiday_rule() != v1::HOLIDAY_RULE_UNSPECIFIED) {
    rule.holiday_rule = static_cast<HolidayRule>(proto.holiday_rule());
  }
  ASSIGN_OR_RETURN(rule.pattern.start_minute,
                   ReadHour(absl::StrCat(path, ".start"), proto.start()));
  ASSIGN_OR_RETURN(rule.pattern.end_minute, ReadHour(absl::StrCat(path, ".end"), proto.end()));
  rule.pattern.slot_minutes = proto.slot_minutes();
  rule.pattern.capacity = proto.slot_capacity();
  rule.pattern.walk_in = proto.walk_in_places();
  if (proto.mode() != v1::RECEPTION_MODE_UNSPECIFIED) {
    if (!v1::ReceptionMode_IsValid(proto.mode())) {
      return base::InvalidField(absl::StrCat(path, ".mode"), "没有这种接待方式");
    }
    rule.mode = static_cast<ReceptionMode>(proto.mode());
  }
  rule.room = proto.room();
  rule.topic = proto.topic();
  if (proto.min_hosts() != 0) rule.min_hosts = proto.min_hosts();
  if (proto.max_hosts() != 0) rule.max_hosts = proto.max_hosts();
  return rule;
}

absl::StatusOr<std::vector<PlanRule>> ReadRules(
    const google::protobuf::RepeatedPtrField<v1::PlanRule>& protos) {
  std::vector<PlanRule> rules;
  for (int i = 0; i < protos.size(); ++i) {
    ASSIGN_OR_RETURN(PlanRule rule, ReadRule(absl::StrCat("rules[", i, "]"), protos[i]));
    rules.push_back(std::move(rule));
  }
  return rules;
}

void PlanToProto(const Plan& plan, v1::ReceptionPlan* proto) {
  proto->set_plan_id(plan.id);
  proto->set_home_id(plan.home_id);
  proto->set_year(plan.year);
  proto->set_state(static_cast<v1::PlanState>(plan.state));
  proto->set_explanation(plan.explanation);
  for (const Day& day : plan.days) ToProto(day, proto->add_days());
  SetTime(plan.create_time, proto->mutable_create_time());
  if (plan.publish_time.has_value()) SetTime(*plan.publish_time, proto->mutable_publish_time());
}

}  // namespace

PlanService::PlanService(PlanMaker& maker)
    : maker_(maker), table_("deputies.reception.v1.PlanService") {
  table_.Bind("CreateReceptionPlan", this, &PlanService::CreateReceptionPlan);
  table_.Bind("CreateCountyPlan", this, &PlanService::CreateCountyPlan);
  table_.Bind("ListReceptionPlans", this, &PlanService::ListReceptionPlans);
  table_.Bind("GetReceptionPlan", this, &PlanService::GetReceptionPlan);
  table_.Bind("DiscardReceptionPlan", this, &PlanService::DiscardReceptionPlan);
  table_.Bind("SubmitReceptionPlan", this, &PlanService::SubmitReceptionPlan);
  table_.Bind("PublishReceptionPlan", this, &PlanService::PublishReceptionPlan);
  table_.Bind("ReplanReception", this, &PlanService::ReplanReception);
}

absl::Status PlanService::CreateReceptionPlan(const rpc::Call& call,
                                              const v1::CreateReceptionPlanRequest& request,
                                              v1::ReceptionPlan* response) {
  ASSIGN_OR_RETURN(const std::vector<PlanRule> rules, ReadRules(request.rules()));
  ASSIGN_OR_RETURN(const Plan plan, maker_.Create(rpc::ScopeOf(call),
                                                  rpc::KeyOf("CreateReceptionPlan", call, request),
                                                  request.year(), rules));
  PlanToProto(plan, response);
  return absl::OkStatus();
}

absl::Status PlanService::CreateCountyPlan(const rpc::Call& call,
                                           const v1::CreateCountyPlanRequest& request,
                                           v1::CountyPlan* response) {
  ASSIGN_OR_RETURN(const std::vector<PlanRule> rules, ReadRules(request.rules()));
  ASSIGN_OR_RETURN(const CountyPlan county,
                   maker_.CreateForCounty(rpc::ScopeOf(call),
                                          rpc::HomelessKeyOf("CreateCountyPlan", call, request),
                                          request.organization_id(), request.year(), rules));
  for (const Plan& plan : county.plans) PlanToProto(plan, response->add_plans());
  for (const int64_t home_id : county.left_home_ids) response->add_left_home_ids(home_id);
  return absl::OkStatus();
}

absl::Status PlanService::ListReceptionPlans(const rpc::Call& call,
                                             const v1::ListReceptionPlansRequest& request,
                                             v1::ListReceptionPlansResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<Plan> plans,
                   maker_.List(rpc::ScopeOf(call), request.home_id()));
  for (const Plan& plan : plans) PlanToProto(plan, response->add_plans());
  return absl::OkStatus();
}

absl::Status PlanService::GetReceptionPlan(const rpc::Call& call,
                                           const v1::GetReceptionPlanRequest& request,
                                           v1::ReceptionPlan* response) {
  ASSIGN_OR_RETURN(const Plan plan,
                   maker_.Get(rpc::ScopeOf(call), request.home_id(), request.plan_id()));
  PlanToProto(plan, response);
  return absl::OkStatus();
}

absl::Status PlanService::DiscardReceptionPlan(const rpc::Call& call,
                                               const v1::DiscardReceptionPlanRequest& request,
                                               v1::DiscardReceptionPlanResponse*) {
  return maker_.Discard(rpc::ScopeOf(call), rpc::KeyOf("DiscardReceptionPlan", call, request),
                        request.plan_id());
}

absl::Status PlanService::SubmitReceptionPlan(const rpc::Call& call,
                                              const v1::SubmitReceptionPlanRequest& request,
                                              v1::ReceptionPlan* response) {
  ASSIGN_OR_RETURN(const Plan plan, maker_.Submit(rpc::ScopeOf(call),
                                                  rpc::KeyOf("SubmitReceptionPlan", call, request),
                                                  request.plan_id()));
  PlanToProto(plan, response);
  return absl::OkStatus();
}

absl::Status PlanService::PublishReceptionPlan(const rpc::Call& call,
                                               const v1::PublishReceptionPlanRequest& request,
                                               v1::ReceptionPlan* response) {
  ASSIGN_OR_RETURN(
      const Plan plan,
      maker_.Publish(rpc::ScopeOf(call), rpc::KeyOf("PublishReceptionPlan", call, request),
                     request.plan_id(), request.late()));
  PlanToProto(plan, response);
  return absl::OkStatus();
}

absl::Status PlanService::ReplanReception(const rpc::Call& call,
                                          const v1::ReplanReceptionRequest& request,
                                          v1::ReplanReceptionResponse* response) {
  ASSIGN_OR_RETURN(const Replan replan,
                   maker_.PlanAnew(rpc::ScopeOf(call), rpc::KeyOf("ReplanReception", call, request),
                                   request.plan_id(), request.dry_run()));
  for (const HostChange& change : replan.changes) {
    v1::ReplanReceptionResponse::Change* proto = response->add_changes();
    proto->set_day_id(change.day.id);
    proto->set_date(absl::FormatCivilTime(change.day.date));
    for (const std::string& name : change.leaving) proto->add_leaving(name);
    for (const std::string& name : change.coming) proto->add_coming(name);
  }
  response->set_explanation(replan.explanation);
  return absl::OkStatus();
}

}  // namespace deputies::reception
