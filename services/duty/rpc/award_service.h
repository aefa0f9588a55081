#ifndef SERVICES_DUTY_RPC_AWARD_SERVICE_H_
#define SERVICES_DUTY_RPC_AWARD_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/award.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/assessments.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.AwardService.
class AwardService {
 public:
  // Both must outlive the table.
  AwardService(Assessments& assessments, AssessmentStore& store);
  AwardService(const AwardService&) = delete;
  AwardService& operator=(const AwardService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status DecideAward(const rpc::Call& call, const v1::DecideAwardRequest& request,
                           v1::AssessmentAward* response);
  absl::Status RevokeAward(const rpc::Call& call, const v1::RevokeAwardRequest& request,
                           v1::AssessmentAward* response);
  absl::Status ListAwards(const rpc::Call& call, const v1::ListAwardsRequest& request,
                          v1::ListAwardsResponse* response);

  Assessments& assessments_;
  AssessmentStore& store_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_AWARD_SERVICE_H_
