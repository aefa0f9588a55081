#include "services/accounts/rpc/role_service.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "services/accounts/rpc/converters.h"
#include "services/accounts/rpc/list_positions.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::accounts {
namespace {

template <typename Request>
RoleGrant GrantOf(const Request& request) {
  RoleGrant grant;
  grant.username = request.username();
  grant.role = static_cast<base::Role>(request.role());
  grant.organization_id = request.organization_id();
  return grant;
}

void Fill(const RoleGrant& grant, v1::RoleGrant* out) {
  out->set_username(grant.username);
  out->set_display_name(grant.display_name);
  out->set_role(static_cast<common::v1::Role>(grant.role));
  out->set_organization_id(grant.organization_id);
  out->set_organization_name(grant.organization_name);
  if (grant.end_time.has_value()) {
    ToProto(*grant.end_time, out->mutable_end_time());
  }
  out->set_person_id(grant.person_id);
}

}  // namespace

RoleService::RoleService(RoleBook& book, const auth::PageTokens& tokens)
    : book_(book), tokens_(tokens) {
  table_.Bind("CreateStaffAccount", this, &RoleService::CreateStaffAccount);
  table_.Bind("GrantRole", this, &RoleService::GrantRole);
  table_.Bind("RevokeRole", this, &RoleService::RevokeRole);
  table_.Bind("ListRoles", this, &RoleService::ListRoles);
  table_.Bind("ResetSecondFactor", this, &RoleService::ResetSecondFactor);
}

absl::Status RoleService::CreateStaffAccount(const rpc::Call& call,
                                             const v1::CreateStaffAccountRequest& request,
                                             v1::StaffAccount* response) {
  ASSIGN_OR_RETURN(
      const int64_t person_id,
      book_.CreateAccount(call.deadline, {call.caller, ActorOf(call)},
                          rpc::HomelessKeyOf("CreateStaffAccount", call, request),
                          request.username(), request.password(), request.display_name()));
  response->set_person_id(person_id);
  response->set_username(request.username());
  response->set_display_name(request.display_name());
  return absl::OkStatus();
}

absl::Status RoleService::GrantRole(const rpc::Call& call, const v1::GrantRoleRequest& request,
                                    v1::RoleGrant* response) {
  RoleGrant grant = GrantOf(request);
  if (request.has_end_time()) grant.end_time = FromProto(request.end_time());
  ASSIGN_OR_RETURN(const RoleGrant granted,
                   book_.Grant(call.deadline, {call.caller, ActorOf(call)},
                               rpc::HomelessKeyOf("GrantRole", call, request), grant));
  Fill(granted, response);
  return absl::OkStatus();
}

absl::Status RoleService::RevokeRole(const rpc::Call& call, const v1::RevokeRoleRequest& request,
                                     v1::RevokeRoleResponse*) {
  return book_.Revoke(call.deadline, {call.caller, ActorOf(call)},
                      rpc::HomelessKeyOf("RevokeRole", call, request), GrantOf(request));
}

absl::Status RoleService::ListRoles(const rpc::Call& call, const v1::ListRolesRequest& request,
                                    v1::ListRolesResponse* response) {
  const std::string list = absl::StrCat("roles/", request.organization_id());
  ASSIGN_OR_RETURN(const ListPosition after, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const Page<RoleGrant> page,
                   book_.List(call.deadline, call.caller, request.organization_id(), after,
                              request.page_size()));
  for (const RoleGrant& grant : page.items) Fill(grant, response->add_grants());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status RoleService::ResetSecondFactor(const rpc::Call& call,
                                            const v1::ResetSecondFactorRequest& request,
                                            v1::ResetSecondFactorResponse*) {
  return book_.ResetSecondFactor(call.deadline, {call.caller, ActorOf(call)},
                                 rpc::HomelessKeyOf("ResetSecondFactor", call, request),
                                 request.username());
}

}  // namespace deputies::accounts
