#ifndef SERVICES_DUTY_RPC_APPRAISAL_SERVICE_H_
#define SERVICES_DUTY_RPC_APPRAISAL_SERVICE_H_

#include <optional>

#include "absl/status/status.h"
#include "deputies/duty/v1/appraisal.pb.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/appraisal.h"
#include "services/duty/domain/directory.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.AppraisalService.
class AppraisalService {
 public:
  // All must outlive the table.
  struct Parts {
    AppraisalStore& store;
    BallotStore& ballots;
    Directory& directory;
    base::IdSource& ids;
    const base::Clock& clock;
  };
  explicit AppraisalService(const Parts& parts);
  AppraisalService(const AppraisalService&) = delete;
  AppraisalService& operator=(const AppraisalService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status PlanAppraisal(const rpc::Call& call, const v1::PlanAppraisalRequest& request,
                             v1::Appraisal* response);
  absl::Status ListAppraisals(const rpc::Call& call, const v1::ListAppraisalsRequest& request,
                              v1::ListAppraisalsResponse* response);
  absl::Status GetAppraisal(const rpc::Call& call, const v1::GetAppraisalRequest& request,
                            v1::Appraisal* response);
  absl::Status SubmitAppraisalReport(const rpc::Call& call,
                                     const v1::SubmitAppraisalReportRequest& request,
                                     v1::Appraisal* response);
  absl::Status AskAppraisalQuestion(const rpc::Call& call,
                                    const v1::AskAppraisalQuestionRequest& request,
                                    v1::Appraisal* response);
  absl::Status AnswerAppraisalQuestion(const rpc::Call& call,
                                       const v1::AnswerAppraisalQuestionRequest& request,
                                       v1::Appraisal* response);
  absl::Status LinkAppraisalBallot(const rpc::Call& call,
                                   const v1::LinkAppraisalBallotRequest& request,
                                   v1::Appraisal* response);
  absl::Status ReviewAppraisal(const rpc::Call& call, const v1::ReviewAppraisalRequest& request,
                               v1::Appraisal* response);

  // Absent for 0. BALLOT_NOT_FOUND.
  absl::StatusOr<std::optional<Ballot>> FindBallot(const rpc::Call& call, int64_t home_id,
                                                   int64_t ballot_id);
  // The appraisal, its result, and the questions that the caller may see. APPRAISAL_NOT_FOUND.
  absl::Status Answer(const rpc::Call& call, int64_t home_id, int64_t appraisal_id,
                      v1::Appraisal* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_APPRAISAL_SERVICE_H_
