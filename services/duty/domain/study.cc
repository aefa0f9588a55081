#include "services/duty/domain/study.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::duty {
namespace {

constexpr int kDone = 100;

absl::Status CountyOfficeOnly() {
  return base::MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED",
                         "面向全旗县区的内容，只能由旗县区办事机构发布和管理");
}

}  // namespace

bool MayKeep(const base::Caller& caller, const Owner& owner) {
  if (owner.county_id == 0) return caller.IsStaffOf(owner.home_id);
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const base::Grant& grant) {
    return grant.role == base::Role::kCountyOffice &&
           (grant.organization_id == owner.county_id || grant.organization_id == 0);
  });
}

absl::Status CheckMayKeep(const base::Caller& caller, const Owner& owner) {
  return MayKeep(caller, owner) ? absl::OkStatus() : CountyOfficeOnly();
}

absl::StatusOr<Owner> OwnerFor(const base::Caller& caller, const HomeCard& home, bool for_county) {
  Owner owner;
  if (for_county) {
    owner.county_id = home.county_id;
  } else {
    owner.home_id = home.home_id;
  }
  RETURN_IF_ERROR(CheckMayKeep(caller, owner));
  return owner;
}

absl::Status CheckMaterial(const StudyMaterial& material) {
  if (material.kind != MaterialKind::kMonthlyReading && material.kind != MaterialKind::kCourse) {
    return base::InvalidField("kind", "请选择月月学习或在线课程");
  }
  if (material.kind == MaterialKind::kMonthlyReading) {
    absl::CivilMonth month;
    if (material.month.size() != 7 || !absl::ParseCivilTime(material.month, &month)) {
      return base::InvalidField("month", "请填写学习月份，例如2026-03");
    }
  } else if (!material.month.empty()) {
    return base::InvalidField("month", "在线课程不分月份，请留空");
  }
  if (!material.media_url.empty() && !absl::StartsWith(material.media_url, "https://")) {
    return base::InvalidField("mediaUrl", "音视频地址须以https://开头");
  }
  return absl::OkStatus();
}

Reading Advance(const StudyMaterial& material, const std::optional<Reading>& before, int percent,
                absl::Time now) {
  Reading reading;
  if (before.has_value()) {
    reading = *before;
  } else {
    reading.begin_time = now;
  }
  if (reading.percent == kDone) return reading;
  reading.percent = std::max(reading.percent, std::min(percent, kDone));
  if (reading.percent < kDone) return reading;
  if (now < reading.begin_time + absl::Minutes(material.min_minutes)) {
    reading.percent = kDone - 1;
  } else {
    reading.finish_time = now;
  }
  return reading;
}

}  // namespace deputies::duty
