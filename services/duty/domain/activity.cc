#include "services/duty/domain/activity.h"

#include "services/common/base/error.h"

namespace deputies::duty {

const char* ItemOf(ActivityKind kind) {
  switch (kind) {
    case ActivityKind::kInspection:
      return "inspection";
    case ActivityKind::kResearch:
      return "research";
    case ActivityKind::kMatterSupervised:
      return "project_supervision";
    case ActivityKind::kLecture:
    case ActivityKind::kTraining:
      return "study";
    case ActivityKind::kTheme:
    case ActivityKind::kMatterDiscussed:
      break;
  }
  return "activity";
}

absl::Status CheckActivity(const Activity& activity, absl::Time now) {
  if (activity.kind < ActivityKind::kTheme || activity.kind > ActivityKind::kTraining) {
    return base::InvalidField("kind", "请选择活动类别");
  }
  if (activity.start_time < now) return base::InvalidField("startTime", "开始时间已经过去");
  if (activity.end_time <= activity.start_time) {
    return base::InvalidField("endTime", "结束时间须在开始时间之后");
  }
  if (activity.sign_up_end_time > activity.start_time || activity.sign_up_end_time < now) {
    return base::InvalidField("signUpEndTime", "报名截止须在现在之后、活动开始之前");
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
