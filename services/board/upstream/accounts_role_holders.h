#ifndef SERVICES_BOARD_UPSTREAM_ACCOUNTS_ROLE_HOLDERS_H_
#define SERVICES_BOARD_UPSTREAM_ACCOUNTS_ROLE_HOLDERS_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "deputies/accounts/v1/staff.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/board/domain/case_watch.h"
#include "services/common/rpc/client.h"

namespace deputies::board {

// Asks accounts on every call.
class AccountsRoleHolders final : public RoleHolders {
 public:
  // `timeout` bounds one call. `client` must outlive this.
  AccountsRoleHolders(std::shared_ptr<grpc::Channel> channel, const rpc::ServiceClient& client,
                      absl::Duration timeout);

  absl::StatusOr<std::vector<RoleHolder>> HoldersAt(absl::Time deadline, int64_t home_id) override;

 private:
  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::unique_ptr<accounts::v1::StaffService::Stub> staff_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_UPSTREAM_ACCOUNTS_ROLE_HOLDERS_H_
