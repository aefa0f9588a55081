// Where assessments are kept: facts, evidence, schemes, published results, decisions. Implemented
// in storage/.
#ifndef SERVICES_DUTY_DOMAIN_ASSESSMENT_STORE_H_
#define SERVICES_DUTY_DOMAIN_ASSESSMENT_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/assessment.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.EvidenceKind and EvidenceState.
enum class EvidenceKind {
  kPlan = 1,
  kMeeting = 2,
  kLiaison = 3,
  kFunds = 4,
  kHouseRules = 5,
  kTraining = 6,
  kOrganReception = 7,
  kConsultation = 8,
};
enum class EvidenceState { kSubmitted = 1, kAccepted = 2, kRefused = 3 };

struct HomeEvidence {
  int64_t home_id = 0;
  int64_t id = 0;
  EvidenceKind kind = EvidenceKind::kPlan;
  absl::CivilDay day;
  int quantity = 1;
  std::string text;
  std::vector<std::string> attachments;
  EvidenceState state = EvidenceState::kSubmitted;
  int64_t submitter_id = 0;
  absl::Time submit_time;
  std::string refusal_reason;
};

// "年度工作计划"; "" for a kind that is none.
std::string NameOf(EvidenceKind kind);
// What an accepted entry counts as.
HomeFact FactOf(const HomeEvidence& evidence);
// INVALID_ARGUMENT/FIELD_INVALID.
absl::Status CheckEvidence(const HomeEvidence& evidence, absl::Time now);

struct ResultRow {
  HomeScore score;
  std::string home_name;
};
struct AssessmentResult {
  int64_t county_id = 0;
  int year = 0;
  int version = 0;
  int scheme_version = 0;
  std::string note;
  absl::Time publish_time;
  int64_t publisher_id = 0;
  std::vector<ResultRow> rows;  // as ranked
};

// Mirrors deputies.duty.v1.AwardKind and AwardForm.
enum class AwardKind { kSuggestion = 1, kBody = 2, kReported = 3, kNotified = 4 };
enum class AwardForm { kPlaque = 1, kCertificate = 2, kLetter = 3 };

struct Award {
  int64_t home_id = 0;
  int64_t id = 0;
  int year = 0;
  AwardKind kind = AwardKind::kSuggestion;
  AwardForm form = AwardForm::kPlaque;
  std::string subject;
  absl::CivilDay decision_day;
  std::string decided_by;
  std::string reason;
  int result_version = 0;
  int rank = 0;
  bool shortlisted = false;
  int64_t recorder_id = 0;
  absl::Time record_time;
  bool revoked = false;
  std::string revoke_reason;
};

// "优秀建议"; "" for a kind that is none.
std::string NameOf(AwardKind kind);

// Thread-safe.
class HomeFactStore {
 public:
  virtual ~HomeFactStore() = default;
  // Enters facts, however often and in whatever order they come (HomeFact).
  virtual absl::Status Note(absl::Time deadline, const std::vector<HomeFact>& facts) = 0;
  // Those of the year, and what became of its cases until the end of the next one.
  virtual absl::StatusOr<std::vector<HomeFact>> ListYear(absl::Time deadline, int64_t home_id,
                                                         int year) = 0;
};

// Each write happens once per request key. Thread-safe.
class AssessmentStore {
 public:
  virtual ~AssessmentStore() = default;

  // Published ones of the county, rising by version.
  virtual absl::StatusOr<std::vector<AssessmentScheme>> ListSchemes(absl::Time deadline,
                                                                    int64_t county_id) = 0;
  // Answers with the version. ASSESSMENT_STATE_CONFLICT when a scheme of that year or a later one
  // is there.
  virtual absl::StatusOr<int> PublishScheme(absl::Time deadline, const base::RequestKey& key,
                                            int64_t county_id, const AssessmentScheme& scheme,
                                            int64_t publisher_id) = 0;

  // Persons to be told of something that concerns a home.
  struct Told {
    int64_t home_id = 0;
    std::vector<int64_t> person_ids;
  };
  // Stores the result under the next version and answers with that. ASSESSMENT_STATE_CONFLICT for a
  // correction without a note, or when another is published at the same time.
  virtual absl::StatusOr<int> PublishResult(absl::Time deadline, const base::RequestKey& key,
                                            const AssessmentResult& result,
                                            const std::vector<Told>& told) = 0;
  // The newest for version 0; absent when there is none.
  virtual absl::StatusOr<std::optional<AssessmentResult>> FindResult(absl::Time deadline,
                                                                     int64_t county_id, int year,
                                                                     int version) = 0;

  // Answers with the id that the first call stored. ASSESSMENT_STATE_CONFLICT when the same stands.
  virtual absl::StatusOr<int64_t> Decide(absl::Time deadline, const base::RequestKey& key,
                                         const Award& award, const Told& told) = 0;
  // AWARD_NOT_FOUND, ASSESSMENT_STATE_CONFLICT.
  virtual absl::Status Revoke(absl::Time deadline, const base::RequestKey& key, int64_t award_id,
                              const std::string& reason) = 0;
  virtual absl::StatusOr<std::optional<Award>> FindAward(absl::Time deadline, int64_t home_id,
                                                         int64_t award_id) = 0;
  // Newest first, at most 200; of all years for 0.
  virtual absl::StatusOr<std::vector<Award>> ListAwards(absl::Time deadline, int64_t home_id,
                                                        int year) = 0;

  // Answers with the id that the first call stored.
  virtual absl::StatusOr<int64_t> SubmitEvidence(absl::Time deadline, const base::RequestKey& key,
                                                 const HomeEvidence& evidence) = 0;
  // An accepted entry becomes a fact, and the submitter is told, in the same transaction.
  // EVIDENCE_NOT_FOUND, ASSESSMENT_STATE_CONFLICT, SECOND_PERSON_NEEDED.
  virtual absl::Status CheckEvidence(absl::Time deadline, const base::RequestKey& key,
                                     int64_t evidence_id, bool accept,
                                     const std::string& reason) = 0;
  virtual absl::StatusOr<std::optional<HomeEvidence>> FindEvidence(absl::Time deadline,
                                                                   int64_t home_id,
                                                                   int64_t evidence_id) = 0;
  // Newest first, ids below `before_id`; every state without one.
  virtual absl::StatusOr<std::vector<HomeEvidence>> ListEvidence(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 std::optional<EvidenceState> state,
                                                                 int64_t before_id, int limit) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_ASSESSMENT_STORE_H_
