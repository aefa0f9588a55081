#include "services/board/rpc/message_converters.h"

#include <algorithm>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::util::TimeUtil;

// Binds a token to the list of one home. Not to the caller: the position reveals nothing, and a
// log-in between two pages should not break the list.
std::string ListName(int64_t home_id) { return absl::StrCat("messages/", home_id); }

absl::StatusOr<SourceMessage> FromProto(const v1::ImportedMessage& proto, absl::string_view path) {
  SourceMessage source;
  source.source_id = proto.source_id();
  source.author_name = proto.author_name();
  source.subject = proto.subject();
  source.body = proto.body();
  ASSIGN_OR_RETURN(source.post_time,
                   board::FromProto(proto.post_time(), absl::StrCat(path, ".postTime")));
  if (proto.reply().empty()) {
    if (!proto.has_reply_time()) return source;
    return base::InvalidField(absl::StrCat(path, ".reply"), "有答复时间就要有答复内容");
  }
  const std::string reply_time_path = absl::StrCat(path, ".replyTime");
  if (!proto.has_reply_time())
    return base::InvalidField(reply_time_path, "有答复内容就要有答复时间");
  ASSIGN_OR_RETURN(const absl::Time reply_time,
                   board::FromProto(proto.reply_time(), reply_time_path));
  source.reply = SourceMessage::Reply{proto.reply(), reply_time};
  return source;
}

// As the proto names them.
const char* EventName(MessageEvent event) {
  static constexpr const char* kNames[] = {
      "post",           "check",       "dispatch",    "pool",  "claim",    "accept",
      "return",         "acknowledge", "ask",         "reply", "answer",   "rate",
      "fall_silent",    "reopen",      "promise_due", "merge", "split",    "claim_timeout",
      "question_lapse", "follow_up",   "escalate",    "chase", "classify", "reassign",
      "visibility"};
  const int index = static_cast<int>(event) - kFirstMessageEvent;
  static_assert(sizeof(kNames) / sizeof(kNames[0]) == kLastMessageEvent);
  return index >= 0 && index < kLastMessageEvent ? kNames[index] : "";
}

// Every value of the enum but 0.
template <typename To>
absl::StatusOr<To> KnownEnum(int value, int last, absl::string_view path, absl::string_view words) {
  if (value < 1 || value > last) return base::InvalidField(path, words);
  return static_cast<To>(value);
}

absl::StatusOr<Judgement> FromProto(v1::Judgement judgement, absl::string_view path) {
  if (judgement == v1::JUDGEMENT_UNSPECIFIED) return Judgement::kNone;
  return KnownEnum<Judgement>(judgement, v1::CANNOT_SAY, path, "请选一个给出的选项");
}

void SetTime(const std::optional<absl::Time>& time, Timestamp* (v1::MessageFacts::*field)(),
             v1::MessageFacts* facts) {
  if (time.has_value()) board::ToProto(*time, (facts->*field)());
}

}  // namespace

absl::StatusOr<absl::Time> FromProto(const Timestamp& time, absl::string_view path) {
  if (time.seconds() < TimeUtil::kTimestampMinSeconds ||
      time.seconds() > TimeUtil::kTimestampMaxSeconds || time.nanos() < 0 ||
      time.nanos() > 999999999) {
    return base::InvalidField(path, "不是有效的时间");
  }
  return absl::FromUnixSeconds(time.seconds()) + absl::Nanoseconds(time.nanos());
}

