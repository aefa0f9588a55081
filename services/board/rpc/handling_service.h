// Handlers of deputies.board.v1.HandlingService.
#ifndef SERVICES_BOARD_RPC_HANDLING_SERVICE_H_
#define SERVICES_BOARD_RPC_HANDLING_SERVICE_H_

#include "deputies/board/v1/handling.pb.h"
#include "services/board/domain/answer_templates.h"
#include "services/board/domain/handling_desk.h"
#include "services/board/domain/message_details.h"
#include "services/board/domain/message_poster.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_store.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class HandlingService {
 public:
  // All must outlive the table.
  struct Parts {
    HandlingDesk& desk;
    MessagePoster& poster;
    MessageReader& reader;
    MessageStore& store;
    AnswerTemplateStore& templates;
    MessageDescriber& describer;
    const auth::PageTokens& page_tokens;
  };
  explicit HandlingService(const Parts& parts);

  HandlingService(const HandlingService&) = delete;
  HandlingService& operator=(const HandlingService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CheckMessage(const rpc::Call& call, const v1::CheckMessageRequest& request,
                            v1::Message* response);
  absl::Status ClassifyMessage(const rpc::Call& call, const v1::ClassifyMessageRequest& request,
                               v1::Message* response);
  absl::Status DispatchMessage(const rpc::Call& call, const v1::DispatchMessageRequest& request,
                               v1::Message* response);
  absl::Status PoolMessage(const rpc::Call& call, const v1::PoolMessageRequest& request,
                           v1::Message* response);
  absl::Status ClaimMessage(const rpc::Call& call, const v1::ClaimMessageRequest& request,
                            v1::Message* response);
  absl::Status AcceptMessage(const rpc::Call& call, const v1::AcceptMessageRequest& request,
                             v1::Message* response);
  absl::Status ReturnMessage(const rpc::Call& call, const v1::ReturnMessageRequest& request,
                             v1::Message* response);
  absl::Status AcknowledgeMessage(const rpc::Call& call,
                                  const v1::AcknowledgeMessageRequest& request,
                                  v1::Message* response);
  absl::Status AskAuthor(const rpc::Call& call, const v1::AskAuthorRequest& request,
                         v1::Message* response);
  absl::Status MergeMessage(const rpc::Call& call, const v1::MergeMessageRequest& request,
                            v1::Message* response);
  absl::Status SplitMessage(const rpc::Call& call, const v1::SplitMessageRequest& request,
                            v1::Message* response);
  absl::Status ListWork(const rpc::Call& call, const v1::ListWorkRequest& request,
                        v1::ListWorkResponse* response);
  absl::Status PostFeedback(const rpc::Call& call, const v1::PostFeedbackRequest& request,
                            v1::Message* response);
  absl::Status PostProxyMessage(const rpc::Call& call, const v1::PostProxyMessageRequest& request,
                                v1::PostProxyMessageResponse* response);
  absl::Status ListTemplates(const rpc::Call& call, const v1::ListTemplatesRequest& request,
                             v1::ListTemplatesResponse* response);
  absl::Status SaveTemplate(const rpc::Call& call, const v1::SaveTemplateRequest& request,
                            v1::AnswerTemplate* response);
  absl::Status DeleteTemplate(const rpc::Call& call, const v1::DeleteTemplateRequest& request,
                              v1::DeleteTemplateResponse* response);
  absl::Status GetCaseLimits(const rpc::Call& call, const v1::GetCaseLimitsRequest& request,
                             v1::CaseLimits* response);
  absl::Status UpdateCaseLimits(const rpc::Call& call, const v1::UpdateCaseLimitsRequest& request,
                                v1::CaseLimits* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_HANDLING_SERVICE_H_
