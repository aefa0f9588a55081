#include "services/accounts/rpc/tree_service.h"

#include <vector>

#include "services/accounts/rpc/converters.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::accounts {

TreeService::TreeService(TreeKeeper& keeper) : keeper_(keeper) {
  table_.Bind("MoveOrganization", this, &TreeService::MoveOrganization);
  table_.Bind("CloseOrganization", this, &TreeService::CloseOrganization);
  table_.Bind("ReopenOrganization", this, &TreeService::ReopenOrganization);
  table_.Bind("CloseHome", this, &TreeService::CloseHome);
  table_.Bind("ReopenHome", this, &TreeService::ReopenHome);
  table_.Bind("ListOrganizationChanges", this, &TreeService::ListOrganizationChanges);
}

absl::Status TreeService::MoveOrganization(const rpc::Call& call,
                                           const v1::MoveOrganizationRequest& request,
                                           v1::Organization* response) {
  ASSIGN_OR_RETURN(const Organization moved,
                   keeper_.Move(call.deadline, {call.caller, ActorOf(call)},
                                rpc::HomelessKeyOf("MoveOrganization", call, request),
                                request.organization_id(), request.parent_id()));
  ToProto(moved, response);
  return absl::OkStatus();
}

absl::Status TreeService::CloseOrganization(const rpc::Call& call,
                                            const v1::CloseOrganizationRequest& request,
                                            v1::Organization* response) {
  ASSIGN_OR_RETURN(const Organization closed,
                   keeper_.SetClosed(call.deadline, {call.caller, ActorOf(call)},
                                     rpc::HomelessKeyOf("CloseOrganization", call, request),
                                     request.organization_id(), /*closed=*/true));
  ToProto(closed, response);
  return absl::OkStatus();
}

absl::Status TreeService::ReopenOrganization(const rpc::Call& call,
                                             const v1::ReopenOrganizationRequest& request,
                                             v1::Organization* response) {
  ASSIGN_OR_RETURN(const Organization open,
                   keeper_.SetClosed(call.deadline, {call.caller, ActorOf(call)},
                                     rpc::HomelessKeyOf("ReopenOrganization", call, request),
                                     request.organization_id(), /*closed=*/false));
  ToProto(open, response);
  return absl::OkStatus();
}

absl::Status TreeService::CloseHome(const rpc::Call& call, const v1::CloseHomeRequest& request,
                                    v1::Home* response) {
  ASSIGN_OR_RETURN(const Home home, keeper_.CloseHome(call.deadline, {call.caller, ActorOf(call)},
                                                      rpc::KeyOf("CloseHome", call, request),
                                                      request.successor_home_id()));
  ToProto(home, response);
  return absl::OkStatus();
}

absl::Status TreeService::ReopenHome(const rpc::Call& call, const v1::ReopenHomeRequest& request,
                                     v1::Home* response) {
  ASSIGN_OR_RETURN(const Home home, keeper_.ReopenHome(call.deadline, {call.caller, ActorOf(call)},
                                                       rpc::KeyOf("ReopenHome", call, request)));
  ToProto(home, response);
  return absl::OkStatus();
}

absl::Status TreeService::ListOrganizationChanges(const rpc::Call& call,
                                                  const v1::ListOrganizationChangesRequest& request,
                                                  v1::ListOrganizationChangesResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<OrganizationChange> changes,
                   keeper_.ListChanges(call.deadline, call.caller, request.organization_id()));
  for (const OrganizationChange& change : changes) {
    v1::OrganizationChange* shown = response->add_changes();
    shown->set_kind(static_cast<v1::OrganizationChange::Kind>(change.kind));
    shown->set_old_parent_id(change.old_parent_id);
    shown->set_new_parent_id(change.new_parent_id);
    ToProto(change.change_time, shown->mutable_change_time());
  }
  return absl::OkStatus();
}

}  // namespace deputies::accounts
