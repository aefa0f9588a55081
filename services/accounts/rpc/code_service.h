#ifndef SERVICES_ACCOUNTS_RPC_CODE_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_CODE_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/accounts/v1/code.pb.h"
#include "services/accounts/domain/code_book.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

class CodeService {
 public:
  // Both must outlive the service.
  CodeService(CodeBook& book, const auth::PageTokens& tokens);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateCode(const rpc::Call& call, const v1::CreateCodeRequest& request,
                          v1::Code* response);
  absl::Status ListCodes(const rpc::Call& call, const v1::ListCodesRequest& request,
                         v1::ListCodesResponse* response);
  absl::Status RotateCodes(const rpc::Call& call, const v1::RotateCodesRequest& request,
                           v1::RotateCodesResponse* response);
  absl::Status RevokeCode(const rpc::Call& call, const v1::RevokeCodeRequest& request,
                          v1::Code* response);
  absl::Status ScanCode(const rpc::Call& call, const v1::ScanCodeRequest& request,
                        v1::ScanCodeResponse* response);
  absl::Status RenderPosters(const rpc::Call& call, const v1::RenderPostersRequest& request,
                             v1::RenderPostersResponse* response);
  absl::Status DrawDeputyCode(const rpc::Call& call, const v1::DrawDeputyCodeRequest& request,
                              v1::DrawDeputyCodeResponse* response);

  CodeBook& book_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_{"deputies.accounts.v1.CodeService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_CODE_SERVICE_H_
