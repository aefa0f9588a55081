#ifndef SERVICES_ACCOUNTS_RPC_STAFF_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_STAFF_SERVICE_H_

#include "deputies/accounts/v1/staff.pb.h"
#include "services/accounts/domain/contact_store.h"
#include "services/accounts/domain/registrar.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

// deputies.accounts.v1.StaffService.
class StaffService {
 public:
  // All must outlive the service.
  StaffService(Registrar& registrar, ContactStore& contacts, const base::Clock& clock);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status SetStaffAccount(const rpc::Call& call, const v1::SetStaffAccountRequest& request,
                               v1::StaffAccount* response);
  absl::Status ListRoleHolders(const rpc::Call& call, const v1::ListRoleHoldersRequest& request,
                               v1::ListRoleHoldersResponse* response);
  absl::Status FindWechatPerson(const rpc::Call& call, const v1::FindWechatPersonRequest& request,
                                v1::FindWechatPersonResponse* response);
  absl::Status GetContacts(const rpc::Call& call, const v1::GetContactsRequest& request,
                           v1::GetContactsResponse* response);

  Registrar& registrar_;
  ContactStore& contacts_;
  const base::Clock& clock_;
  rpc::ServiceTable table_{"deputies.accounts.v1.StaffService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_STAFF_SERVICE_H_
