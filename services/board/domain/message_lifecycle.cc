#include "services/board/domain/message_lifecycle.h"

#include <algorithm>
#include <utility>

#include "services/board/domain/errors.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr int kTopEscalation = 3;

Transition LineOf(const Message& message, MessageEvent event, MessageState from, const Actor& actor,
                  absl::Time now, std::string note) {
  Transition line;
  line.home_id = message.home_id;
  line.message_id = message.id;
  line.author_id = message.author_id;
  line.event = event;
  line.from = from;
  line.to = message.state;
  line.actor = actor;
  line.note = std::move(note);
  line.create_time = now;
  line.owner = message.owner;
  line.due_time = message.due_time;
  line.escalation = message.escalation;
  return line;
}

void SetOnce(std::optional<absl::Time>* fact, absl::Time now) {
  if (!fact->has_value()) *fact = now;
}

bool IsSomebodysMatter(const Message& message) {
  return message.handler_deputy_id != 0 || message.deputy_id > 0;
}

// Facts that the event makes true.
void Record(Message* message, MessageEvent event, const Actor& actor, absl::Time now) {
  Life& life = message->life;
  switch (event) {
    case MessageEvent::kCheck:
      SetOnce(&life.check_time, now);
      break;
    case MessageEvent::kDispatch:
    case MessageEvent::kPool:
      SetOnce(&life.check_time, now);
      SetOnce(&life.dispatch_time, now);
      life.claimed = false;
      break;
    case MessageEvent::kClaim:
      life.claimed = true;
      SetOnce(&life.accept_time, now);
      break;
    case MessageEvent::kClaimTimeout:
      life.claimed = false;
      message->handler_deputy_id = 0;
      break;
    case MessageEvent::kAccept:
      SetOnce(&life.accept_time, now);
      break;
    case MessageEvent::kReturn:
      ++life.return_count;
      message->handler_deputy_id = 0;
      life.claimed = false;
      break;
    case MessageEvent::kAcknowledge:
    case MessageEvent::kAsk:
      SetOnce(&life.accept_time, now);
      SetOnce(&life.acknowledge_time, now);
      break;
    case MessageEvent::kAnswer:
      SetOnce(&life.accept_time, now);
      SetOnce(&life.acknowledge_time, now);
      SetOnce(&life.answer_time, now);
      if (message->handler_deputy_id == 0) message->handler_deputy_id = actor.deputy_id;
      break;
    case MessageEvent::kRate:
      life.silent = false;
      SetOnce(&life.close_time, now);
      if (message->rating->solved == Judgement::kYes) life.solve_time = now;
      if (message->rating->satisfied == Judgement::kYes) life.satisfy_time = now;
      // The author has seen the matter solved: nobody has to ask on the promised day.
      if (message->rating->solved == Judgement::kYes) life.promise_time.reset();
      break;
    case MessageEvent::kFallSilent:
      life.silent = true;
      life.close_time = now;
      break;
    case MessageEvent::kReopen:
      if (actor.kind == ActorKind::kAuthor) ++life.reopen_count;
      [[fallthrough]];
    case MessageEvent::kPromiseDue:
      life.promise_time.reset();
      life.close_time.reset();
      life.solve_time.reset();
      life.satisfy_time.reset();
      life.silent = false;
      message->rating.reset();
      break;
    case MessageEvent::kSplit:
      message->merged_into_id = 0;
      break;
    case MessageEvent::kChase:
      life.chase_time = now;
      ++life.chase_count;
      break;
    case MessageEvent::kPost:
    case MessageEvent::kReply:
    case MessageEvent::kQuestionLapse:
    case MessageEvent::kMerge:
    case MessageEvent::kFollowUp:
    case MessageEvent::kEscalate:
    case MessageEvent::kClassify:
    case MessageEvent::kReassign:
    case MessageEvent::kVisibility:
      break;
  }
}

bool RewindsClock(MessageEvent event) {
  switch (event) {
    case MessageEvent::kFollowUp:
    case MessageEvent::kChase:
    case MessageEvent::kClassify:
    case MessageEvent::kReassign:
    case MessageEvent::kVisibility:
    case MessageEvent::kEscalate:
      return false;
    default:
      return true;
  }
}

}  // namespace

