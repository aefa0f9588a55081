// The life of a message: every state and what may happen in it, in one table.
#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_STATE_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_STATE_H_

#include "absl/status/statusor.h"

namespace deputies::board {

// Stored as these numbers; mirrors deputies.board.v1.MessageState.
enum class MessageState {
  kPosted = 1,    // waits for an answer
  kAnswered = 2,  // at least one answer
  kRated = 3,     // the author gave a verdict
};
inline constexpr MessageState kAllMessageStates[] = {MessageState::kPosted, MessageState::kAnswered,
                                                     MessageState::kRated};

enum class MessageEvent { kAnswer, kRate };
inline constexpr MessageEvent kAllMessageEvents[] = {MessageEvent::kAnswer, MessageEvent::kRate};

// The state after `event`, or FAILED_PRECONDITION/MESSAGE_STATE_CONFLICT that says why not.
absl::StatusOr<MessageState> NextState(MessageState state, MessageEvent event);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_STATE_H_
