// Activities of deputies: announced, signed up for, attended, minuted.
#ifndef SERVICES_DUTY_DOMAIN_ACTIVITY_H_
#define SERVICES_DUTY_DOMAIN_ACTIVITY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.ActivityKind.
enum class ActivityKind {
  kTheme = 1,
  kInspection = 2,
  kResearch = 3,
  kMatterDiscussed = 4,
  kMatterSupervised = 5,
  kLecture = 6,
  kTraining = 7,
};

struct Activity {
  int64_t home_id = 0;
  int64_t id = 0;
  ActivityKind kind = ActivityKind::kTheme;
  std::string title;
  std::string description;
  std::string place;
  absl::Time start_time;
  absl::Time end_time;
  absl::Time sign_up_end_time;
  int capacity = 0;  // 0: any number
  int signed_up = 0;
  int attended = 0;
  std::string minutes;
};

// Mirrors deputies.duty.v1.SignUpState.
enum class SignUpState { kSignedUp = 1, kAttended = 2, kCancelled = 3 };

struct SignUp {
  int64_t deputy_id = 0;
  SignUpState state = SignUpState::kSignedUp;
};

// How long before the start and after the end the code is taken.
inline constexpr absl::Duration kAttendanceMargin = absl::Hours(1);
// Minutes are due so long after the end.
inline constexpr absl::Duration kMinutesTime = absl::Hours(7 * 24);

// The duty item that attending is entered as.
const char* ItemOf(ActivityKind kind);

// INVALID_ARGUMENT/FIELD_INVALID when the times do not follow each other.
absl::Status CheckActivity(const Activity& activity, absl::Time now);

// The code shown at the place of an activity: six digits that nobody can foresee. Thread-safe.
class AttendanceCodes {
 public:
  virtual ~AttendanceCodes() = default;
  virtual std::string Of(int64_t home_id, int64_t activity_id) const = 0;
};

// Each write happens once per request key. Thread-safe.
class ActivityStore {
 public:
  virtual ~ActivityStore() = default;
  // Answers with the id that the first call stored.
  virtual absl::StatusOr<int64_t> Create(absl::Time deadline, const base::RequestKey& key,
                                         const Activity& activity) = 0;
  virtual absl::StatusOr<std::optional<Activity>> Find(absl::Time deadline, int64_t home_id,
                                                       int64_t activity_id) = 0;
  // By start, the latest first, after `offset` others.
  virtual absl::StatusOr<std::vector<Activity>> List(absl::Time deadline, int64_t home_id,
                                                     int64_t offset, int limit) = 0;
  virtual absl::StatusOr<std::vector<SignUp>> ListSignUps(absl::Time deadline, int64_t home_id,
                                                          int64_t activity_id) = 0;

  // ACTIVITY_NOT_FOUND, ACTIVITY_STATE_CONFLICT. Signing up is told to the ledger as an
  // opportunity, giving the place back withdraws it, attending is told as the act.
  virtual absl::Status SignUpFor(absl::Time deadline, const base::RequestKey& key,
                                 int64_t activity_id, int64_t deputy_id, absl::Time now) = 0;
  virtual absl::Status CancelSignUp(absl::Time deadline, const base::RequestKey& key,
                                    int64_t activity_id, int64_t deputy_id, absl::Time now) = 0;
  virtual absl::Status Attend(absl::Time deadline, const base::RequestKey& key, int64_t activity_id,
                              int64_t deputy_id, absl::Time now) = 0;
  virtual absl::Status SaveMinutes(absl::Time deadline, const base::RequestKey& key,
                                   int64_t activity_id, const std::string& minutes,
                                   absl::Time now) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_ACTIVITY_H_
