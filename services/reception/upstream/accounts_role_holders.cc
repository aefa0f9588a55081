#include "services/reception/upstream/accounts_role_holders.h"

#include <algorithm>

#include "absl/time/clock.h"
#include "grpcpp/client_context.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::reception {

absl::StatusOr<std::vector<RoleHolder>> AccountsRoleHolders::AtHome(absl::Time deadline,
                                                                    int64_t home_id) {
  grpc::ClientContext context;
  client_.Prepare("reception-jobs", std::min(timeout_, deadline - absl::Now()), &context);
  accounts::v1::ListRoleHoldersRequest request;
  request.set_home_id(home_id);
  for (const common::v1::Role role : {common::v1::ROLE_DEPUTY, common::v1::ROLE_LIAISON,
                                      common::v1::ROLE_CHAIR, common::v1::ROLE_SPONSOR}) {
    request.add_roles(role);
  }
  accounts::v1::ListRoleHoldersResponse response;
  const grpc::Status status = staff_->ListRoleHolders(&context, request, &response);
  if (!status.ok()) return rpc::FromGrpcStatus(status);
  std::vector<RoleHolder> holders;
  for (const accounts::v1::RoleHolder& holder : response.holders()) {
    if (holder.person_id() == 0) continue;
    holders.push_back(
        {holder.person_id(), static_cast<base::Role>(holder.role()), holder.deputy_id()});
  }
  return holders;
}

}  // namespace deputies::reception
