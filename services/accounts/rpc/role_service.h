#ifndef SERVICES_ACCOUNTS_RPC_ROLE_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_ROLE_SERVICE_H_

#include "deputies/accounts/v1/role.pb.h"
#include "services/accounts/domain/role_book.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

// deputies.accounts.v1.RoleService.
class RoleService {
 public:
  // Both must outlive the service.
  RoleService(RoleBook& book, const auth::PageTokens& tokens);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateStaffAccount(const rpc::Call& call,
                                  const v1::CreateStaffAccountRequest& request,
                                  v1::StaffAccount* response);
  absl::Status GrantRole(const rpc::Call& call, const v1::GrantRoleRequest& request,
                         v1::RoleGrant* response);
  absl::Status RevokeRole(const rpc::Call& call, const v1::RevokeRoleRequest& request,
                          v1::RevokeRoleResponse* response);
  absl::Status ListRoles(const rpc::Call& call, const v1::ListRolesRequest& request,
                         v1::ListRolesResponse* response);
  absl::Status ResetSecondFactor(const rpc::Call& call, const v1::ResetSecondFactorRequest& request,
                                 v1::ResetSecondFactorResponse* response);

  RoleBook& book_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_{"deputies.accounts.v1.RoleService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_ROLE_SERVICE_H_
