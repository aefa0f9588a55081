#ifndef SERVICES_DUTY_RPC_LEDGER_SERVICE_H_
#define SERVICES_DUTY_RPC_LEDGER_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/ledger.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/ledger_keeper.h"
#include "services/duty/domain/ledger_reader.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.LedgerService.
class LedgerService {
 public:
  // All must outlive the table.
  struct Parts {
    LedgerKeeper& keeper;
    LedgerReader& reader;
    RuleBooks& books;
    const auth::PageTokens& page_tokens;
    const base::Clock& clock;
  };
  explicit LedgerService(const Parts& parts);
  LedgerService(const LedgerService&) = delete;
  LedgerService& operator=(const LedgerService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ListDutyEntries(const rpc::Call& call, const v1::ListDutyEntriesRequest& request,
                               v1::ListDutyEntriesResponse* response);
  absl::Status GetDutyScore(const rpc::Call& call, const v1::GetDutyScoreRequest& request,
                            v1::DutyScore* response);
  absl::Status WithdrawDutyEntry(const rpc::Call& call, const v1::WithdrawDutyEntryRequest& request,
                                 v1::DutyEntry* response);
  absl::Status GetLedgerHead(const rpc::Call& call, const v1::GetLedgerHeadRequest& request,
                             v1::LedgerHead* response);
  absl::Status GetInclusionProof(const rpc::Call& call, const v1::GetInclusionProofRequest& request,
                                 v1::InclusionProof* response);
  absl::Status GetConsistencyProof(const rpc::Call& call,
                                   const v1::GetConsistencyProofRequest& request,
                                   v1::ConsistencyProof* response);
  absl::Status ExportLedger(const rpc::Call& call, const v1::ExportLedgerRequest& request,
                            v1::ExportLedgerResponse* response);
  absl::Status AddCosignature(const rpc::Call& call, const v1::AddCosignatureRequest& request,
                              v1::AddCosignatureResponse* response);
  absl::Status SignHeads(const rpc::Call& call, const v1::SignHeadsRequest& request,
                         v1::SignHeadsResponse* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_LEDGER_SERVICE_H_
