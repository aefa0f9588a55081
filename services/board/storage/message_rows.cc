#include "services/board/storage/message_rows.h"

#include "services/board/storage/sql_photo_store.h"

namespace deputies::board {
namespace {

constexpr size_t kMessageColumns = 30;

std::optional<absl::Time> OptionalTime(const db::Row& row, size_t column) {
  if (row.IsNull(column)) return std::nullopt;
  return row.Time(column);
}

}  // namespace

Visibility StoredVisibility(Visibility visibility) {
  return visibility == Visibility::kPrivate ? Visibility::kPrivate : Visibility::kPublic;
}

Message ReadMessage(db::Row& row) {
  Message message;
  message.home_id = row.Int(0);
  message.id = row.Int(1);
  message.author_id = row.Int(2);
  message.deputy_id = row.Int(3);
  message.visibility = static_cast<Visibility>(row.Int(4));
  message.state = static_cast<MessageState>(row.Int(5));
  message.version = static_cast<int32_t>(row.Int(6));
  message.answer_count = static_cast<int32_t>(row.Int(7));
  message.create_time = row.Time(8);
  message.subject = row.TakeString(9);
  message.author_name = row.TakeString(10);
  message.body = row.TakeString(11);
  if (!row.IsNull(12)) {
    Rating rating{static_cast<int>(row.Int(12)), row.TakeString(13), row.Time(14)};
    // NULL in ratings from before these questions.
    if (!row.IsNull(15)) rating.answered = static_cast<Judgement>(row.Int(15));
    if (!row.IsNull(16)) rating.satisfied = static_cast<Judgement>(row.Int(16));
    if (!row.IsNull(17)) rating.solved = static_cast<Judgement>(row.Int(17));
    message.rating = std::move(rating);
  }
  message.kind = static_cast<MessageKind>(row.Int(18));
  if (row.Int(19) != 0 && message.visibility == Visibility::kPublic) {
    message.visibility = Visibility::kAlias;
  }
  message.limit_class = static_cast<LimitClass>(row.Int(20));
  message.owner = static_cast<Owner>(row.Int(21));
  message.due_time = OptionalTime(row, 22);
  message.escalation = static_cast<int32_t>(row.Int(23));
  message.handler_deputy_id = row.Int(24);
  message.category = row.TakeString(25);
  message.answer_class = static_cast<AnswerClass>(row.Int(26));
  message.follower_count = static_cast<int32_t>(row.Int(27));
  message.cosign_count = static_cast<int32_t>(row.Int(28));
  message.merged_into_id = row.Int(29);
  return message;
}

Message ReadWholeMessage(db::Row& row, bool* addressed) {
  Message message = ReadMessage(row);
  Life& life = message.life;
  size_t column = kMessageColumns;
  for (std::optional<absl::Time>* time :
       {&life.check_time, &life.dispatch_time, &life.accept_time, &life.acknowledge_time,
        &life.answer_time, &life.solve_time, &life.satisfy_time, &life.close_time}) {
    *time = OptionalTime(row, column++);
  }
  life.silent = row.Int(column++) != 0;
  for (std::optional<absl::Time>* time : {&life.answer_due, &life.next_time, &life.pause_time,
                                          &life.promise_time, &life.chase_time}) {
    *time = OptionalTime(row, column++);
  }
  for (int32_t* count :
       {&life.return_count, &life.reopen_count, &life.chase_count, &life.remind_count}) {
    *count = static_cast<int32_t>(row.Int(column++));
  }
  life.claimed = row.Int(column++) != 0;
  life.answer_deputy_id = row.Int(column++);
  life.template_answer = row.Int(column++) != 0;
  life.proxy_person_id = row.Int(column++);
  *addressed = row.Int(column++) != 0;
  message.photos = ReadPhotoList(row.String(column));
  return message;
}

Answer ReadAnswer(db::Row& row) {
  Answer answer;
  answer.id = row.Int(1);
  answer.deputy_id = row.Int(2);
  answer.responder_id = row.Int(3);
  answer.responder_name = row.TakeString(4);
  answer.body = row.TakeString(5);
  answer.create_time = row.Time(6);
  answer.answer_class = static_cast<AnswerClass>(row.Int(7));
  answer.promise_time = OptionalTime(row, 8);
  answer.reason = row.TakeString(9);
  answer.from_template = row.Int(10) != 0;
  return answer;
}

Transition ReadTransition(int64_t home_id, int64_t message_id, db::Row& row) {
  Transition line;
  line.home_id = home_id;
  line.message_id = message_id;
  line.id = row.Int(0);
  line.event = static_cast<MessageEvent>(row.Int(1));
  line.from = static_cast<MessageState>(row.Int(2));
  line.to = static_cast<MessageState>(row.Int(3));
  line.actor.kind = static_cast<ActorKind>(row.Int(4));
  line.actor.person_id = row.Int(5);
  line.actor.deputy_id = row.Int(6);
  line.actor.name = row.TakeString(7);
  line.note = row.TakeString(8);
  line.create_time = row.Time(9);
  line.owner = static_cast<Owner>(row.Int(10));
  line.due_time = OptionalTime(row, 11);
  line.escalation = static_cast<int32_t>(row.Int(12));
  return line;
}

db::Params InsertParams(const Message& message, Visibility shown,
                        const std::optional<std::string>& source_id) {
  return {message.home_id,
          message.id,
          message.author_id,
          message.deputy_id,
          StoredVisibility(shown),
          message.visibility == Visibility::kAlias,
          message.state,
          message.version,
          message.answer_count,
          message.create_time,
          message.subject,
          message.author_name,
          message.body,
          source_id,
          message.kind,
          message.limit_class,
          message.owner,
          message.due_time,
          message.category,
          message.answer_class,
          message.life.answer_time,
          message.life.answer_due,
          message.life.next_time,
          message.life.proxy_person_id,
          !message.addressees.empty()};
}

db::Params UpdateParams(const Message& message) {
  const Life& life = message.life;
  db::Params params = {message.author_id,
                       StoredVisibility(message.visibility),
                       message.visibility == Visibility::kAlias,
                       message.author_name,
                       message.state,
                       message.version,
                       message.answer_count,
                       message.limit_class,
                       message.owner,
                       message.due_time,
                       message.escalation,
                       message.handler_deputy_id,
                       message.category,
                       message.answer_class,
                       message.follower_count,
                       message.cosign_count,
                       message.merged_into_id,
                       life.check_time,
                       life.dispatch_time,
                       life.accept_time,
                       life.acknowledge_time,
                       life.answer_time,
                       life.solve_time,
                       life.satisfy_time,
                       life.close_time,
                       life.silent,
                       life.answer_due,
                       life.next_time,
                       life.pause_time,
                       life.promise_time,
                       life.chase_time,
                       life.return_count,
                       life.reopen_count,
                       life.chase_count,
                       life.remind_count,
                       life.claimed,
                       life.answer_deputy_id,
                       life.template_answer};
  if (message.rating.has_value()) {
    const Rating& rating = *message.rating;
    params.insert(params.end(), {rating.score, rating.comment, rating.create_time, rating.answered,
                                 rating.satisfied, rating.solved});
  } else {
    params.insert(params.end(), 6, std::nullopt);
  }
  params.insert(params.end(), {message.home_id, message.id});
  return params;
}

}  // namespace deputies::board
