#ifndef SERVICES_BOARD_RPC_BULLETIN_SERVICE_H_
#define SERVICES_BOARD_RPC_BULLETIN_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/board/v1/bulletin.pb.h"
#include "services/board/domain/bulletin_desk.h"
#include "services/common/auth/page_token.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// Handlers of deputies.board.v1.BulletinService.
class BulletinService {
 public:
  // Both must outlive the table.
  BulletinService(BulletinDesk& desk, const auth::PageTokens& tokens);
  BulletinService(const BulletinService&) = delete;
  BulletinService& operator=(const BulletinService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CreateBulletin(const rpc::Call& call, const v1::CreateBulletinRequest& request,
                              v1::Bulletin* response);
  absl::Status UpdateBulletin(const rpc::Call& call, const v1::UpdateBulletinRequest& request,
                              v1::Bulletin* response);
  absl::Status SubmitBulletin(const rpc::Call& call, const v1::SubmitBulletinRequest& request,
                              v1::Bulletin* response);
  absl::Status ReviewBulletin(const rpc::Call& call, const v1::ReviewBulletinRequest& request,
                              v1::Bulletin* response);
  absl::Status WithdrawBulletin(const rpc::Call& call, const v1::WithdrawBulletinRequest& request,
                                v1::Bulletin* response);
  absl::Status PinBulletin(const rpc::Call& call, const v1::PinBulletinRequest& request,
                           v1::Bulletin* response);
  absl::Status GetBulletin(const rpc::Call& call, const v1::GetBulletinRequest& request,
                           v1::Bulletin* response);
  absl::Status ListBulletins(const rpc::Call& call, const v1::ListBulletinsRequest& request,
                             v1::ListBulletinsResponse* response);
  absl::Status ListBulletinVersions(const rpc::Call& call,
                                    const v1::ListBulletinVersionsRequest& request,
                                    v1::ListBulletinVersionsResponse* response);
  absl::Status ListBulletinDrafts(const rpc::Call& call,
                                  const v1::ListBulletinDraftsRequest& request,
                                  v1::ListBulletinsResponse* response);

  BulletinDesk& desk_;
  const auth::PageTokens& tokens_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_BULLETIN_SERVICE_H_
