// A deputy's yearly report to the voters, their questions, and the review.
#ifndef SERVICES_DUTY_DOMAIN_APPRAISAL_H_
#define SERVICES_DUTY_DOMAIN_APPRAISAL_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/ballot.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.ReviewGrade.
enum class ReviewGrade {
  kNone = 0,
  kExcellent = 1,
  kCompetent = 2,
  kBasicallyCompetent = 3,
  kNotCompetent = 4,
};

struct Appraisal {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t deputy_id = 0;
  int year = 0;
  absl::Time meeting_time;
  std::string place;
  int plan_revision = 1;
  int64_t planner_id = 0;
  int64_t reporter_id = 0;
  std::string report;
  std::optional<absl::Time> report_time;
  int64_t ballot_id = 0;
  ReviewGrade grade = ReviewGrade::kNone;
  std::string opinion;
  int64_t reviewer_id = 0;
  std::optional<absl::Time> review_time;
};

struct AppraisalQuestion {
  int64_t id = 0;
  int64_t asker_id = 0;
  std::string text;
  absl::Time ask_time;
  std::string answer;
  std::optional<absl::Time> answer_time;
};

// What one voter may ask about one report.
inline constexpr int kMaxAppraisalQuestions = 5;

// INVALID_ARGUMENT/FIELD_INVALID for a meeting that is past, or not within the year or the first
// quarter after it.
absl::Status CheckPlan(const Appraisal& appraisal, absl::Time now);
// The steps change the appraisal, or say by APPRAISAL_STATE_CONFLICT or FIELD_INVALID why not.
absl::Status TakeReport(Appraisal* appraisal, int64_t person_id, const std::string& report,
                        absl::Time now);
absl::Status CheckMayAsk(const Appraisal& appraisal, int asked_before);
absl::Status LinkBallot(Appraisal* appraisal, const Ballot& ballot);
// `ballot` is the linked one.
absl::Status TakeReview(Appraisal* appraisal, const std::optional<Ballot>& ballot,
                        ReviewGrade grade, const std::string& opinion, int64_t person_id,
                        absl::Time now);

// When those concerned are told of a meeting: now, a week before it, a day before it; none twice,
// none in the past.
std::vector<absl::Time> ReminderTimes(absl::Time meeting_time, absl::Time now);

// Each write happens once per request key. Thread-safe.
class AppraisalStore {
 public:
  virtual ~AppraisalStore() = default;
  // Enters the meeting, or moves the one that the deputy has in the year; tells the planner and
  // whoever last acted for the deputy. Answers with the appraisal's id.
  virtual absl::StatusOr<int64_t> Plan(absl::Time deadline, const base::RequestKey& key,
                                       const Appraisal& plan, absl::Time now) = 0;
  virtual absl::StatusOr<std::optional<Appraisal>> Find(absl::Time deadline, int64_t home_id,
                                                        int64_t appraisal_id) = 0;
  // The deputy's last one that was reviewed.
  virtual absl::StatusOr<std::optional<Appraisal>> FindLastReviewed(absl::Time deadline,
                                                                    int64_t home_id,
                                                                    int64_t deputy_id) = 0;
  // By meeting, without reports.
  virtual absl::StatusOr<std::vector<Appraisal>> List(absl::Time deadline, int64_t home_id,
                                                      int year) = 0;
  // In the order of asking.
  virtual absl::StatusOr<std::vector<AppraisalQuestion>> ListQuestions(absl::Time deadline,
                                                                       int64_t home_id,
                                                                       int64_t appraisal_id) = 0;
  // APPRAISAL_NOT_FOUND also when it is another deputy's.
  virtual absl::Status Report(absl::Time deadline, const base::RequestKey& key,
                              int64_t appraisal_id, int64_t deputy_id, const std::string& report,
                              absl::Time now) = 0;
  virtual absl::Status Ask(absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
                           const AppraisalQuestion& question) = 0;
  virtual absl::Status Answer(absl::Time deadline, const base::RequestKey& key,
                              int64_t appraisal_id, int64_t deputy_id, int64_t question_id,
                              const std::string& answer, absl::Time now) = 0;
  virtual absl::Status Link(absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
                            const Ballot& ballot) = 0;
  // Tells the ledger of the report, or of its absence. `ballot` is the one that was linked when it
  // was read; CONCURRENT_CHANGE when another one is linked now.
  virtual absl::Status Review(absl::Time deadline, const base::RequestKey& key,
                              int64_t appraisal_id, const std::optional<Ballot>& ballot,
                              ReviewGrade grade, const std::string& opinion, absl::Time now) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_APPRAISAL_H_
