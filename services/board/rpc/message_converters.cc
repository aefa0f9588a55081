#include "services/board/rpc/message_converters.h"

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

// Binds a token to the list of one home. Not to the caller: the position reveals nothing, and a
// log-in between two pages should not break the list.
std::string ListName(int64_t home_id) { return absl::StrCat("messages/", home_id); }

absl::StatusOr<SourceMessage> FromProto(const v1::ImportedMessage& proto, absl::string_view path) {
  SourceMessage source;
  source.source_id = proto.source_id();
  source.author_name = proto.author_name();
  source.subject = proto.subject();
  source.body = proto.body();
  ASSIGN_OR_RETURN(source.post_time, FromProto(proto.post_time(), absl::StrCat(path, ".postTime")));
  if (proto.reply().empty()) {
    if (!proto.has_reply_time()) return source;
    return base::InvalidField(absl::StrCat(path, ".reply"), "有答复时间就要有答复内容");
  }
  const std::string reply_time_path = absl::StrCat(path, ".replyTime");
  if (!proto.has_reply_time())
    return base::InvalidField(reply_time_path, "有答复内容就要有答复时间");
  ASSIGN_OR_RETURN(const absl::Time reply_time, FromProto(proto.reply_time(), reply_time_path));
  source.reply = SourceMessage::Reply{proto.reply(), reply_time};
  return source;
}

}  // namespace

absl::StatusOr<MessageDraft> FromProto(const v1::PostMessageRequest& request) {
  MessageDraft draft;
  draft.home_id = request.home_id();
  draft.deputy_id = request.deputy_id();
  draft.subject = request.subject();
  draft.body = request.body();
  switch (request.visibility()) {
    case v1::PRIVATE:
      draft.visibility = Visibility::kPrivate;
      return draft;
    case v1::PUBLIC:
      draft.visibility = Visibility::kPublic;
      return draft;
    default:
      return base::InvalidField("visibility", "请选择 PRIVATE（不公开）或 PUBLIC（公开）");
  }
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
  proto->set_deputy_id(message.deputy_id);
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
  }
  if (message.rating.has_value()) {
    v1::Rating* rating = proto->mutable_rating();
    rating->set_score(message.rating->score);
    rating->set_comment(message.rating->comment);
    ToProto(message.rating->create_time, rating->mutable_create_time());
  }
  proto->set_version(message.version);
  proto->set_mine(person_id != 0 && message.author_id == person_id);
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
