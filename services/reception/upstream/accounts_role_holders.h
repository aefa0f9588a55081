#ifndef SERVICES_RECEPTION_UPSTREAM_ACCOUNTS_ROLE_HOLDERS_H_
#define SERVICES_RECEPTION_UPSTREAM_ACCOUNTS_ROLE_HOLDERS_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "deputies/accounts/v1/staff.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/common/rpc/client.h"
#include "services/reception/domain/role_holders.h"

namespace deputies::reception {

// Asks accounts at each call; for jobs, not for the path of a request.
class AccountsRoleHolders final : public RoleHolders {
 public:
  // `timeout` bounds one call. `client` must outlive this.
  AccountsRoleHolders(std::shared_ptr<grpc::Channel> channel, const rpc::ServiceClient& client,
                      absl::Duration timeout)
      : client_(client), timeout_(timeout), staff_(accounts::v1::StaffService::NewStub(channel)) {}

  absl::StatusOr<std::vector<RoleHolder>> AtHome(absl::Time deadline, int64_t home_id) override;

 private:
  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::unique_ptr<accounts::v1::StaffService::Stub> staff_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_UPSTREAM_ACCOUNTS_ROLE_HOLDERS_H_