void ToProto(absl::Time time, Timestamp* proto) {
  *proto = TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

absl::StatusOr<MessageDraft> FromProto(const v1::PostMessageRequest& request) {
  MessageDraft draft;
  draft.home_id = request.home_id();
  draft.deputy_id = request.deputy_id();
  draft.subject = request.subject();
  draft.body = request.body();
  draft.category = request.category();
  draft.further_deputy_ids.assign(request.further_deputy_ids().begin(),
                                  request.further_deputy_ids().end());
  draft.photo_ids.assign(request.photo_ids().begin(), request.photo_ids().end());
  ASSIGN_OR_RETURN(draft.visibility, FromProto(request.visibility()));
  switch (request.kind()) {
    case v1::MESSAGE_KIND_UNSPECIFIED:
    case v1::MESSAGE:
      draft.kind = MessageKind::kMessage;
      return draft;
    case v1::WISH:
      draft.kind = MessageKind::kWish;
      return draft;
    case v1::ERRAND:
      draft.kind = MessageKind::kErrand;
      return draft;
    default:
      return base::InvalidField("kind", "请选择 MESSAGE（留言）、WISH（微心愿）或 ERRAND（点单）");
  }
}

absl::StatusOr<Visibility> FromProto(v1::Visibility visibility) {
  return KnownEnum<Visibility>(
      visibility, v1::ALIAS, "visibility",
      "请选择 PRIVATE（不公开）、PUBLIC（公开）或 ALIAS（公开但用一次性化名）");
}

absl::StatusOr<std::optional<LimitClass>> FromProto(v1::LimitClass limit_class) {
  if (limit_class == v1::LIMIT_CLASS_UNSPECIFIED) return std::nullopt;
  ASSIGN_OR_RETURN(
      const LimitClass known,
      KnownEnum<LimitClass>(limit_class, v1::COMPLEX, "limitClass", "请选一个给出的办理时限类别"));
  return known;
}

absl::StatusOr<AnswerDraft> FromProto(const v1::AnswerMessageRequest& request) {
  AnswerDraft draft;
  draft.body = request.body();
  draft.reason = request.reason();
  draft.template_id = request.template_id();
  if (request.answer_class() != v1::ANSWER_CLASS_UNSPECIFIED) {
    ASSIGN_OR_RETURN(
        draft.answer_class,
        KnownEnum<AnswerClass>(request.answer_class(), v1::NOTED, "answerClass",
                               "请选择 A 已解决、B 列入计划、C 暂不能解决或 D 留作参考"));
  }
  if (request.has_promise_time()) {
    ASSIGN_OR_RETURN(draft.promise_time, FromProto(request.promise_time(), "promiseTime"));
    draft.promise_time = base::ToMillisecond(*draft.promise_time);
  }
  return draft;
}

absl::StatusOr<Rating> FromProto(const v1::RateMessageRequest& request) {
  Rating rating;
  rating.score = request.score();
  rating.comment = request.comment();
  ASSIGN_OR_RETURN(rating.answered, FromProto(request.answered(), "answered"));
  ASSIGN_OR_RETURN(rating.satisfied, FromProto(request.satisfied(), "satisfied"));
  ASSIGN_OR_RETURN(rating.solved, FromProto(request.solved(), "solved"));
  return rating;
}

absl::StatusOr<std::vector<SourceMessage>> FromProto(const v1::ImportMessagesRequest& request) {
  std::vector<SourceMessage> batch;
  batch.reserve(request.messages_size());
  for (int i = 0; i < request.messages_size(); ++i) {
    ASSIGN_OR_RETURN(SourceMessage source,
                     FromProto(request.messages(i), absl::StrCat("messages[", i, "]")));
    batch.push_back(std::move(source));
  }
  return batch;
}

void ToProto(const Message& message, int64_t person_id, v1::Message* proto) {
  proto->set_message_id(message.id);
  proto->set_home_id(message.home_id);
  proto->set_deputy_id(std::max<int64_t>(message.deputy_id, 0));
  proto->set_state(static_cast<v1::MessageState>(message.state));
  proto->set_subject(message.subject);
  proto->set_body(message.body);
  proto->set_visibility(static_cast<v1::Visibility>(message.visibility));
  proto->set_author_name(message.author_name);
  ToProto(message.create_time, proto->mutable_create_time());
  for (const Answer& answer : message.answers) {
    v1::Answer* answer_proto = proto->add_answers();
    answer_proto->set_answer_id(answer.id);
    answer_proto->set_deputy_id(answer.deputy_id);
    answer_proto->set_responder_name(answer.responder_name);
    answer_proto->set_body(answer.body);
    ToProto(answer.create_time, answer_proto->mutable_create_time());
    answer_proto->set_answer_class(static_cast<v1::AnswerClass>(answer.answer_class));
    if (answer.promise_time.has_value()) {
      ToProto(*answer.promise_time, answer_proto->mutable_promise_time());
    }
    answer_proto->set_reason(answer.reason);
    answer_proto->set_from_template(answer.from_template);
  }
  if (message.rating.has_value()) {
    v1::Rating* rating = proto->mutable_rating();
    rating->set_score(message.rating->score);
    rating->set_comment(message.rating->comment);
    ToProto(message.rating->create_time, rating->mutable_create_time());
    rating->set_answered(static_cast<v1::Judgement>(message.rating->answered));
    rating->set_satisfied(static_cast<v1::Judgement>(message.rating->satisfied));
    rating->set_solved(static_cast<v1::Judgement>(message.rating->solved));
  }
  proto->set_version(message.version);
  proto->set_mine(person_id != 0 && message.author_id == person_id);
  proto->set_kind(static_cast<v1::MessageKind>(message.kind));
  proto->set_owner(static_cast<v1::MessageOwner>(message.owner));
  if (message.due_time.has_value()) ToProto(*message.due_time, proto->mutable_due_time());
  proto->set_escalation(message.escalation);
  proto->set_handler_deputy_id(message.handler_deputy_id);
  proto->set_limit_class(static_cast<v1::LimitClass>(message.limit_class));
  proto->set_category(message.category);
  proto->set_answer_class(static_cast<v1::AnswerClass>(message.answer_class));
  proto->set_follower_count(message.follower_count);
  proto->set_cosign_count(message.cosign_count);
  proto->set_merged_into_id(message.merged_into_id);
}

void ToProto(const Message& message, const MessageDetails& details, int64_t person_id,
             v1::Message* proto) {
  ToProto(message, person_id, proto);
  for (int64_t deputy_id : message.addressees) proto->add_addressee_deputy_ids(deputy_id);
  for (const Photo& photo : message.photos) {
    v1::Photo* const shown = proto->add_photos();
    shown->set_photo_id(photo.id);
    shown->set_width(photo.width);
    shown->set_height(photo.height);
  }
  v1::MessageFacts* facts = proto->mutable_facts();
  const Life& life = message.life;
  SetTime(life.accept_time, &v1::MessageFacts::mutable_accept_time, facts);
  SetTime(life.acknowledge_time, &v1::MessageFacts::mutable_acknowledge_time, facts);
  SetTime(life.answer_time, &v1::MessageFacts::mutable_answer_time, facts);
  SetTime(life.solve_time, &v1::MessageFacts::mutable_solve_time, facts);
  SetTime(life.satisfy_time, &v1::MessageFacts::mutable_satisfy_time, facts);
  SetTime(life.close_time, &v1::MessageFacts::mutable_close_time, facts);
  facts->set_silent(life.silent);
  SetTime(life.answer_due, &v1::MessageFacts::mutable_answer_due_time, facts);
  SetTime(life.promise_time, &v1::MessageFacts::mutable_promise_time, facts);
  facts->set_return_count(life.return_count);
  facts->set_reopen_count(life.reopen_count);
  facts->set_chase_count(life.chase_count);
  SetTime(details.next_chase_time, &v1::MessageFacts::mutable_next_chase_time, facts);
  facts->set_by_proxy(life.proxy_person_id != 0);
  for (const std::string& action : details.allowed_actions) facts->add_allowed_actions(action);
}

void ToProto(const Transition& line, v1::TimelineEntry* proto) {
  proto->set_event(EventName(line.event));
  proto->set_state(static_cast<v1::MessageState>(line.to));
  proto->set_actor_kind(static_cast<v1::ActorKind>(line.actor.kind));
  proto->set_actor_name(line.actor.name);
  proto->set_note(line.note);
  ToProto(line.create_time, proto->mutable_create_time());
  proto->set_owner(static_cast<v1::MessageOwner>(line.owner));
  if (line.due_time.has_value()) ToProto(*line.due_time, proto->mutable_due_time());
}

absl::StatusOr<std::optional<int64_t>> ReadPageToken(const auth::PageTokens& tokens,
                                                     int64_t home_id, absl::string_view token) {
  if (token.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const std::string cursor, tokens.Decode(ListName(home_id), token));
  int64_t before_id;
  if (!absl::SimpleAtoi(cursor, &before_id)) {
    return absl::InternalError("a page token of ours holds no message id");
  }
  return before_id;
}

void ToProto(const MessagePage& page, int64_t home_id, int64_t person_id,
             const auth::PageTokens& tokens, v1::ListMessagesResponse* proto) {
  proto->mutable_messages()->Reserve(static_cast<int>(page.messages.size()));
  for (const Message& message : page.messages) ToProto(message, person_id, proto->add_messages());
  if (page.next_before_id.has_value()) {
    proto->set_next_page_token(
        tokens.Encode(ListName(home_id), absl::StrCat(*page.next_before_id)));
  }
}

}  // namespace deputies::board
