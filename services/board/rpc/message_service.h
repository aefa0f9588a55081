#ifndef SERVICES_BOARD_RPC_MESSAGE_SERVICE_H_
#define SERVICES_BOARD_RPC_MESSAGE_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/board/v1/message.pb.h"
#include "services/board/domain/message_details.h"
#include "services/board/domain/message_importer.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_responder.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// Handlers of deputies.board.v1.MessageService: from proto, one domain call, to proto.
class MessageService {
 public:
  // All must outlive the table.
  struct Parts {
    MessagePoster& poster;
    MessageReader& reader;
    MessageResponder& responder;
    MessageImporter& importer;
    MessageDescriber& describer;
    const auth::PageTokens& page_tokens;
  };
  explicit MessageService(const Parts& parts);

  MessageService(const MessageService&) = delete;
  MessageService& operator=(const MessageService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status PostMessage(const rpc::Call& call, const v1::PostMessageRequest& request,
                           v1::Message* response);
  absl::Status ListMessages(const rpc::Call& call, const v1::ListMessagesRequest& request,
                            v1::ListMessagesResponse* response);
  absl::Status GetMessage(const rpc::Call& call, const v1::GetMessageRequest& request,
                          v1::Message* response);
  absl::Status AnswerMessage(const rpc::Call& call, const v1::AnswerMessageRequest& request,
                             v1::Message* response);
  absl::Status RateMessage(const rpc::Call& call, const v1::RateMessageRequest& request,
                           v1::Message* response);
  absl::Status ImportMessages(const rpc::Call& call, const v1::ImportMessagesRequest& request,
                              v1::ImportMessagesResponse* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_MESSAGE_SERVICE_H_
