#include "services/board/domain/suggestion_state.h"

#include "absl/strings/str_cat.h"
#include "services/board/domain/desk_errors.h"

namespace deputies::board {
namespace {

using State = SuggestionState;
using Event = SuggestionEvent;

struct Step {
  State from;
  Event event;
  State to;
};

constexpr Step kSteps[] = {
    {State::kSubmitted, Event::kWithdraw, State::kWithdrawn},
    {State::kSubmitted, Event::kPassQuality, State::kPassed},
    {State::kSubmitted, Event::kFailQuality, State::kReturned},
    {State::kReturned, Event::kRevise, State::kSubmitted},
    {State::kReturned, Event::kWithdraw, State::kWithdrawn},
    {State::kPassed, Event::kWithdraw, State::kWithdrawn},
    {State::kPassed, Event::kSplit, State::kSplit},
    {State::kPassed, Event::kHandOver, State::kHandedOver},
    {State::kHandedOver, Event::kAccept, State::kHandling},
    {State::kHandedOver, Event::kReturnTask, State::kPassed},
    {State::kHandling, Event::kReturnTask, State::kPassed},
    {State::kHandling, Event::kReply, State::kReplyInReview},
    {State::kReplyInReview, Event::kPassReply, State::kReplied},
    {State::kReplyInReview, Event::kFailReply, State::kHandling},
    {State::kReplied, Event::kSatisfy, State::kClosed},
    {State::kReplied, Event::kDissatisfyFirst, State::kHandling},
    {State::kReplied, Event::kDissatisfySecond, State::kClosed},
    {State::kReplied, Event::kPromiseDue, State::kHandling},
    {State::kClosed, Event::kPromiseDue, State::kHandling},
};

const char* NameOf(State state) {
  switch (state) {
    case State::kSubmitted:
      return "已提交，等待审核";
    case State::kReturned:
      return "已退回代表修改";
    case State::kPassed:
      return "已审核，等待交办";
    case State::kHandedOver:
      return "已交办，等待承办单位接收";
    case State::kHandling:
      return "正在办理";
    case State::kReplyInReview:
      return "答复正在审核";
    case State::kReplied:
      return "已答复，等待代表评价";
    case State::kClosed:
      return "已办结";
    case State::kWithdrawn:
      return "已撤回";
    case State::kSplit:
      return "已拆分";
  }
  return "";
}

}  // namespace

absl::StatusOr<SuggestionState> NextState(SuggestionState state, SuggestionEvent event) {
  for (const Step& step : kSteps) {
    if (step.from == state && step.event == event) return step.to;
  }
  return SuggestionStateConflict(absl::StrCat("这件建议现在“", NameOf(state), "”，不能这样操作"));
}

bool IsOver(SuggestionState state) {
  return state == State::kClosed || state == State::kWithdrawn || state == State::kSplit;
}

const char* OwnerOf(SuggestionState state) {
  switch (state) {
    case State::kSubmitted:
    case State::kPassed:
    case State::kReplyInReview:
      return kOfficeName;
    case State::kReturned:
    case State::kReplied:
      return "提出建议的代表";
    case State::kHandedOver:
    case State::kHandling:
      return "主办单位";
    default:
      return "";
  }
}

}  // namespace deputies::board
