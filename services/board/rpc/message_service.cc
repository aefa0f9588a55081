#include "services/board/rpc/message_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "services/board/rpc/message_converters.h"
#include "services/board/rpc/show_message.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::board {

MessageService::MessageService(const Parts& parts)
    : parts_(parts), table_("deputies.board.v1.MessageService") {
  table_.Bind("PostMessage", this, &MessageService::PostMessage);
  table_.Bind("ListMessages", this, &MessageService::ListMessages);
  table_.Bind("GetMessage", this, &MessageService::GetMessage);
  table_.Bind("AnswerMessage", this, &MessageService::AnswerMessage);
  table_.Bind("RateMessage", this, &MessageService::RateMessage);
  table_.Bind("ImportMessages", this, &MessageService::ImportMessages);
  table_.MayRepeat("ListMessages");
  table_.MayRepeat("GetMessage");
}

absl::Status MessageService::PostMessage(const rpc::Call& call,
                                         const v1::PostMessageRequest& request,
                                         v1::Message* response) {
  ASSIGN_OR_RETURN(MessageDraft draft, FromProto(request));
  return ShowMessage(
      parts_.describer, call,
      parts_.poster.Post(ScopeOf(call), rpc::KeyOf("PostMessage", call, request), std::move(draft)),
      response);
}

absl::Status MessageService::ListMessages(const rpc::Call& call,
                                          const v1::ListMessagesRequest& request,
                                          v1::ListMessagesResponse* response) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> before_id,
                   ReadPageToken(parts_.page_tokens, request.home_id(), request.page_token()));
  ASSIGN_OR_RETURN(const MessagePage page, parts_.reader.List(ScopeOf(call), request.home_id(),
                                                              before_id, request.page_size()));
  ToProto(page, request.home_id(), call.caller.person_id, parts_.page_tokens, response);
  return absl::OkStatus();
}

absl::Status MessageService::GetMessage(const rpc::Call& call, const v1::GetMessageRequest& request,
                                        v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.reader.Get(ScopeOf(call), request.home_id(), request.message_id()),
                     response);
}

absl::Status MessageService::AnswerMessage(const rpc::Call& call,
                                           const v1::AnswerMessageRequest& request,
                                           v1::Message* response) {
  ASSIGN_OR_RETURN(AnswerDraft draft, FromProto(request));
  return ShowMessage(
      parts_.describer, call,
      parts_.responder.Answer(ScopeOf(call), rpc::KeyOf("AnswerMessage", call, request),
                              request.message_id(), std::move(draft)),
      response);
}

absl::Status MessageService::RateMessage(const rpc::Call& call,
                                         const v1::RateMessageRequest& request,
                                         v1::Message* response) {
  ASSIGN_OR_RETURN(Rating verdict, FromProto(request));
  return ShowMessage(parts_.describer, call,
                     parts_.responder.Rate(ScopeOf(call), rpc::KeyOf("RateMessage", call, request),
                                           request.message_id(), std::move(verdict)),
                     response);
}

absl::Status MessageService::ImportMessages(const rpc::Call& call,
                                            const v1::ImportMessagesRequest& request,
                                            v1::ImportMessagesResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<SourceMessage> batch, FromProto(request));
  ASSIGN_OR_RETURN(const ImportCounts counts,
                   parts_.importer.Import(ScopeOf(call), request.home_id(), batch));
  response->set_imported_count(counts.imported);
  response->set_skipped_count(counts.skipped);
  return absl::OkStatus();
}

}  // namespace deputies::board
