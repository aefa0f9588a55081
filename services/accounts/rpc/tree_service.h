#ifndef SERVICES_ACCOUNTS_RPC_TREE_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_TREE_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/accounts/v1/organization.pb.h"
#include "deputies/accounts/v1/tree.pb.h"
#include "services/accounts/domain/tree_keeper.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

class TreeService {
 public:
  // Must outlive the service.
  explicit TreeService(TreeKeeper& keeper);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status MoveOrganization(const rpc::Call& call, const v1::MoveOrganizationRequest& request,
                                v1::Organization* response);
  absl::Status CloseOrganization(const rpc::Call& call, const v1::CloseOrganizationRequest& request,
                                 v1::Organization* response);
  absl::Status ReopenOrganization(const rpc::Call& call,
                                  const v1::ReopenOrganizationRequest& request,
                                  v1::Organization* response);
  absl::Status CloseHome(const rpc::Call& call, const v1::CloseHomeRequest& request,
                         v1::Home* response);
  absl::Status ReopenHome(const rpc::Call& call, const v1::ReopenHomeRequest& request,
                          v1::Home* response);
  absl::Status ListOrganizationChanges(const rpc::Call& call,
                                       const v1::ListOrganizationChangesRequest& request,
                                       v1::ListOrganizationChangesResponse* response);

  TreeKeeper& keeper_;
  rpc::ServiceTable table_{"deputies.accounts.v1.TreeService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_TREE_SERVICE_H_
