#include "services/board/domain/message_state.h"

#include "services/board/domain/errors.h"

namespace deputies::board {
namespace {

// Short names of the states, for the table; 0 refuses.
constexpr int kPo = 1, kAn = 2, kRa = 3, kCh = 4, kDi = 5, kRe = 6, kAc = 7, kAk = 8, kAw = 9,
              kPl = 10, kCl = 11, kRo = 12, kPd = 13, kMe = 14, kNo = 0;

struct EventRow {
  MessageEvent event;
  // By the number of the state in which the event comes, from 1.
  int to[kMessageStateCount];
};

// Complete: a test walks every pair.
// clang-format off
constexpr EventRow kTable[] = {
    //                            Post Answ Rate Chec Disp Retu Acce Ackn Await Pool Clos Reop Promise Merg
    {MessageEvent::kPost,         {kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo}},
    {MessageEvent::kCheck,        {kCh, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo}},
    {MessageEvent::kDispatch,     {kDi, kNo, kNo, kDi, kDi, kDi, kDi, kDi, kNo, kDi, kNo, kDi, kDi, kNo}},
    {MessageEvent::kPool,         {kPl, kNo, kNo, kPl, kPl, kPl, kNo, kNo, kNo, kNo, kNo, kPl, kNo, kNo}},
    {MessageEvent::kClaim,        {kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kAc, kNo, kNo, kNo, kNo}},
    {MessageEvent::kAccept,       {kAc, kNo, kNo, kAc, kAc, kNo, kNo, kNo, kNo, kNo, kNo, kAc, kNo, kNo}},
    {MessageEvent::kReturn,       {kRe, kNo, kNo, kRe, kRe, kNo, kRe, kNo, kNo, kNo, kNo, kNo, kNo, kNo}},
    {MessageEvent::kAcknowledge,  {kAk, kNo, kNo, kAk, kAk, kNo, kAk, kNo, kNo, kNo, kNo, kAk, kNo, kNo}},
    {MessageEvent::kAsk,          {kAw, kNo, kNo, kAw, kAw, kNo, kAw, kAw, kNo, kNo, kNo, kAw, kAw, kNo}},
    {MessageEvent::kReply,        {kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kAk, kNo, kNo, kNo, kNo, kNo}},
    // A later answer (a promise kept, say) is added; the author's verdict or silence stands.
    {MessageEvent::kAnswer,       {kAn, kAn, kRa, kAn, kAn, kAn, kAn, kAn, kAn, kAn, kCl, kAn, kAn, kNo}},
    // Also after silence: the author's own word is better than none.
    {MessageEvent::kRate,         {kNo, kRa, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kRa, kNo, kRa, kNo}},
    {MessageEvent::kFallSilent,   {kNo, kCl, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo}},
    {MessageEvent::kReopen,       {kNo, kRo, kRo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kRo, kNo, kNo, kNo}},
    {MessageEvent::kPromiseDue,   {kNo, kPd, kPd, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kPd, kNo, kNo, kNo}},
    {MessageEvent::kMerge,        {kMe, kMe, kNo, kMe, kMe, kMe, kMe, kMe, kMe, kMe, kNo, kMe, kMe, kNo}},
    {MessageEvent::kSplit,        {kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kCh}},
    {MessageEvent::kClaimTimeout, {kNo, kNo, kNo, kNo, kNo, kNo, kPl, kNo, kNo, kNo, kNo, kNo, kNo, kNo}},
    {MessageEvent::kQuestionLapse,{kNo, kNo, kNo, kNo, kNo, kNo, kNo, kNo, kAk, kNo, kNo, kNo, kNo, kNo}},
    {MessageEvent::kFollowUp,     {kPo, kAn, kRa, kCh, kDi, kRe, kAc, kAk, kNo, kPl, kCl, kRo, kPd, kMe}},
    {MessageEvent::kEscalate,     {kPo, kNo, kNo, kCh, kDi, kRe, kAc, kAk, kNo, kPl, kNo, kRo, kPd, kNo}},
    {MessageEvent::kChase,        {kPo, kNo, kNo, kCh, kDi, kRe, kAc, kAk, kNo, kPl, kNo, kRo, kPd, kNo}},
    {MessageEvent::kClassify,     {kPo, kAn, kRa, kCh, kDi, kRe, kAc, kAk, kAw, kPl, kCl, kRo, kPd, kMe}},
    {MessageEvent::kReassign,     {kPo, kAn, kRa, kCh, kDi, kRe, kAc, kAk, kAw, kPl, kCl, kRo, kPd, kMe}},
    {MessageEvent::kVisibility,   {kPo, kAn, kRa, kCh, kDi, kRe, kAc, kAk, kAw, kPl, kCl, kRo, kPd, kMe}},
};
// clang-format on

absl::Status Refusal(MessageState state, MessageEvent event) {
  if (state == MessageState::kMerged) return MessageIsMerged();
  if (event == MessageEvent::kRate) {
    return state == MessageState::kRated ? MessageAlreadyRated() : MessageNotAnswered();
  }
  if (event == MessageEvent::kClaim) return MessageNotInPool();
  if (event == MessageEvent::kReopen) return MessageStillOpen();
  if (state == MessageState::kAwaitingAuthor) return MessageAwaitsAuthor();
  if (state == MessageState::kRated || state == MessageState::kClosed) return MessageIsClosed();
  return MessageStateConflict();
}

}  // namespace

bool IsOpen(MessageState state) {
  switch (state) {
    case MessageState::kPosted:
    case MessageState::kChecked:
    case MessageState::kDispatched:
    case MessageState::kReturned:
    case MessageState::kAccepted:
    case MessageState::kAcknowledged:
    case MessageState::kPooled:
    case MessageState::kReopened:
    case MessageState::kPromiseDue:
      return true;
    case MessageState::kAwaitingAuthor:
    case MessageState::kAnswered:
    case MessageState::kRated:
    case MessageState::kClosed:
    case MessageState::kMerged:
      return false;
  }
  return false;
}

absl::StatusOr<MessageState> NextState(MessageState state, MessageEvent event) {
  const int from = static_cast<int>(state);
  for (const EventRow& row : kTable) {
    if (row.event != event || from < 1 || from > kMessageStateCount) continue;
    if (row.to[from - 1] == kNo) return Refusal(state, event);
    return static_cast<MessageState>(row.to[from - 1]);
  }
  return absl::InternalError("state or event outside the table of transitions");
}

}  // namespace deputies::board
