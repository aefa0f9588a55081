#include "services/accounts/rpc/mandate_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accounts/rpc/converters.h"
#include "services/accounts/rpc/list_positions.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::accounts {
namespace {

void Fill(const Mandate& mandate, v1::Mandate* out) {
  ToProto(mandate.deputy, out->mutable_deputy());
  out->set_in_office(mandate.in_office);
  out->set_suspended(mandate.suspended);
  out->set_bound(mandate.bound);
  out->set_successor_id(mandate.successor_id);
}

void Fill(const DeputyBinding& binding, v1::DeputyBinding* out) {
  out->set_binding_id(binding.binding_id);
  out->set_home_id(binding.home_id);
  out->set_deputy_id(binding.deputy_id);
  out->set_deputy_name(binding.deputy_name);
  out->set_applicant_name(binding.applicant_name);
  out->set_state(static_cast<v1::DeputyBinding::State>(binding.state));
  ToProto(binding.create_time, out->mutable_create_time());
}

}  // namespace

MandateService::MandateService(Mandates& mandates, const auth::PageTokens& tokens)
    : mandates_(mandates), tokens_(tokens) {
  table_.Bind("CreateBindingCode", this, &MandateService::CreateBindingCode);
  table_.Bind("RequestBinding", this, &MandateService::RequestBinding);
  table_.Bind("ListBindings", this, &MandateService::ListBindings);
  table_.Bind("DecideBinding", this, &MandateService::DecideBinding);
  table_.Bind("SuspendDeputy", this, &MandateService::SuspendDeputy);
  table_.Bind("ResumeDeputy", this, &MandateService::ResumeDeputy);
  table_.Bind("HandOverDeputies", this, &MandateService::HandOverDeputies);
  table_.Bind("ListMandates", this, &MandateService::ListMandates);
}

absl::Status MandateService::CreateBindingCode(const rpc::Call& call,
                                               const v1::CreateBindingCodeRequest& request,
                                               v1::BindingCode* response) {
  ASSIGN_OR_RETURN(
      const Mandates::NewCode code,
      mandates_.CreateCode(call.deadline, rpc::KeyOf("CreateBindingCode", call, request),
                           ActorOf(call), request.deputy_id()));
  response->set_code(code.code);
  ToProto(code.expire_time, response->mutable_expire_time());
  return absl::OkStatus();
}

absl::Status MandateService::RequestBinding(const rpc::Call& call,
                                            const v1::RequestBindingRequest& request,
                                            v1::DeputyBinding* response) {
  ASSIGN_OR_RETURN(
      const DeputyBinding binding,
      mandates_.RequestBinding(call.deadline, rpc::HomelessKeyOf("RequestBinding", call, request),
                               ActorOf(call), request.code()));
  Fill(binding, response);
  return absl::OkStatus();
}

absl::Status MandateService::ListBindings(const rpc::Call& call,
                                          const v1::ListBindingsRequest& request,
                                          v1::ListBindingsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<DeputyBinding> bindings,
                   mandates_.ListBindings(call.deadline, request.home_id()));
  for (const DeputyBinding& binding : bindings) Fill(binding, response->add_bindings());
  return absl::OkStatus();
}

absl::Status MandateService::DecideBinding(const rpc::Call& call,
                                           const v1::DecideBindingRequest& request,
                                           v1::DeputyBinding* response) {
  ASSIGN_OR_RETURN(const DeputyBinding binding,
                   mandates_.Decide(call.deadline, rpc::KeyOf("DecideBinding", call, request),
                                    ActorOf(call), request.binding_id(), request.approve()));
  Fill(binding, response);
  return absl::OkStatus();
}

absl::Status MandateService::SuspendDeputy(const rpc::Call& call,
                                           const v1::SuspendDeputyRequest& request,
                                           v1::Mandate* response) {
  ASSIGN_OR_RETURN(const Mandate mandate,
                   mandates_.SetSuspended(call.deadline, rpc::KeyOf("SuspendDeputy", call, request),
                                          ActorOf(call), request.deputy_id(), true));
  Fill(mandate, response);
  return absl::OkStatus();
}

absl::Status MandateService::ResumeDeputy(const rpc::Call& call,
                                          const v1::ResumeDeputyRequest& request,
                                          v1::Mandate* response) {
  ASSIGN_OR_RETURN(const Mandate mandate,
                   mandates_.SetSuspended(call.deadline, rpc::KeyOf("ResumeDeputy", call, request),
                                          ActorOf(call), request.deputy_id(), false));
  Fill(mandate, response);
  return absl::OkStatus();
}

absl::Status MandateService::HandOverDeputies(const rpc::Call& call,
                                              const v1::HandOverDeputiesRequest& request,
                                              v1::HandOverDeputiesResponse*) {
  std::vector<HandOver> hand_overs;
  for (const v1::HandOver& one : request.hand_overs()) {
    hand_overs.push_back({one.old_deputy_id(), one.new_deputy_id()});
  }
  return mandates_.HandOverAll(call.deadline, rpc::KeyOf("HandOverDeputies", call, request),
                               ActorOf(call), hand_overs);
}

absl::Status MandateService::ListMandates(const rpc::Call& call,
                                          const v1::ListMandatesRequest& request,
                                          v1::ListMandatesResponse* response) {
  const std::string list = absl::StrCat("mandates/", request.home_id());
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const Page<Mandate> page,
                   mandates_.List(call.deadline, request.home_id(), after, request.page_size()));
  for (const Mandate& mandate : page.items) Fill(mandate, response->add_mandates());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

}  // namespace deputies::accounts
