#include "services/accounts/rpc/home_service.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/accounts/rpc/converters.h"
#include "services/accounts/rpc/list_positions.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::accounts {

HomeService::HomeService(HomeSettings& settings, const auth::PageTokens& tokens)
    : settings_(settings), tokens_(tokens) {
  table_.Bind("UpdateHome", this, &HomeService::UpdateHome);
  table_.Bind("ListHomeModules", this, &HomeService::ListHomeModules);
  table_.Bind("UpdateHomeModules", this, &HomeService::UpdateHomeModules);
  table_.Bind("ListAuditEntries", this, &HomeService::ListAuditEntries);
}

absl::Status HomeService::UpdateHome(const rpc::Call& call, const v1::UpdateHomeRequest& request,
                                     v1::Home* response) {
  ASSIGN_OR_RETURN(const Home home, settings_.Update(call.deadline, ActorOf(call),
                                                     rpc::KeyOf("UpdateHome", call, request),
                                                     FromProto(request), request.etag()));
  ToProto(home, response);
  return absl::OkStatus();
}

absl::Status HomeService::ListHomeModules(const rpc::Call& call,
                                          const v1::ListHomeModulesRequest& request,
                                          v1::ListHomeModulesResponse* response) {
  ASSIGN_OR_RETURN(const ModuleList list, settings_.ListModules(call.deadline, request.home_id()));
  ToProto(list, response);
  return absl::OkStatus();
}

absl::Status HomeService::UpdateHomeModules(const rpc::Call& call,
                                            const v1::UpdateHomeModulesRequest& request,
                                            v1::ListHomeModulesResponse* response) {
  std::vector<HomeModule> modules;
  for (const v1::HomeModule& module : request.modules()) {
    modules.push_back({module.kind(), module.title(), true});
  }
  ASSIGN_OR_RETURN(const ModuleList list,
                   settings_.SetModules(call.deadline, ActorOf(call),
                                        rpc::KeyOf("UpdateHomeModules", call, request), modules,
                                        request.etag()));
  ToProto(list, response);
  return absl::OkStatus();
}

absl::Status HomeService::ListAuditEntries(const rpc::Call& call,
                                           const v1::ListAuditEntriesRequest& request,
                                           v1::ListAuditEntriesResponse* response) {
  const std::string list = absl::StrCat("audit/", request.home_id());
  ASSIGN_OR_RETURN(const ListPosition before, DecodePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(
      const Page<RecordedAction> page,
      settings_.ListActions(call.deadline, request.home_id(), before.id, request.page_size()));
  for (const RecordedAction& action : page.items) ToProto(action, response->add_audit_entries());
  response->set_next_page_token(EncodePosition(tokens_, list, page.next));
  return absl::OkStatus();
}

}  // namespace deputies::accounts
