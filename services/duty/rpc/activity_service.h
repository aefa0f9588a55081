#ifndef SERVICES_DUTY_RPC_ACTIVITY_SERVICE_H_
#define SERVICES_DUTY_RPC_ACTIVITY_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/activity.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/activity.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.ActivityService.
class ActivityService {
 public:
  // All must outlive the table.
  struct Parts {
    ActivityStore& store;
    const AttendanceCodes& codes;
    base::IdSource& ids;
    const auth::PageTokens& page_tokens;
    const base::Clock& clock;
  };
  explicit ActivityService(const Parts& parts);
  ActivityService(const ActivityService&) = delete;
  ActivityService& operator=(const ActivityService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateActivity(const rpc::Call& call, const v1::CreateActivityRequest& request,
                              v1::Activity* response);
  absl::Status ListActivities(const rpc::Call& call, const v1::ListActivitiesRequest& request,
                              v1::ListActivitiesResponse* response);
  absl::Status SignUp(const rpc::Call& call, const v1::SignUpRequest& request,
                      v1::Activity* response);
  absl::Status CancelSignUp(const rpc::Call& call, const v1::CancelSignUpRequest& request,
                            v1::Activity* response);
  absl::Status Attend(const rpc::Call& call, const v1::AttendRequest& request,
                      v1::Activity* response);
  absl::Status PublishMinutes(const rpc::Call& call, const v1::PublishMinutesRequest& request,
                              v1::Activity* response);
  absl::Status GetAttendance(const rpc::Call& call, const v1::GetAttendanceRequest& request,
                             v1::Attendance* response);
  // ACTIVITY_NOT_FOUND when there is none.
  absl::Status Answer(const rpc::Call& call, int64_t home_id, int64_t activity_id,
                      v1::Activity* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_ACTIVITY_SERVICE_H_
