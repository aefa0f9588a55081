// A deputy's own report of an act, and its way into the ledger.
#ifndef SERVICES_DUTY_DOMAIN_DUTY_REPORT_H_
#define SERVICES_DUTY_DOMAIN_DUTY_REPORT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/rule_book.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.DutyReportState.
enum class ReportState { kSubmitted = 1, kChecked = 2, kPublished = 3, kRefused = 4 };

struct DutyReport {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t deputy_id = 0;
  int64_t reporter_id = 0;
  std::string item;
  absl::Time perform_time;
  std::string place;
  std::string text;
  std::vector<std::string> attachments;
  ReportState state = ReportState::kSubmitted;
  absl::Time submit_time;
  absl::Time due_time;
  int64_t checker_id = 0;
  int64_t decider_id = 0;
  std::string refusal_reason;
};

enum class ReportStep { kCheck, kPublish, kRefuse };

// Each step may take so long.
inline constexpr absl::Duration kStepTime = absl::Hours(7 * 24);
inline constexpr absl::Duration kOldestReport = absl::Hours(60 * 24);

// INVALID_ARGUMENT/FIELD_INVALID unless the item is an act that nothing enters by itself and the
// time is neither in the future nor too long ago.
absl::Status CheckReport(const DutyReport& report, const RuleBook& book, absl::Time now);

// Takes a step in the name of `person_id`. REPORT_STATE_CONFLICT when it is not the report's next
// one; SECOND_PERSON_NEEDED for the reporter, and for publishing by the one who checked.
absl::Status TakeStep(DutyReport* report, ReportStep step, int64_t person_id,
                      const std::string& reason, absl::Time now);

// SHA-256 over what the report says: its evidence in the ledger.
std::string EvidenceHash(const DutyReport& report);

// Each write happens once per request key, and answers a repeat with the report as it is then.
// Thread-safe.
class DutyReportStore {
 public:
  virtual ~DutyReportStore() = default;
  // Answers with the id that the first call stored.
  virtual absl::StatusOr<int64_t> Submit(absl::Time deadline, const base::RequestKey& key,
                                         const DutyReport& report) = 0;
  // Locks the report and takes the step (TakeStep); a published one is told to the ledger and a
  // decision to the reporter in the same transaction. REPORT_NOT_FOUND.
  virtual absl::Status Step(absl::Time deadline, const base::RequestKey& key, int64_t report_id,
                            ReportStep step, int64_t person_id, const std::string& reason,
                            absl::Time now) = 0;
  virtual absl::StatusOr<std::optional<DutyReport>> Find(absl::Time deadline, int64_t home_id,
                                                         int64_t report_id) = 0;
  // Newest first, ids below `before_id`. Deputy 0 and no state mean all.
  virtual absl::StatusOr<std::vector<DutyReport>> List(absl::Time deadline, int64_t home_id,
                                                       int64_t deputy_id,
                                                       std::optional<ReportState> state,
                                                       int64_t before_id, int limit) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_DUTY_REPORT_H_