Owner OwnerAbove(Owner owner, int steps) {
  if (owner < Owner::kHandler || steps <= 0) return owner;
  const int first = std::max(static_cast<int>(owner), static_cast<int>(Owner::kLiaison));
  return static_cast<Owner>(std::min(first + steps, static_cast<int>(Owner::kCountyOffice)));
}

Transition MessageLifecycle::Begin(Message* message, const Actor& actor,
                                   const CaseLimits& limits) const {
  const bool pool = message->kind == MessageKind::kWish || message->kind == MessageKind::kErrand;
  message->state = pool ? MessageState::kPooled : MessageState::kPosted;
  message->life.answer_due =
      calendar_.Deadline(message->create_time, limits.Answer(message->limit_class));
  Wind(message, message->create_time, limits);
  return LineOf(*message, MessageEvent::kPost, message->state, actor, message->create_time, "");
}

absl::StatusOr<Transition> MessageLifecycle::Apply(Message* message, MessageEvent event,
                                                   const Actor& actor, absl::Time now,
                                                   std::string note,
                                                   const CaseLimits& limits) const {
  const MessageState from = message->state;
  ASSIGN_OR_RETURN(const MessageState to, NextState(from, event));
  Life& life = message->life;
  if (event == MessageEvent::kReturn && life.return_count >= kMaxReturns) {
    return ReturnLimitReached();
  }
  if (event == MessageEvent::kReopen && actor.kind == ActorKind::kAuthor &&
      life.reopen_count >= kMaxReopens) {
    return AlreadyReopened();
  }
  if (event == MessageEvent::kChase) {
    const absl::Time next = NextChase(*message, limits);
    if (now < next) return ChaseTooEarly(base::ShanghaiDay(next));
  }

  // A message of an earlier system has no clock until somebody works on it again.
  if (!life.answer_due.has_value() && (event == MessageEvent::kReopen || IsOpen(to))) {
    life.answer_due = calendar_.Deadline(now, limits.Answer(message->limit_class));
  }
  if (from == MessageState::kAwaitingAuthor) Resume(message, now);
  if (event == MessageEvent::kReopen || event == MessageEvent::kSplit) {
    life.answer_due = calendar_.Deadline(now, limits.Answer(message->limit_class));
  }
  if (event == MessageEvent::kPromiseDue) life.answer_due = calendar_.Deadline(now, limits.report);
  message->state = to;
  Record(message, event, actor, now);
  if (event == MessageEvent::kEscalate) {
    message->escalation = std::min(message->escalation + 1, kTopEscalation);
    message->owner = OwnerAbove(message->owner, 1);
    ++life.remind_count;
    life.next_time = calendar_.Deadline(now, limits.rung);
  } else if (RewindsClock(event)) {
    Wind(message, now, limits);
  }
  return LineOf(*message, event, from, actor, now, std::move(note));
}

void MessageLifecycle::Adopt(Message* message, absl::Time now, const CaseLimits& limits) const {
  message->life.answer_due = calendar_.Deadline(now, limits.Answer(message->limit_class));
  Wind(message, now, limits);
}

MessageEvent MessageLifecycle::DueEvent(const Message& message, absl::Time now) {
  const bool promise = message.life.promise_time.has_value() && *message.life.promise_time <= now;
  switch (message.state) {
    case MessageState::kAnswered:
      return promise ? MessageEvent::kPromiseDue : MessageEvent::kFallSilent;
    case MessageState::kRated:
    case MessageState::kClosed:
      return MessageEvent::kPromiseDue;
    case MessageState::kAwaitingAuthor:
      return MessageEvent::kQuestionLapse;
    case MessageState::kAccepted:
      // The home finds somebody else sooner than a person above could.
      return message.life.claimed ? MessageEvent::kClaimTimeout : MessageEvent::kEscalate;
    default:
      return MessageEvent::kEscalate;
  }
}

absl::Time MessageLifecycle::NextChase(const Message& message, const CaseLimits& limits) const {
  const absl::Time since = message.life.chase_time.value_or(message.create_time);
  return calendar_.Deadline(since, limits.chase);
}

