#include "services/duty/rpc/activity_service.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void FillActivity(const Activity& activity, absl::Time now, v1::Activity* proto) {
  proto->set_activity_id(activity.id);
  proto->set_home_id(activity.home_id);
  proto->set_kind(static_cast<v1::ActivityKind>(activity.kind));
  proto->set_title(activity.title);
  proto->set_description(activity.description);
  proto->set_place(activity.place);
  ToProto(activity.start_time, proto->mutable_start_time());
  ToProto(activity.end_time, proto->mutable_end_time());
  ToProto(activity.sign_up_end_time, proto->mutable_sign_up_end_time());
  proto->set_capacity(activity.capacity);
  proto->set_signed_up_count(activity.signed_up);
  proto->set_attended_count(activity.attended);
  proto->set_minutes(activity.minutes);
  ToProto(activity.end_time + kMinutesTime, proto->mutable_minutes_due_time());
  proto->set_minutes_overdue(activity.minutes.empty() && now > activity.end_time + kMinutesTime);
}

}  // namespace

ActivityService::ActivityService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.ActivityService") {
  table_.Bind("CreateActivity", this, &ActivityService::CreateActivity);
  table_.Bind("ListActivities", this, &ActivityService::ListActivities);
  table_.Bind("SignUp", this, &ActivityService::SignUp);
  table_.Bind("CancelSignUp", this, &ActivityService::CancelSignUp);
  table_.Bind("Attend", this, &ActivityService::Attend);
  table_.Bind("PublishMinutes", this, &ActivityService::PublishMinutes);
  table_.Bind("GetAttendance", this, &ActivityService::GetAttendance);
}

absl::Status ActivityService::CreateActivity(const rpc::Call& call,
                                             const v1::CreateActivityRequest& request,
                                             v1::Activity* response) {
  Activity activity;
  activity.home_id = request.home_id();
  activity.id = parts_.ids.Next();
  activity.kind = static_cast<ActivityKind>(request.kind());
  activity.title = request.title();
  activity.description = request.description();
  activity.place = request.place();
  ASSIGN_OR_RETURN(activity.start_time, ToTime(request.start_time(), "startTime"));
  ASSIGN_OR_RETURN(activity.end_time, ToTime(request.end_time(), "endTime"));
  ASSIGN_OR_RETURN(activity.sign_up_end_time, ToTime(request.sign_up_end_time(), "signUpEndTime"));
  for (absl::Time* time : {&activity.start_time, &activity.end_time, &activity.sign_up_end_time}) {
    *time = base::ToMillisecond(*time);
  }
  activity.capacity = request.capacity();
  RETURN_IF_ERROR(CheckActivity(activity, parts_.clock.Now()));
  ASSIGN_OR_RETURN(
      const int64_t id,
      parts_.store.Create(call.deadline, rpc::KeyOf("CreateActivity", call, request), activity));
  return Answer(call, request.home_id(), id, response);
}

absl::Status ActivityService::ListActivities(const rpc::Call& call,
                                             const v1::ListActivitiesRequest& request,
                                             v1::ListActivitiesResponse* response) {
  const std::string list = absl::StrCat("activities/", request.home_id());
  ASSIGN_OR_RETURN(const int64_t offset,
                   ReadPosition(parts_.page_tokens, list, request.page_token(), 0));
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  ASSIGN_OR_RETURN(std::vector<Activity> activities,
                   parts_.store.List(call.deadline, request.home_id(), offset, limit + 1));
  if (activities.size() > static_cast<size_t>(limit)) {
    activities.pop_back();
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, offset + limit));
  }
  for (const Activity& activity : activities) {
    FillActivity(activity, parts_.clock.Now(), response->add_activities());
  }
  return absl::OkStatus();
}

absl::Status ActivityService::SignUp(const rpc::Call& call, const v1::SignUpRequest& request,
                                     v1::Activity* response) {
  RETURN_IF_ERROR(parts_.store.SignUpFor(
      call.deadline, rpc::KeyOf("SignUp", call, request), request.activity_id(),
      call.caller.DeputyIdAt(request.home_id()), parts_.clock.Now()));
  return Answer(call, request.home_id(), request.activity_id(), response);
}

absl::Status ActivityService::CancelSignUp(const rpc::Call& call,
                                           const v1::CancelSignUpRequest& request,
                                           v1::Activity* response) {
  RETURN_IF_ERROR(parts_.store.CancelSignUp(
      call.deadline, rpc::KeyOf("CancelSignUp", call, request), request.activity_id(),
      call.caller.DeputyIdAt(request.home_id()), parts_.clock.Now()));
  return Answer(call, request.home_id(), request.activity_id(), response);
}

absl::Status ActivityService::Attend(const rpc::Call& call, const v1::AttendRequest& request,
                                     v1::Activity* response) {
  ASSIGN_OR_RETURN(const std::optional<Activity> activity,
                   parts_.store.Find(call.deadline, request.home_id(), request.activity_id()));
  if (!activity.has_value()) return ActivityNotFound();
  if (request.code() != parts_.codes.Of(request.home_id(), request.activity_id())) {
    return base::InvalidField("code", "签到码不对，请看现场出示的六位数字");
  }
  RETURN_IF_ERROR(
      parts_.store.Attend(call.deadline, rpc::KeyOf("Attend", call, request), request.activity_id(),
                          call.caller.DeputyIdAt(request.home_id()), parts_.clock.Now()));
  return Answer(call, request.home_id(), request.activity_id(), response);
}

absl::Status ActivityService::PublishMinutes(const rpc::Call& call,
                                             const v1::PublishMinutesRequest& request,
                                             v1::Activity* response) {
  RETURN_IF_ERROR(
      parts_.store.SaveMinutes(call.deadline, rpc::KeyOf("PublishMinutes", call, request),
                               request.activity_id(), request.minutes(), parts_.clock.Now()));
  return Answer(call, request.home_id(), request.activity_id(), response);
}

absl::Status ActivityService::GetAttendance(const rpc::Call& call,
                                            const v1::GetAttendanceRequest& request,
                                            v1::Attendance* response) {
  ASSIGN_OR_RETURN(const std::optional<Activity> activity,
                   parts_.store.Find(call.deadline, request.home_id(), request.activity_id()));
  if (!activity.has_value()) return ActivityNotFound();
  response->set_code(parts_.codes.Of(request.home_id(), request.activity_id()));
  ASSIGN_OR_RETURN(
      const std::vector<duty::SignUp> sign_ups,
      parts_.store.ListSignUps(call.deadline, request.home_id(), request.activity_id()));
  for (const duty::SignUp& sign_up : sign_ups) {
    v1::SignUpEntry* entry = response->add_entries();
    entry->set_deputy_id(sign_up.deputy_id);
    entry->set_state(static_cast<v1::SignUpState>(sign_up.state));
  }
  return absl::OkStatus();
}

absl::Status ActivityService::Answer(const rpc::Call& call, int64_t home_id, int64_t activity_id,
                                     v1::Activity* response) {
  ASSIGN_OR_RETURN(const std::optional<Activity> activity,
                   parts_.store.Find(call.deadline, home_id, activity_id));
  if (!activity.has_value()) return ActivityNotFound();
  FillActivity(*activity, parts_.clock.Now(), response);
  return absl::OkStatus();
}

}  // namespace deputies::duty
