#include "services/board/upstream/accounts_bodies.h"

#include <map>
#include <string>
#include <utility>

#include "grpcpp/client_context.h"
#include "services/common/base/status_macros.h"
#include "services/common/directory/cause.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::board {

namespace v1 = accounts::v1;

AccountsBodies::AccountsBodies(const std::shared_ptr<grpc::Channel>& channel,
                               const rpc::ServiceClient& client, absl::Duration timeout)
    : client_(client),
      timeout_(timeout),
      staff_(v1::StaffService::NewStub(channel)),
      organizations_(v1::OrganizationService::NewStub(channel)) {}

absl::StatusOr<std::vector<HandlingBody>> AccountsBodies::Serving(const CallScope& scope,
                                                                  int64_t home_id) {
  v1::ListRoleHoldersResponse holders;
  {
    grpc::ClientContext context;
    client_.Prepare(directory::CauseOf(scope), timeout_, &context);
    v1::ListRoleHoldersRequest request;
    request.set_home_id(home_id);
    request.add_roles(common::v1::ROLE_HANDLING_CLERK);
    RETURN_IF_ERROR(rpc::FromGrpcStatus(staff_->ListRoleHolders(&context, request, &holders)));
  }
  std::map<int64_t, std::vector<int64_t>> clerks;
  for (const v1::RoleHolder& holder : holders.holders()) {
    clerks[holder.organization_id()].push_back(holder.person_id());
  }
  std::vector<HandlingBody> bodies;
  for (auto& [organization_id, persons] : clerks) {
    grpc::ClientContext context;
    client_.Prepare(directory::CauseOf(scope), timeout_, &context);
    v1::GetOrganizationRequest request;
    request.set_organization_id(organization_id);
    v1::Organization organization;
    RETURN_IF_ERROR(
        rpc::FromGrpcStatus(organizations_->GetOrganization(&context, request, &organization)));
    bodies.push_back({organization_id, organization.name(), std::move(persons)});
  }
  return bodies;
}

}  // namespace deputies::board
