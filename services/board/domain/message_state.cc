#include "services/board/domain/message_state.h"

#include "services/board/domain/errors.h"

namespace deputies::board {
namespace {

struct Transition {
  MessageState from;
  MessageEvent event;
  MessageState to;
  absl::Status (*refusal)();  // null: allowed
};

// Complete: the test walks every pair.
constexpr Transition kTransitions[] = {
    {MessageState::kPosted, MessageEvent::kAnswer, MessageState::kAnswered, nullptr},
    {MessageState::kPosted, MessageEvent::kRate, MessageState::kPosted, MessageNotAnswered},
    {MessageState::kAnswered, MessageEvent::kAnswer, MessageState::kAnswered, nullptr},
    {MessageState::kAnswered, MessageEvent::kRate, MessageState::kRated, nullptr},
    // A later answer (a promise kept, say) is added; the verdict stands.
    {MessageState::kRated, MessageEvent::kAnswer, MessageState::kRated, nullptr},
    {MessageState::kRated, MessageEvent::kRate, MessageState::kRated, MessageAlreadyRated},
};

}  // namespace

absl::StatusOr<MessageState> NextState(MessageState state, MessageEvent event) {
  for (const Transition& transition : kTransitions) {
    if (transition.from != state || transition.event != event) continue;
    if (transition.refusal != nullptr) return transition.refusal();
    return transition.to;
  }
  return absl::InternalError("state or event without a row in the table of transitions");
}

}  // namespace deputies::board
