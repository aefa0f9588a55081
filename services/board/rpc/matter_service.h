#ifndef SERVICES_BOARD_RPC_MATTER_SERVICE_H_
#define SERVICES_BOARD_RPC_MATTER_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/board/v1/matter.pb.h"
#include "services/board/domain/matter_desk.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// Handlers of deputies.board.v1.MatterService.
class MatterService {
 public:
  // Both must outlive the table.
  MatterService(MatterDesk& desk, const auth::PageTokens& tokens);
  MatterService(const MatterService&) = delete;
  MatterService& operator=(const MatterService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateMatter(const rpc::Call& call, const v1::CreateMatterRequest& request,
                            v1::Matter* response);
  absl::Status UpdateMatter(const rpc::Call& call, const v1::UpdateMatterRequest& request,
                            v1::Matter* response);
  absl::Status PublishMatter(const rpc::Call& call, const v1::PublishMatterRequest& request,
                             v1::Matter* response);
  absl::Status CloseMatter(const rpc::Call& call, const v1::CloseMatterRequest& request,
                           v1::Matter* response);
  absl::Status PublishMatterDigest(const rpc::Call& call,
                                   const v1::PublishMatterDigestRequest& request,
                                   v1::Matter* response);
  absl::Status GetMatter(const rpc::Call& call, const v1::GetMatterRequest& request,
                         v1::Matter* response);
  absl::Status ListMatters(const rpc::Call& call, const v1::ListMattersRequest& request,
                           v1::ListMattersResponse* response);
  absl::Status GiveVoice(const rpc::Call& call, const v1::GiveVoiceRequest& request,
                         v1::Voice* response);
  absl::Status GetMyVoice(const rpc::Call& call, const v1::GetMyVoiceRequest& request,
                          v1::Voice* response);
  absl::Status GetMatterResults(const rpc::Call& call, const v1::GetMatterResultsRequest& request,
                                v1::MatterResults* response);
  absl::Status ListMatterTexts(const rpc::Call& call, const v1::ListMatterTextsRequest& request,
                               v1::ListMatterTextsResponse* response);
  absl::Status ExportMatter(const rpc::Call& call, const v1::ExportMatterRequest& request,
                            v1::SheetFile* response);

  absl::Status Respond(const absl::StatusOr<Matter>& matter, v1::Matter* response) const;

  MatterDesk& desk_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_MATTER_SERVICE_H_
