#ifndef SERVICES_ACCOUNTS_RPC_MANDATE_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_MANDATE_SERVICE_H_

#include "deputies/accounts/v1/mandate.pb.h"
#include "services/accounts/domain/mandates.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

// deputies.accounts.v1.MandateService.
class MandateService {
 public:
  // Both must outlive the service.
  MandateService(Mandates& mandates, const auth::PageTokens& tokens);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateBindingCode(const rpc::Call& call, const v1::CreateBindingCodeRequest& request,
                                 v1::BindingCode* response);
  absl::Status RequestBinding(const rpc::Call& call, const v1::RequestBindingRequest& request,
                              v1::DeputyBinding* response);
  absl::Status ListBindings(const rpc::Call& call, const v1::ListBindingsRequest& request,
                            v1::ListBindingsResponse* response);
  absl::Status DecideBinding(const rpc::Call& call, const v1::DecideBindingRequest& request,
                             v1::DeputyBinding* response);
  absl::Status SuspendDeputy(const rpc::Call& call, const v1::SuspendDeputyRequest& request,
                             v1::Mandate* response);
  absl::Status ResumeDeputy(const rpc::Call& call, const v1::ResumeDeputyRequest& request,
                            v1::Mandate* response);
  absl::Status HandOverDeputies(const rpc::Call& call, const v1::HandOverDeputiesRequest& request,
                                v1::HandOverDeputiesResponse* response);
  absl::Status ListMandates(const rpc::Call& call, const v1::ListMandatesRequest& request,
                            v1::ListMandatesResponse* response);

  Mandates& mandates_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_{"deputies.accounts.v1.MandateService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_MANDATE_SERVICE_H_
