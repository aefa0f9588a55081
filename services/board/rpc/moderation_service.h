#ifndef SERVICES_BOARD_RPC_MODERATION_SERVICE_H_
#define SERVICES_BOARD_RPC_MODERATION_SERVICE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "deputies/board/v1/moderation.pb.h"
#include "services/board/domain/moderation_desk.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// Handlers of deputies.board.v1.ModerationService.
class ModerationService {
 public:
  // Both must outlive the table.
  ModerationService(ModerationDesk& desk, const auth::PageTokens& tokens);
  ModerationService(const ModerationService&) = delete;
  ModerationService& operator=(const ModerationService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status GetModerationPolicy(const rpc::Call& call,
                                   const v1::GetModerationPolicyRequest& request,
                                   v1::ModerationPolicy* response);
  absl::Status UpdateModerationPolicy(const rpc::Call& call,
                                      const v1::UpdateModerationPolicyRequest& request,
                                      v1::ModerationPolicy* response);
  absl::Status ReportMessage(const rpc::Call& call, const v1::ReportMessageRequest& request,
                             v1::ReportMessageResponse* response);
  absl::Status ListModerationCases(const rpc::Call& call,
                                   const v1::ListModerationCasesRequest& request,
                                   v1::ListModerationCasesResponse* response);
  absl::Status GetModerationCase(const rpc::Call& call, const v1::GetModerationCaseRequest& request,
                                 v1::ModerationCase* response);
  absl::Status DecideModerationCase(const rpc::Call& call,
                                    const v1::DecideModerationCaseRequest& request,
                                    v1::ModerationCase* response);
  absl::Status AppealModeration(const rpc::Call& call, const v1::AppealModerationRequest& request,
                                v1::ModerationCase* response);
  absl::Status RemoveMessage(const rpc::Call& call, const v1::RemoveMessageRequest& request,
                             v1::ModerationCase* response);
  absl::Status ListModerationLog(const rpc::Call& call, const v1::ListModerationLogRequest& request,
                                 v1::ListModerationLogResponse* response);

  absl::Status Respond(const rpc::Call& call, const absl::StatusOr<ModerationCase>& moderation,
                       v1::ModerationCase* response) const;

  ModerationDesk& desk_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_MODERATION_SERVICE_H_
