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
#include "services/board/domain/message.h"
#include "services/board/domain/message_importer.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/common/auth/page_token.h"

namespace deputies::board {

// FIELD_INVALID for a visibility that is none.
absl::StatusOr<MessageDraft> FromProto(const v1::PostMessageRequest& request);

// FIELD_INVALID for a reply without its time or the reverse, or a time out of range.
absl::StatusOr<std::vector<SourceMessage>> FromProto(const v1::ImportMessagesRequest& request);

// `person_id`: the caller, 0 for none.
void ToProto(const Message& message, int64_t person_id, v1::Message* proto);

// Where the page that `token` names begins; absent for an empty token. PAGE_TOKEN_INVALID.
absl::StatusOr<std::optional<int64_t>> ReadPageToken(const auth::PageTokens& tokens,
                                                     int64_t home_id, absl::string_view token);
void ToProto(const MessagePage& page, int64_t home_id, int64_t person_id,
             const auth::PageTokens& tokens, v1::ListMessagesResponse* proto);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_MESSAGE_CONVERTERS_H_
