#ifndef SERVICES_DUTY_RPC_ASSESSMENT_SERVICE_H_
#define SERVICES_DUTY_RPC_ASSESSMENT_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/assessment.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/assessments.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.AssessmentService.
class AssessmentService {
 public:
  // Both must outlive the table.
  AssessmentService(Assessments& assessments, const auth::PageTokens& page_tokens);
  AssessmentService(const AssessmentService&) = delete;
  AssessmentService& operator=(const AssessmentService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ListAssessmentSchemes(const rpc::Call& call,
                                     const v1::ListAssessmentSchemesRequest& request,
                                     v1::ListAssessmentSchemesResponse* response);
  absl::Status PublishAssessmentScheme(const rpc::Call& call,
                                       const v1::PublishAssessmentSchemeRequest& request,
                                       v1::AssessmentScheme* response);
  absl::Status ListHomeAssessments(const rpc::Call& call,
                                   const v1::ListHomeAssessmentsRequest& request,
                                   v1::ListHomeAssessmentsResponse* response);
  absl::Status GetHomeAssessment(const rpc::Call& call, const v1::GetHomeAssessmentRequest& request,
                                 v1::HomeAssessment* response);
  absl::Status ListAssessmentFacts(const rpc::Call& call,
                                   const v1::ListAssessmentFactsRequest& request,
                                   v1::ListAssessmentFactsResponse* response);
  absl::Status PublishAssessment(const rpc::Call& call, const v1::PublishAssessmentRequest& request,
                                 v1::PublishedAssessment* response);
  absl::Status GetPublishedAssessment(const rpc::Call& call,
                                      const v1::GetPublishedAssessmentRequest& request,
                                      v1::PublishedAssessment* response);

  Assessments& assessments_;
  const auth::PageTokens& page_tokens_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_ASSESSMENT_SERVICE_H_
