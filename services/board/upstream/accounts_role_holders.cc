#include "services/board/upstream/accounts_role_holders.h"

#include "grpcpp/client_context.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::board {

namespace v1 = accounts::v1;

AccountsRoleHolders::AccountsRoleHolders(std::shared_ptr<grpc::Channel> channel,
                                         const rpc::ServiceClient& client, absl::Duration timeout)
    : client_(client), timeout_(timeout), staff_(v1::StaffService::NewStub(channel)) {}

absl::StatusOr<std::vector<RoleHolder>> AccountsRoleHolders::HoldersAt(absl::Time deadline,
                                                                       int64_t home_id) {
  rpc::Call cause;
  cause.deadline = deadline;
  cause.request_id = "board-notices";
  grpc::ClientContext context;
  client_.Prepare(cause, timeout_, &context);
  v1::ListRoleHoldersRequest request;
  request.set_home_id(home_id);
  for (base::Role role : {base::Role::kDeputy, base::Role::kLiaison, base::Role::kChair,
                          base::Role::kSponsor, base::Role::kCountyOffice}) {
    request.add_roles(static_cast<common::v1::Role>(role));
  }
  v1::ListRoleHoldersResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(staff_->ListRoleHolders(&context, request, &response)));
  std::vector<RoleHolder> holders;
  for (const v1::RoleHolder& holder : response.holders()) {
    if (holder.person_id() == 0) continue;  // nobody acts as this deputy yet
    holders.push_back(
        {holder.person_id(), static_cast<base::Role>(holder.role()), holder.deputy_id()});
  }
  return holders;
}

}  // namespace deputies::board
