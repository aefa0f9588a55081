#include "services/accounts/rpc/staff_service.h"

#include <vector>

#include "services/accounts/rpc/converters.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {

StaffService::StaffService(Registrar& registrar, ContactStore& contacts, const base::Clock& clock)
    : registrar_(registrar), contacts_(contacts), clock_(clock) {
  table_.Bind("SetStaffAccount", this, &StaffService::SetStaffAccount);
  table_.Bind("ListRoleHolders", this, &StaffService::ListRoleHolders);
  table_.Bind("FindWechatPerson", this, &StaffService::FindWechatPerson);
  table_.Bind("GetContacts", this, &StaffService::GetContacts);
}

absl::Status StaffService::SetStaffAccount(const rpc::Call& call,
                                           const v1::SetStaffAccountRequest& request,
                                           v1::StaffAccount* response) {
  ASSIGN_OR_RETURN(const int64_t person_id,
                   registrar_.SetStaffAccount(call.deadline, FromProto(request)));
  response->set_person_id(person_id);
  response->set_username(request.username());
  response->set_display_name(request.display_name());
  return absl::OkStatus();
}

absl::Status StaffService::ListRoleHolders(const rpc::Call& call,
                                           const v1::ListRoleHoldersRequest& request,
                                           v1::ListRoleHoldersResponse* response) {
  if ((request.home_id() == 0) == (request.organization_id() == 0)) {
    return base::InvalidField("homeId", "请指定一个代表之家或一个单位");
  }
  std::vector<base::Role> roles;
  for (const int role : request.roles()) roles.push_back(static_cast<base::Role>(role));
  ASSIGN_OR_RETURN(
      const std::vector<RoleHolder> holders,
      request.home_id() != 0
          ? contacts_.ListHolders(call.deadline, request.home_id(), roles, clock_.Now())
          : contacts_.ListHoldersAt(call.deadline, request.organization_id(), roles, clock_.Now()));
  for (const RoleHolder& holder : holders) ToProto(holder, response->add_holders());
  return absl::OkStatus();
}

absl::Status StaffService::FindWechatPerson(const rpc::Call& call,
                                            const v1::FindWechatPersonRequest& request,
                                            v1::FindWechatPersonResponse* response) {
  ASSIGN_OR_RETURN(const int64_t person_id,
                   contacts_.FindWechatPerson(call.deadline, request.openid()));
  response->set_person_id(person_id);
  return absl::OkStatus();
}

absl::Status StaffService::GetContacts(const rpc::Call& call, const v1::GetContactsRequest& request,
                                       v1::GetContactsResponse* response) {
  ASSIGN_OR_RETURN(
      const std::vector<Contact> contacts,
      contacts_.GetContacts(
          call.deadline, {request.person_ids().begin(), request.person_ids().end()}, clock_.Now()));
  for (const Contact& contact : contacts) ToProto(contact, response->add_contacts());
  return absl::OkStatus();
}

}  // namespace deputies::accounts
