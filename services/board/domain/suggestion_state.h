// The life of a suggestion as one table of transitions.
#ifndef SERVICES_BOARD_DOMAIN_SUGGESTION_STATE_H_
#define SERVICES_BOARD_DOMAIN_SUGGESTION_STATE_H_

#include "absl/status/statusor.h"

namespace deputies::board {

// The office of the people's congress, which passes suggestions through their gates.
inline constexpr char kOfficeName[] = "人大工作机构";

// Stored as these numbers; mirrors deputies.board.v1.SuggestionState.
enum class SuggestionState {
  kSubmitted = 1,
  kReturned = 2,
  kPassed = 3,
  kHandedOver = 4,
  kHandling = 5,
  kReplyInReview = 6,
  kReplied = 7,
  kClosed = 8,
  kWithdrawn = 9,
  kSplit = 10,
};

enum class SuggestionEvent {
  kRevise,
  kWithdraw,
  kPassQuality,
  kFailQuality,
  kSplit,
  kHandOver,
  kAccept,      // by the main body
  kReturnTask,  // by the main body: not its matter
  kReply,
  kPassReply,
  kFailReply,
  kSatisfy,
  kDissatisfyFirst,   // handled again
  kDissatisfySecond,  // closed as it stands
  kPromiseDue,        // the promised day has come: the body reports
};

// SUGGESTION_STATE_CONFLICT, with words that say what is the case, where the event does not fit.
absl::StatusOr<SuggestionState> NextState(SuggestionState state, SuggestionEvent event);

// Nothing more happens to it.
bool IsOver(SuggestionState state);

// Who has to act, in words for people; empty when nobody has.
const char* OwnerOf(SuggestionState state);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_SUGGESTION_STATE_H_
