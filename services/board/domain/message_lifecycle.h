// What an event does to a message: state, owner, clock and facts. Pure, so that a year of messages
// is simulated in a second.
#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_LIFECYCLE_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_LIFECYCLE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/case_limits.h"
#include "services/board/domain/message.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {

// After so many returns only the chair, or an office above, dispatches, and nobody returns.
inline constexpr int kMaxReturns = 2;
// Reopenings by the author.
inline constexpr int kMaxReopens = 1;

class MessageLifecycle {
 public:
  // `calendar` must outlive this.
  explicit MessageLifecycle(const base::WorkCalendar& calendar) : calendar_(calendar) {}

  // Starts the clock of a new message (wishes and errands begin in the pool) and gives the first
  // line of its timeline, without an id.
  Transition Begin(Message* message, const Actor& actor, const CaseLimits& limits) const;

  // Applies `event` at `now`, or refuses it and changes nothing. What belongs to the event (who
  // handles it, the answer, the verdict) must be set before. The line has no id yet.
  // Errors: MESSAGE_STATE_CONFLICT, RETURN_LIMIT_REACHED, ALREADY_REOPENED, CHASE_TOO_EARLY.
  absl::StatusOr<Transition> Apply(Message* message, MessageEvent event, const Actor& actor,
                                   absl::Time now, std::string note,
                                   const CaseLimits& limits) const;

  // Gives a message from before the clock a clock that begins now.
  void Adopt(Message* message, absl::Time now, const CaseLimits& limits) const;

  // What the clock job does when `next_time` has come: kFallSilent, kPromiseDue, kQuestionLapse,
  // kClaimTimeout or kEscalate.
  static MessageEvent DueEvent(const Message& message, absl::Time now);

  // From when on the author may chase.
  absl::Time NextChase(const Message& message, const CaseLimits& limits) const;

  // Moves the answer's date when the limit class changed.
  void ChangeLimitClass(Message* message, LimitClass limit_class, absl::Time now,
                        const CaseLimits& limits) const;

 private:
  // Due time, owner and next look for the state that the message is in since `now`.
  void Wind(Message* message, absl::Time now, const CaseLimits& limits) const;
  void SetDue(Message* message, Owner owner, absl::Time due, absl::Time now,
              const CaseLimits& limits) const;
  void Resume(Message* message, absl::Time now) const;

  const base::WorkCalendar& calendar_;
};

// The one `steps` above an owner on the ladder handler/liaison -> chair -> sponsor -> county
// office.
Owner OwnerAbove(Owner owner, int steps);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_LIFECYCLE_H_
