// The life of a message: every state and what may happen in it, in one table.
#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_STATE_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_STATE_H_

#include "absl/status/statusor.h"

namespace deputies::board {

// Stored as these numbers; mirrors deputies.board.v1.MessageState, whose comments say what each
// means.
enum class MessageState {
  kPosted = 1,
  kAnswered = 2,
  kRated = 3,
  kChecked = 4,
  kDispatched = 5,
  kReturned = 6,
  kAccepted = 7,
  kAcknowledged = 8,
  kAwaitingAuthor = 9,
  kPooled = 10,
  kClosed = 11,
  kReopened = 12,
  kPromiseDue = 13,
  kMerged = 14,
};
inline constexpr int kMessageStateCount = 14;

// Stored as these numbers in the timeline. Those of the first group change the state; those of the
// second are only logged.
enum class MessageEvent {
  kPost = 1,
  kCheck = 2,
  kDispatch = 3,
  kPool = 4,
  kClaim = 5,
  kAccept = 6,
  kReturn = 7,
  kAcknowledge = 8,
  kAsk = 9,
  kReply = 10,  // the author's reply to a question
  kAnswer = 11,
  kRate = 12,
  kFallSilent = 13,
  kReopen = 14,
  kPromiseDue = 15,
  kMerge = 16,
  kSplit = 17,
  kClaimTimeout = 18,
  kQuestionLapse = 19,
  // Without a change of state.
  kFollowUp = 20,  // the author adds something unasked
  kEscalate = 21,
  kChase = 22,
  kClassify = 23,
  kReassign = 24,  // the handler's successor takes over
  kVisibility = 25,
};
inline constexpr int kFirstMessageEvent = 1;
inline constexpr int kLastMessageEvent = 25;

// Work is to be done by somebody of the home or above it: such a state has an owner and a due time.
bool IsOpen(MessageState state);

// The state after `event`, or FAILED_PRECONDITION/MESSAGE_STATE_CONFLICT that says why not.
// INTERNAL for numbers outside the table.
absl::StatusOr<MessageState> NextState(MessageState state, MessageEvent event);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_STATE_H_
