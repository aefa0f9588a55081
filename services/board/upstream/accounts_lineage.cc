#include "services/board/upstream/accounts_lineage.h"

#include <string>
#include <utility>

#include "grpcpp/client_context.h"
#include "services/common/base/directory.h"
#include "services/common/base/status_macros.h"
#include "services/common/directory/cause.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::board {

namespace v1 = accounts::v1;

AccountsLineage::AccountsLineage(std::shared_ptr<grpc::Channel> channel,
                                 const rpc::ServiceClient& client, absl::Duration timeout,
                                 const base::Clock& clock, absl::Duration lifetime)
    : client_(client),
      timeout_(timeout),
      clock_(clock),
      lifetime_(lifetime),
      organizations_(v1::OrganizationService::NewStub(std::move(channel))) {}

absl::StatusOr<std::vector<OrganizationAbove>> AccountsLineage::Above(const CallScope& scope,
                                                                      int64_t home_id) {
  if (home_id <= 0) return base::HomeNotFound();
  std::vector<OrganizationAbove> known;
  bool is_known = false;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = entries_.find(home_id);
    if (found != entries_.end()) {
      if (clock_.Now() < found->second.ask_again) return found->second.above;
      known = found->second.above;
      is_known = true;
    }
  }

  // Without the lock: it waits for another process.
  absl::StatusOr<std::vector<OrganizationAbove>> answer = Ask(scope, home_id);
  if (!answer.ok()) {
    return is_known && !absl::IsNotFound(answer.status()) ? std::move(known) : std::move(answer);
  }
  std::lock_guard<std::mutex> lock(mutex_);
  if (entries_.size() >= kMaxEntries && !entries_.contains(home_id)) entries_.clear();
  entries_[home_id] = {*answer, clock_.Now() + lifetime_};
  return answer;
}

absl::StatusOr<std::vector<OrganizationAbove>> AccountsLineage::Ask(const CallScope& scope,
                                                                    int64_t home_id) {
  v1::Home home;
  {
    grpc::ClientContext context;
    client_.Prepare(directory::CauseOf(scope), timeout_, &context);
    v1::GetHomeRequest request;
    request.set_home_id(home_id);
    const grpc::Status status = organizations_->GetHome(&context, request, &home);
    if (status.error_code() == grpc::StatusCode::NOT_FOUND) return base::HomeNotFound();
    RETURN_IF_ERROR(rpc::FromGrpcStatus(status));
  }
  std::vector<OrganizationAbove> above;
  if (home.organization_id() == 0) return above;
  grpc::ClientContext context;
  client_.Prepare(directory::CauseOf(scope), timeout_, &context);
  v1::GetOrganizationRequest request;
  request.set_organization_id(home.organization_id());
  v1::Organization organization;
  RETURN_IF_ERROR(
      rpc::FromGrpcStatus(organizations_->GetOrganization(&context, request, &organization)));
  above.push_back({organization.organization_id(), organization.name()});
  for (const v1::OrganizationName& ancestor : organization.ancestors()) {
    if (above.size() == kMaxLineage) break;
    above.push_back({ancestor.organization_id(), ancestor.name()});
  }
  return above;
}

}  // namespace deputies::board
