#ifndef SERVICES_RECEPTION_RPC_PLAN_SERVICE_H_
#define SERVICES_RECEPTION_RPC_PLAN_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/reception/v1/plan.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/plan_maker.h"

namespace deputies::reception {

// Handlers of deputies.reception.v1.PlanService: from proto, one domain call, to proto.
class PlanService {
 public:
  // `maker` must outlive the table.
  explicit PlanService(PlanMaker& maker);
  PlanService(const PlanService&) = delete;
  PlanService& operator=(const PlanService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateReceptionPlan(const rpc::Call& call,
                                   const v1::CreateReceptionPlanRequest& request,
                                   v1::ReceptionPlan* response);
  absl::Status CreateCountyPlan(const rpc::Call& call, const v1::CreateCountyPlanRequest& request,
                                v1::CountyPlan* response);
  absl::Status ListReceptionPlans(const rpc::Call& call,
                                  const v1::ListReceptionPlansRequest& request,
                                  v1::ListReceptionPlansResponse* response);
  absl::Status GetReceptionPlan(const rpc::Call& call, const v1::GetReceptionPlanRequest& request,
                                v1::ReceptionPlan* response);
  absl::Status DiscardReceptionPlan(const rpc::Call& call,
                                    const v1::DiscardReceptionPlanRequest& request,
                                    v1::DiscardReceptionPlanResponse* response);
  absl::Status SubmitReceptionPlan(const rpc::Call& call,
                                   const v1::SubmitReceptionPlanRequest& request,
                                   v1::ReceptionPlan* response);
  absl::Status PublishReceptionPlan(const rpc::Call& call,
                                    const v1::PublishReceptionPlanRequest& request,
                                    v1::ReceptionPlan* response);
  absl::Status ReplanReception(const rpc::Call& call, const v1::ReplanReceptionRequest& request,
                               v1::ReplanReceptionResponse* response);

  PlanMaker& maker_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_PLAN_SERVICE_H_
