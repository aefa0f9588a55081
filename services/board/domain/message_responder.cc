#include "services/board/domain/message_responder.h"

#include <utility>

#include "services/board/domain/errors.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

bool AtLeastPartly(Judgement judgement) {
  return judgement == Judgement::kYes || judgement == Judgement::kPartly;
}

// What an unasked "are you satisfied?" would have been, from the stars.
Judgement SatisfactionOf(int score) {
  if (score >= 4) return Judgement::kYes;
  return score == 3 ? Judgement::kPartly : Judgement::kNo;
}

}  // namespace

bool Confirms(const Rating& verdict) {
  return AtLeastPartly(verdict.satisfied) || AtLeastPartly(verdict.solved);
}

absl::Status MessageResponder::CheckClass(const AnswerDraft& draft) const {
  const absl::Time now = clock_.Now();
  if (draft.answer_class == AnswerClass::kPlanned) {
    if (!draft.promise_time.has_value()) {
      return base::InvalidField("promiseTime", "列入计划的答复要写明办到的日期");
    }
    if (*draft.promise_time <= now || *draft.promise_time > now + kLongestPromise) {
      return base::InvalidField("promiseTime", "要在今后两年以内");
    }
  } else if (draft.promise_time.has_value()) {
    return base::InvalidField("promiseTime", "只有列入计划（B 类）的答复才写日期");
  }
  if (draft.answer_class == AnswerClass::kCannotYet) {
    if (draft.reason.empty()) return base::InvalidField("reason", "暂时不能解决的要写明原因");
  } else if (!draft.reason.empty()) {
    return base::InvalidField("reason", "只有暂时不能解决（C 类）的答复才写原因");
  }
  return absl::OkStatus();
}

absl::StatusOr<Message> MessageResponder::Answer(const CallScope& scope, const RequestKey& key,
                                                 int64_t message_id, AnswerDraft draft) {
  RETURN_IF_ERROR(CheckClass(draft));
  bool from_template = false;
  if (draft.template_id != 0) {
    ASSIGN_OR_RETURN(const std::optional<AnswerTemplate> entry,
                     templates_.FindTemplate(scope.deadline, key.home_id, draft.template_id));
    if (!entry.has_value()) return TemplateNotFound();
    from_template = entry->body == draft.body;
  }
  const int64_t answer_id = ids_.Next();
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    Message& message = change.message;
    if (!MayAnswer(change.viewer, message)) return MayNotAnswer();
    // A person who is both answers as the deputy where the deputy was asked, else for the home. The
    // author of a message may be a deputy who answers it; then the deputy is the actor.
    Message of_somebody = message;
    of_somebody.author_id = 0;
    const Actor actor = ActorOf(change.viewer, of_somebody, scope.caller);
    board::Answer answer;
    answer.id = answer_id;
    answer.deputy_id = actor.deputy_id;
    answer.responder_id = actor.person_id;
    answer.responder_name = actor.name;
    answer.body = draft.body;
    answer.create_time = change.now;
    answer.answer_class = draft.answer_class;
    answer.promise_time = draft.promise_time;
    answer.reason = draft.reason;
    answer.from_template = from_template;

    message.answer_class = draft.answer_class;
    // After the verdict these tell whose answer it was about.
    if (message.state != MessageState::kRated) {
      message.life.answer_deputy_id = actor.deputy_id;
      message.life.template_answer = from_template;
    }
    if (draft.answer_class == AnswerClass::kPlanned) {
      message.life.promise_time = draft.promise_time;
    } else if (draft.answer_class == AnswerClass::kSolved ||
               draft.answer_class == AnswerClass::kCannotYet) {
      message.life.promise_time.reset();
    }
    RETURN_IF_ERROR(change.ApplyAs(actor, MessageEvent::kAnswer));
    ++message.answer_count;
    RETURN_IF_ERROR(change.transaction.InsertAnswer(message, answer));
    // Nobody is told of what they wrote themselves: a deputy may answer the own message.
    if (message.author_id != actor.person_id) {
      RETURN_IF_ERROR(change.TellAuthor(NoticeKind::kAnswerGiven, message.answer_count));
    }
    RETURN_IF_ERROR(change.TellSupporters(NoticeKind::kAnswerToFollowed, message.answer_count));
    return change.transaction.Tell(message.home_id, answer.create_time,
                                   MessageAnswered{message.id, message.author_id, answer.id,
                                                   answer.responder_id, answer.deputy_id});
  });
}

absl::StatusOr<Message> MessageResponder::Rate(const CallScope& scope, const RequestKey& key,
                                               int64_t message_id, Rating verdict) {
  if (verdict.satisfied == Judgement::kNone) verdict.satisfied = SatisfactionOf(verdict.score);
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    Message& message = change.message;
    if (!IsAuthor(change.viewer, message)) return MayNotRate();
    RETURN_IF_ERROR(NextState(message.state, MessageEvent::kRate).status());
    message.rating = verdict;
    message.rating->create_time = change.now;
    RETURN_IF_ERROR(change.Apply(MessageEvent::kRate));
    if (!verdict.comment.empty()) RETURN_IF_ERROR(change.transaction.CheckText(message));
    if (message.life.answer_deputy_id != 0 && Confirms(verdict)) {
      RETURN_IF_ERROR(change.transaction.Tell(
          message.home_id, change.now,
          AnswerConfirmed{message.id, message.author_id, message.life.answer_deputy_id,
                          message.life.template_answer, false}));
    }
    RETURN_IF_ERROR(change.transaction.Tell(
        message.home_id, change.now, MessageRated{message.id, message.author_id, verdict.score}));
    return change.transaction.Tell(
        message.home_id, change.now,
        SolvedWord{message.id, message.version, message.life.solve_time.has_value()});
  });
}

}  // namespace deputies::board
