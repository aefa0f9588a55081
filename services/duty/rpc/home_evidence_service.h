#ifndef SERVICES_DUTY_RPC_HOME_EVIDENCE_SERVICE_H_
#define SERVICES_DUTY_RPC_HOME_EVIDENCE_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/evidence.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/assessment_store.h"
#include "services/duty/domain/directory.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.HomeEvidenceService.
class HomeEvidenceService {
 public:
  // All must outlive the table.
  struct Parts {
    AssessmentStore& store;
    Directory& directory;
    base::IdSource& ids;
    const auth::PageTokens& page_tokens;
    const base::Clock& clock;
  };
  explicit HomeEvidenceService(const Parts& parts);
  HomeEvidenceService(const HomeEvidenceService&) = delete;
  HomeEvidenceService& operator=(const HomeEvidenceService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status SubmitHomeEvidence(const rpc::Call& call,
                                  const v1::SubmitHomeEvidenceRequest& request,
                                  v1::HomeEvidence* response);
  absl::Status ListHomeEvidence(const rpc::Call& call, const v1::ListHomeEvidenceRequest& request,
                                v1::ListHomeEvidenceResponse* response);
  absl::Status CheckHomeEvidence(const rpc::Call& call, const v1::CheckHomeEvidenceRequest& request,
                                 v1::HomeEvidence* response);
  // EVIDENCE_NOT_FOUND.
  absl::Status Answer(const rpc::Call& call, int64_t home_id, int64_t evidence_id,
                      v1::HomeEvidence* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_HOME_EVIDENCE_SERVICE_H_