void MessageLifecycle::ChangeLimitClass(Message* message, LimitClass limit_class, absl::Time now,
                                        const CaseLimits& limits) const {
  if (message->limit_class == limit_class) return;
  const int more = limits.Answer(limit_class) - limits.Answer(message->limit_class);
  message->limit_class = limit_class;
  if (!message->life.answer_due.has_value()) return;
  // Pauses and reopenings stay counted in. One instant before midnight lies on the day itself.
  const absl::CivilDay day = base::ShanghaiDay(*message->life.answer_due - absl::Milliseconds(1));
  message->life.answer_due = base::StartOfShanghaiDay(calendar_.AddWorkdays(day, more) + 1);
  if (!IsOpen(message->state) || !message->due_time.has_value()) return;
  const bool was_step = *message->due_time < *message->life.answer_due;
  if (was_step && more > 0 && message->state != MessageState::kAcknowledged) return;
  Wind(message, now, limits);
}

void MessageLifecycle::Resume(Message* message, absl::Time now) const {
  Life& life = message->life;
  if (!life.pause_time.has_value() || !life.answer_due.has_value()) return;
  const int paused =
      calendar_.WorkdaysBetween(base::ShanghaiDay(*life.pause_time), base::ShanghaiDay(now));
  const absl::CivilDay day = base::ShanghaiDay(*life.answer_due - absl::Milliseconds(1));
  life.answer_due = base::StartOfShanghaiDay(calendar_.AddWorkdays(day, std::max(paused, 0)) + 1);
  life.pause_time.reset();
}

void MessageLifecycle::SetDue(Message* message, Owner owner, absl::Time due, absl::Time now,
                              const CaseLimits& limits) const {
  message->due_time = due;
  message->life.remind_count = 0;
  if (due > now) {
    message->escalation = 0;
    message->owner = owner;
    message->life.next_time = due;
    return;
  }
  // Late already: whoever above watches over it goes on doing so.
  message->escalation = std::max(message->escalation, 1);
  message->owner = OwnerAbove(owner, message->escalation);
  message->life.next_time = calendar_.Deadline(now, limits.rung);
}

void MessageLifecycle::Wind(Message* message, absl::Time now, const CaseLimits& limits) const {
  Life& life = message->life;
  const Owner worker = IsSomebodysMatter(*message) ? Owner::kHandler : Owner::kLiaison;
  const absl::Time answer_due =
      life.answer_due.value_or(calendar_.Deadline(now, limits.Answer(message->limit_class)));
  const auto step = [&](int days) { return std::min(calendar_.Deadline(now, days), answer_due); };
  const auto rest = [&](Owner owner, std::optional<absl::Time> next) {
    message->due_time.reset();
    message->escalation = 0;
    message->owner = owner;
    life.remind_count = 0;
    life.next_time = next;
  };
  switch (message->state) {
    case MessageState::kPosted:
    case MessageState::kChecked:
      SetDue(message, worker, step(worker == Owner::kHandler ? limits.accept : limits.dispatch),
             now, limits);
      return;
    case MessageState::kDispatched:
      SetDue(message, worker, step(limits.accept), now, limits);
      return;
    case MessageState::kReturned:
      SetDue(message, life.return_count >= kMaxReturns ? Owner::kChair : Owner::kLiaison,
             step(limits.decide), now, limits);
      return;
    case MessageState::kAccepted:
      SetDue(message, worker, step(life.claimed ? limits.claimed : limits.acknowledge), now,
             limits);
      return;
    case MessageState::kPooled:
      SetDue(message, Owner::kLiaison, step(limits.claim), now, limits);
      return;
    case MessageState::kAcknowledged:
    case MessageState::kReopened:
      SetDue(message, worker, answer_due, now, limits);
      return;
    case MessageState::kPromiseDue:
      SetDue(message, worker, calendar_.Deadline(now, limits.report), now, limits);
      return;
    case MessageState::kAwaitingAuthor:
      if (!life.pause_time.has_value()) life.pause_time = now;
      rest(Owner::kAuthor, calendar_.Deadline(now, limits.question));
      return;
    case MessageState::kAnswered: {
      absl::Time next = calendar_.Deadline(now, limits.silence);
      if (life.promise_time.has_value()) next = std::min(next, *life.promise_time);
      rest(Owner::kAuthor, next);
      return;
    }
    case MessageState::kRated:
    case MessageState::kClosed:
      rest(Owner::kNobody, life.promise_time);
      return;
    case MessageState::kMerged:
      rest(Owner::kNobody, std::nullopt);
      return;
  }
}

}  // namespace deputies::board
