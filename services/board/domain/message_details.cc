#include "services/board/domain/message_details.h"

#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

bool Possible(const Message& message, MessageEvent event) {
  return NextState(message.state, event).ok();
}

}  // namespace

absl::StatusOr<MessageDetails> MessageDescriber::Describe(const CallScope& scope,
                                                          const Message& message) {
  MessageDetails details;
  const Viewer viewer = ViewerAt(scope.caller, message.home_id);
  const auto offer = [&](bool allowed, MessageEvent event, const char* verb) {
    if (allowed && Possible(message, event)) details.allowed_actions.push_back(verb);
  };
  const Life& life = message.life;
  if (IsAuthor(viewer, message)) {
    const bool asked = message.state == MessageState::kAwaitingAuthor;
    offer(true, asked ? MessageEvent::kReply : MessageEvent::kFollowUp, "followUp");
    offer(true, MessageEvent::kRate, "rate");
    offer(life.reopen_count < kMaxReopens, MessageEvent::kReopen, "reopen");
    offer(message.kind != MessageKind::kFeedback, MessageEvent::kVisibility, "changeVisibility");
    if (Possible(message, MessageEvent::kChase)) {
      ASSIGN_OR_RETURN(const CaseLimits limits, store_.FindLimits(scope.deadline, message.home_id));
      details.next_chase_time = lifecycle_.NextChase(message, limits);
      if (*details.next_chase_time <= clock_.Now()) details.allowed_actions.push_back("chase");
    }
  } else if (viewer.person_id != 0 && message.visibility != Visibility::kPrivate &&
             scope.caller.voter) {
    details.allowed_actions.push_back("follow");
    if (message.state != MessageState::kMerged) details.allowed_actions.push_back("cosign");
  }
  const bool works = viewer.staff || IsHandler(viewer, message);
  offer(viewer.deputy_id != 0, MessageEvent::kClaim, "claim");
  offer(works, MessageEvent::kAccept, "accept");
  offer(!viewer.staff && works && life.return_count < kMaxReturns &&
            (message.handler_deputy_id != 0 || message.deputy_id != 0),
        MessageEvent::kReturn, "return");
  offer(works, MessageEvent::kAcknowledge, "acknowledge");
  offer(works && message.author_id != 0, MessageEvent::kAsk, "ask");
  offer(MayAnswer(viewer, message), MessageEvent::kAnswer, "answer");
  offer(viewer.staff, MessageEvent::kCheck, "check");
  offer(viewer.staff && message.kind != MessageKind::kFeedback &&
            (life.return_count < kMaxReturns || viewer.chair),
        MessageEvent::kDispatch, "dispatch");
  offer(viewer.staff && message.deputy_id == 0, MessageEvent::kPool, "pool");
  offer(viewer.staff, MessageEvent::kClassify, "classify");
  offer(viewer.staff, MessageEvent::kMerge, "merge");
  offer(viewer.staff, MessageEvent::kSplit, "split");
  if (viewer.staff && !IsAuthor(viewer, message)) offer(true, MessageEvent::kReopen, "reopen");
  return details;
}

}  // namespace deputies::board
