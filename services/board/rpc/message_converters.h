// Between the protos of MessageService and the domain's types.
#ifndef SERVICES_BOARD_RPC_MESSAGE_CONVERTERS_H_
#define SERVICES_BOARD_RPC_MESSAGE_CONVERTERS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "deputies/board/v1/message.pb.h"
#include "deputies/board/v1/voice.pb.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_details.h"
#include "services/board/domain/message_importer.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_responder.h"
#include "services/common/auth/page_token.h"

namespace deputies::board {

// FIELD_INVALID for a visibility that is none.
absl::StatusOr<MessageDraft> FromProto(const v1::PostMessageRequest& request);

// FIELD_INVALID for a reply without its time or the reverse, or a time out of range.
absl::StatusOr<std::vector<SourceMessage>> FromProto(const v1::ImportMessagesRequest& request);

// FIELD_INVALID for an answer class or a verdict that is none.
absl::StatusOr<AnswerDraft> FromProto(const v1::AnswerMessageRequest& request);
absl::StatusOr<Rating> FromProto(const v1::RateMessageRequest& request);
// FIELD_INVALID naming `visibility` for one that is none.
absl::StatusOr<Visibility> FromProto(v1::Visibility visibility);
// Absent when unspecified; FIELD_INVALID naming `limitClass` for one that is none.
absl::StatusOr<std::optional<LimitClass>> FromProto(v1::LimitClass limit_class);
// FIELD_INVALID naming `path` when out of range.
absl::StatusOr<absl::Time> FromProto(const google::protobuf::Timestamp& time,
                                     absl::string_view path);
void ToProto(absl::Time time, google::protobuf::Timestamp* proto);

// `person_id`: the caller, 0 for none.
void ToProto(const Message& message, int64_t person_id, v1::Message* proto);
// As above with what only a single message shows.
void ToProto(const Message& message, const MessageDetails& details, int64_t person_id,
             v1::Message* proto);
void ToProto(const Transition& line, v1::TimelineEntry* proto);

// Where the page that `token` names begins; absent for an empty token. PAGE_TOKEN_INVALID.
absl::StatusOr<std::optional<int64_t>> ReadPageToken(const auth::PageTokens& tokens,
                                                     int64_t home_id, absl::string_view token);
void ToProto(const MessagePage& page, int64_t home_id, int64_t person_id,
             const auth::PageTokens& tokens, v1::ListMessagesResponse* proto);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_MESSAGE_CONVERTERS_H_
