#ifndef SERVICES_BOARD_RPC_SUGGESTION_SERVICE_H_
#define SERVICES_BOARD_RPC_SUGGESTION_SERVICE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "deputies/board/v1/suggestion.pb.h"
#include "services/board/domain/suggestion_desk.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/directory.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// Handlers of deputies.board.v1.SuggestionService.
class SuggestionService {
 public:
  // All must outlive the table.
  SuggestionService(SuggestionDesk& desk, base::Directory& directory,
                    const auth::PageTokens& tokens);
  SuggestionService(const SuggestionService&) = delete;
  SuggestionService& operator=(const SuggestionService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status SubmitSuggestion(const rpc::Call& call, const v1::SubmitSuggestionRequest& request,
                                v1::Suggestion* response);
  absl::Status ReviseSuggestion(const rpc::Call& call, const v1::ReviseSuggestionRequest& request,
                                v1::Suggestion* response);
  absl::Status CosignSuggestion(const rpc::Call& call, const v1::CosignSuggestionRequest& request,
                                v1::Suggestion* response);
  absl::Status WithdrawSuggestion(const rpc::Call& call,
                                  const v1::WithdrawSuggestionRequest& request,
                                  v1::Suggestion* response);
  absl::Status TriageSuggestion(const rpc::Call& call, const v1::TriageSuggestionRequest& request,
                                v1::Suggestion* response);
  absl::Status SplitSuggestion(const rpc::Call& call, const v1::SplitSuggestionRequest& request,
                               v1::Suggestion* response);
  absl::Status HandOverSuggestion(const rpc::Call& call,
                                  const v1::HandOverSuggestionRequest& request,
                                  v1::Suggestion* response);
  absl::Status AcceptSuggestionTask(const rpc::Call& call,
                                    const v1::AcceptSuggestionTaskRequest& request,
                                    v1::Suggestion* response);
  absl::Status ReturnSuggestionTask(const rpc::Call& call,
                                    const v1::ReturnSuggestionTaskRequest& request,
                                    v1::ReturnSuggestionTaskResponse* response);
  absl::Status ExtendSuggestion(const rpc::Call& call, const v1::ExtendSuggestionRequest& request,
                                v1::Suggestion* response);
  absl::Status AddSuggestionProgress(const rpc::Call& call,
                                     const v1::AddSuggestionProgressRequest& request,
                                     v1::Suggestion* response);
  absl::Status GiveSuggestionOpinion(const rpc::Call& call,
                                     const v1::GiveSuggestionOpinionRequest& request,
                                     v1::Suggestion* response);
  absl::Status ReplyToSuggestion(const rpc::Call& call, const v1::ReplyToSuggestionRequest& request,
                                 v1::Suggestion* response);
  absl::Status ReviewSuggestionReply(const rpc::Call& call,
                                     const v1::ReviewSuggestionReplyRequest& request,
                                     v1::Suggestion* response);
  absl::Status RateSuggestion(const rpc::Call& call, const v1::RateSuggestionRequest& request,
                              v1::Suggestion* response);
  absl::Status SuperviseSuggestion(const rpc::Call& call,
                                   const v1::SuperviseSuggestionRequest& request,
                                   v1::Suggestion* response);
  absl::Status AwardSuggestion(const rpc::Call& call, const v1::AwardSuggestionRequest& request,
                               v1::Suggestion* response);
  absl::Status GetSuggestion(const rpc::Call& call, const v1::GetSuggestionRequest& request,
                             v1::Suggestion* response);
  absl::Status ListSuggestions(const rpc::Call& call, const v1::ListSuggestionsRequest& request,
                               v1::ListSuggestionsResponse* response);
  absl::Status ListSuggestionTasks(const rpc::Call& call,
                                   const v1::ListSuggestionTasksRequest& request,
                                   v1::ListSuggestionTasksResponse* response);
  absl::Status GetSuggestionReport(const rpc::Call& call,
                                   const v1::GetSuggestionReportRequest& request,
                                   v1::SuggestionReport* response);

  absl::Status Respond(const absl::StatusOr<Suggestion>& suggestion,
                       v1::Suggestion* response) const;

  SuggestionDesk& desk_;
  base::Directory& directory_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_SUGGESTION_SERVICE_H_
