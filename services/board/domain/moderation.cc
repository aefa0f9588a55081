#include "services/board/domain/moderation.h"

#include "absl/strings/match.h"
#include "absl/strings/str_replace.h"
#include "services/board/domain/desk_errors.h"

namespace deputies::board {
namespace {

using State = ModerationState;
using Event = ModerationEvent;

struct Step {
  State from;
  Event event;
  State to;
};

constexpr Step kSteps[] = {
    {State::kNone, Event::kHold, State::kHeld},
    {State::kNone, Event::kReport, State::kReported},
    {State::kNone, Event::kHide, State::kHidden},
    {State::kHeld, Event::kShow, State::kShown},
    {State::kHeld, Event::kHide, State::kHidden},
    {State::kReported, Event::kReport, State::kReported},
    {State::kReported, Event::kHold, State::kHeld},
    {State::kReported, Event::kShow, State::kShown},
    {State::kReported, Event::kHide, State::kHidden},
    {State::kShown, Event::kReport, State::kReported},
    {State::kShown, Event::kHold, State::kHeld},
    {State::kShown, Event::kHide, State::kHidden},
    {State::kHidden, Event::kShow, State::kShown},
    {State::kHidden, Event::kAppeal, State::kAppealed},
    {State::kHidden, Event::kProposeRemoval, State::kRemovalProposed},
    {State::kAppealed, Event::kShow, State::kShown},
    {State::kAppealed, Event::kHide, State::kUpheld},
    {State::kUpheld, Event::kShow, State::kShown},
    {State::kUpheld, Event::kProposeRemoval, State::kRemovalProposed},
    {State::kRemovalProposed, Event::kShow, State::kShown},
    {State::kRemovalProposed, Event::kConfirmRemoval, State::kRemoved},
};

}  // namespace

absl::StatusOr<ModerationState> NextState(ModerationState state, ModerationEvent event) {
  for (const Step& step : kSteps) {
    if (step.from == state && step.event == event) return step.to;
  }
  return ModerationStateConflict();
}

bool IsShown(ModerationState state) {
  return state == State::kNone || state == State::kReported || state == State::kShown;
}

bool IsOpen(ModerationState state) {
  return state == State::kHeld || state == State::kReported || state == State::kAppealed ||
         state == State::kRemovalProposed;
}

ModerationCase NewCase(int64_t home_id, int64_t message_id, int64_t author_id,
                       Visibility visibility, absl::Time now) {
  ModerationCase moderation;
  moderation.home_id = home_id;
  moderation.message_id = message_id;
  moderation.author_id = author_id;
  moderation.chosen_visibility = visibility;
  moderation.create_time = now;
  moderation.update_time = now;
  moderation.due_time = now;
  return moderation;
}

void WaitForModerator(ModerationCase* moderation, absl::Time due_time) {
  moderation->due_time = due_time;
  moderation->next_time = due_time;
  moderation->escalation = 0;
}

const char* ReasonText(ModerationReason reason) {
  switch (reason) {
    case ModerationReason::kPersonalData:
      return "含有电话、证件号等个人信息";
    case ModerationReason::kAbuse:
      return "含有辱骂、诽谤他人的内容";
    case ModerationReason::kAdvertising:
      return "属于广告";
    case ModerationReason::kUnlawful:
      return "违反法律法规";
    case ModerationReason::kOffTopic:
      return "与代表履职和公共事务无关";
    case ModerationReason::kMinor:
      return "涉及未成年人，需要保护";
    default:
      return "";
  }
}

bool HasWord(const std::vector<std::string>& words, absl::string_view text) {
  const std::string joined = absl::StrReplaceAll(
      text, {{" ", ""}, {"\t", ""}, {"\n", ""}, {"\xE3\x80\x80", ""} /* full-width blank */});
  for (const std::string& word : words) {
    if (!word.empty() && absl::StrContains(joined, word)) return true;
  }
  return false;
}

}  // namespace deputies::board
