#ifndef SERVICES_ACCOUNTS_RPC_IMPORT_SERVICE_H_
#define SERVICES_ACCOUNTS_RPC_IMPORT_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/accounts/v1/import.pb.h"
#include "services/accounts/domain/import_desk.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::accounts {

class ImportService {
 public:
  // Both must outlive the service.
  ImportService(ImportDesk& desk, const auth::PageTokens& tokens);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateImport(const rpc::Call& call, const v1::CreateImportRequest& request,
                            v1::Import* response);
  absl::Status AddImportPart(const rpc::Call& call, const v1::AddImportPartRequest& request,
                             v1::Import* response);
  absl::Status CheckImport(const rpc::Call& call, const v1::CheckImportRequest& request,
                           v1::CheckImportResponse* response);
  absl::Status ApplyImport(const rpc::Call& call, const v1::ApplyImportRequest& request,
                           v1::Import* response);
  absl::Status UndoImport(const rpc::Call& call, const v1::UndoImportRequest& request,
                          v1::Import* response);
  absl::Status BeginRegister(const rpc::Call& call, const v1::BeginRegisterRequest& request,
                             v1::Import* response);
  absl::Status AddRegisterBatch(const rpc::Call& call, const v1::AddRegisterBatchRequest& request,
                                v1::Import* response);
  absl::Status UndoRegister(const rpc::Call& call, const v1::UndoRegisterRequest& request,
                            v1::Import* response);
  absl::Status ListImports(const rpc::Call& call, const v1::ListImportsRequest& request,
                           v1::ListImportsResponse* response);

  ImportDesk& desk_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_{"deputies.accounts.v1.ImportService"};
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_RPC_IMPORT_SERVICE_H_
