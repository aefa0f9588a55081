#ifndef SERVICES_ACCOUNTS_RPC_HOME_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_HOME_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/accounts/v1/home.pb.h"
#include "services/accounts/domain/home_settings.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

class HomeService {
 public:
  // Both must outlive the service.
  HomeService(HomeSettings& settings, const auth::PageTokens& tokens);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status UpdateHome(const rpc::Call& call, const v1::UpdateHomeRequest& request,
                          v1::Home* response);
  absl::Status ListHomeModules(const rpc::Call& call, const v1::ListHomeModulesRequest& request,
                               v1::ListHomeModulesResponse* response);
  absl::Status UpdateHomeModules(const rpc::Call& call, const v1::UpdateHomeModulesRequest& request,
                                 v1::ListHomeModulesResponse* response);
  absl::Status ListAuditEntries(const rpc::Call& call, const v1::ListAuditEntriesRequest& request,
                                v1::ListAuditEntriesResponse* response);

  HomeSettings& settings_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_{"deputies.accounts.v1.HomeService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_HOME_SERVICE_H_
