// Handlers of deputies.board.v1.VoiceService.
#ifndef SERVICES_BOARD_RPC_VOICE_SERVICE_H_
#define SERVICES_BOARD_RPC_VOICE_SERVICE_H_

#include "deputies/board/v1/voice.pb.h"
#include "services/board/domain/message_details.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_search.h"
#include "services/board/domain/subject_classifier.h"
#include "services/board/domain/voice_desk.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class VoiceService {
 public:
  // All must outlive the table.
  struct Parts {
    VoiceDesk& desk;
    MessageReader& reader;
    MessageSearcher& searcher;
    const SubjectClassifier& classifier;
    MessageDescriber& describer;
    const auth::PageTokens& page_tokens;
  };
  explicit VoiceService(const Parts& parts);

  VoiceService(const VoiceService&) = delete;
  VoiceService& operator=(const VoiceService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status PreviewMessage(const rpc::Call& call, const v1::PreviewMessageRequest& request,
                              v1::PreviewMessageResponse* response);
  absl::Status SearchMessages(const rpc::Call& call, const v1::SearchMessagesRequest& request,
                              v1::SearchMessagesResponse* response);
  absl::Status GetTimeline(const rpc::Call& call, const v1::GetTimelineRequest& request,
                           v1::GetTimelineResponse* response);
  absl::Status FollowUp(const rpc::Call& call, const v1::FollowUpRequest& request,
                        v1::Message* response);
  absl::Status ChaseMessage(const rpc::Call& call, const v1::ChaseMessageRequest& request,
                            v1::Message* response);
  absl::Status ReopenMessage(const rpc::Call& call, const v1::ReopenMessageRequest& request,
                             v1::Message* response);
  absl::Status ChangeVisibility(const rpc::Call& call, const v1::ChangeVisibilityRequest& request,
                                v1::Message* response);
  absl::Status FollowMessage(const rpc::Call& call, const v1::FollowMessageRequest& request,
                             v1::Message* response);
  absl::Status UnfollowMessage(const rpc::Call& call, const v1::UnfollowMessageRequest& request,
                               v1::Message* response);
  absl::Status CosignMessage(const rpc::Call& call, const v1::CosignMessageRequest& request,
                             v1::Message* response);
  absl::Status ReadReceipt(const rpc::Call& call, const v1::ReadReceiptRequest& request,
                           v1::Message* response);
  absl::Status ClaimReceipt(const rpc::Call& call, const v1::ClaimReceiptRequest& request,
                            v1::Message* response);
  absl::Status ListCategories(const rpc::Call& call, const v1::ListCategoriesRequest& request,
                              v1::ListCategoriesResponse* response);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_VOICE_SERVICE_H_
