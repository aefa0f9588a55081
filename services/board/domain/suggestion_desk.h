#ifndef SERVICES_BOARD_DOMAIN_SUGGESTION_DESK_H_
#define SERVICES_BOARD_DOMAIN_SUGGESTION_DESK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/board/domain/handling_bodies.h"
#include "services/board/domain/suggestion.h"
#include "services/board/domain/suggestion_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {

// Limits of the Regulations on the handling of deputies' suggestions
// (代表建议、批评和意见处理办法).
inline constexpr int kReturnWorkdays = 7;
inline constexpr int kMainMonths = 3;
inline constexpr int kCoMonths = 1;
inline constexpr int kRehandlingMonths = 1;
inline constexpr int kMaxExtensionMonths = 3;
// So often may bodies say that it is not theirs.
inline constexpr int kMaxBodyReturns = 2;

struct SuggestionPage {
  std::vector<Suggestion> suggestions;
  std::optional<int64_t> next_before_id;
};

struct SuggestionWorkPage {
  std::vector<SuggestionWork> tasks;
  std::optional<TaskPosition> next;
};

// Takes suggestions in and brings them through their three gates to the proposer's verdict. Every
// call that changes one happens once per key and answers with the suggestion as it is then, as the
// caller sees it. Errors of all: SUGGESTION_NOT_FOUND, also for one that the caller may not see;
// SUGGESTION_STATE_CONFLICT; ACCESS_DENIED; and those named. Thread-safe.
class SuggestionDesk {
 public:
  SuggestionDesk(SuggestionStore& store, HandlingBodies& bodies, const base::WorkCalendar& calendar,
                 base::IdSource& ids, const base::Clock& clock)
      : store_(store), bodies_(bodies), calendar_(calendar), ids_(ids), clock_(clock) {}

  // ---- The proposer and co-signers.

  // `cosigners` are deputies of the home, which the caller of this has checked. FIELD_INVALID.
  absl::StatusOr<Suggestion> Submit(const CallScope& scope, const RequestKey& key,
                                    SuggestionText text, const std::vector<int64_t>& cosigners);
  absl::StatusOr<Suggestion> Revise(const CallScope& scope, const RequestKey& key, int64_t id,
                                    SuggestionText text);
  absl::StatusOr<Suggestion> Cosign(const CallScope& scope, const RequestKey& key, int64_t id);
  absl::StatusOr<Suggestion> Withdraw(const CallScope& scope, const RequestKey& key, int64_t id);
  // FIELD_INVALID for dissatisfaction without a word why.
  absl::StatusOr<Suggestion> Rate(const CallScope& scope, const RequestKey& key, int64_t id,
                                  Satisfaction satisfaction, std::string comment);

  // ---- The office.

  // SECOND_PERSON_NEEDED for the proposer; FIELD_INVALID for a return without a reason.
  absl::StatusOr<Suggestion> Triage(const CallScope& scope, const RequestKey& key, int64_t id,
                                    GateDecision decision, std::string reason);
  // FIELD_INVALID for fewer than two parts.
  absl::StatusOr<Suggestion> Split(const CallScope& scope, const RequestKey& key, int64_t id,
                                   const std::vector<SuggestionText>& parts);
  // FIELD_INVALID for a body that does not serve the home or has no clerk, or is named twice.
  absl::StatusOr<Suggestion> HandOver(const CallScope& scope, const RequestKey& key, int64_t id,
                                      int64_t main_body, const std::vector<int64_t>& co_bodies);
  // FIELD_INVALID for a time that is no extension or beyond the limit.
  absl::StatusOr<Suggestion> Extend(const CallScope& scope, const RequestKey& key, int64_t id,
                                    int64_t body_id, absl::Time due_time, std::string reason);
  absl::StatusOr<Suggestion> ReviewReply(const CallScope& scope, const RequestKey& key, int64_t id,
                                         GateDecision decision, std::string reason);
  absl::StatusOr<Suggestion> Supervise(const CallScope& scope, const RequestKey& key, int64_t id,
                                       std::string supervisor, std::string note);
  // ALREADY_EXISTS/AWARD_GIVEN.
  absl::StatusOr<Suggestion> Award(const CallScope& scope, const RequestKey& key, int64_t id,
                                   SuggestionAward award);

  // ---- The bodies.

  absl::StatusOr<Suggestion> Accept(const CallScope& scope, const RequestKey& key, int64_t id,
                                    int64_t body_id);
  // FAILED_PRECONDITION/RETURN_REFUSED after seven working days, or when it came back twice before.
  // The body sees no more of the suggestion then.
  absl::Status ReturnTask(const CallScope& scope, const RequestKey& key, int64_t id,
                          int64_t body_id, std::string reason);
  absl::StatusOr<Suggestion> GiveOpinion(const CallScope& scope, const RequestKey& key, int64_t id,
                                         int64_t body_id, std::string opinion);
  // FIELD_INVALID for a plan without its date or a date without a plan.
  absl::StatusOr<Suggestion> Reply(const CallScope& scope, const RequestKey& key, int64_t id,
                                   ReplyClass reply_class, std::string body,
                                   std::optional<absl::Time> promise_time);
  // Also for the office.
  absl::StatusOr<Suggestion> AddProgress(const CallScope& scope, const RequestKey& key, int64_t id,
                                         std::string text);

  // ---- Reading.

  absl::StatusOr<Suggestion> Get(const CallScope& scope, int64_t home_id, int64_t id);
  absl::StatusOr<SuggestionPage> List(const CallScope& scope, int64_t home_id,
                                      std::optional<int64_t> before_id, int page_size);
  absl::StatusOr<SuggestionWorkPage> ListTasks(const CallScope& scope, int64_t home_id,
                                               const TaskPosition& after, int page_size);
  // Of those handed in during the year in Shanghai.
  absl::StatusOr<SuggestionCounts> Report(const CallScope& scope, int64_t home_id, int year);

  absl::Time Now() const { return clock_.Now(); }

 private:
  using Change = absl::FunctionRef<absl::Status(Suggestion* suggestion, SuggestionTransaction&)>;
  // Changes a locked suggestion that the caller may see as more than the public.
  absl::StatusOr<Suggestion> ChangeOnce(const CallScope& scope, const RequestKey& key, int64_t id,
                                        Change change);
  absl::Status CommitChange(const CallScope& scope, const RequestKey& key, int64_t id,
                            Change change);
  // The same for one that `body_id`, for which the caller works, has to handle.
  using TaskChange = absl::FunctionRef<absl::Status(Suggestion* suggestion, SuggestionTask* task,
                                                    SuggestionTransaction&)>;
  absl::Status CommitTaskChange(const CallScope& scope, const RequestKey& key, int64_t id,
                                int64_t body_id, TaskChange change);
  // Adds a step to the record.
  void Record(const CallScope& scope, std::string actor, std::string text, Suggestion* suggestion);
  // Tells the proposer of the state, or clerks of their task.
  absl::Status TellProposer(const Suggestion& suggestion, SuggestionTransaction& transaction);
  absl::Status TellClerks(const Suggestion& suggestion, const std::vector<int64_t>& clerks,
                          DeskNoticeKind kind, std::optional<absl::Time> due_time,
                          SuggestionTransaction& transaction);
  // The end of the day in Shanghai `months` after today.
  absl::Time MonthsFromNow(int months) const;

  SuggestionStore& store_;
  HandlingBodies& bodies_;
  const base::WorkCalendar& calendar_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_SUGGESTION_DESK_H_
