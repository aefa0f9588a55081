#ifndef SERVICES_COMMON_DIRECTORY_ACCOUNTS_DIRECTORY_H_
#define SERVICES_COMMON_DIRECTORY_ACCOUNTS_DIRECTORY_H_

#include <cstdint>
#include <memory>

#include "absl/time/time.h"
#include "deputies/accounts/v1/deputy.grpc.pb.h"
#include "deputies/accounts/v1/organization.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/common/base/directory.h"
#include "services/common/rpc/client.h"

namespace deputies::directory {

// Asks accounts on every call; CachingDirectory stands in front.
class AccountsDirectory final : public base::Directory {
 public:
  // `timeout` bounds one call. `client` must outlive this.
  AccountsDirectory(std::shared_ptr<grpc::Channel> channel, const rpc::ServiceClient& client,
                    absl::Duration timeout);

  absl::Status CheckHome(const base::CallScope& scope, int64_t home_id) override;
  absl::Status CheckOpenHome(const base::CallScope& scope, int64_t home_id) override;
  absl::Status CheckDeputy(const base::CallScope& scope, int64_t home_id,
                           int64_t deputy_id) override;

 private:
  absl::Status GetHome(const base::CallScope& scope, int64_t home_id, accounts::v1::Home* home);

  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::unique_ptr<accounts::v1::OrganizationService::Stub> organizations_;
  const std::unique_ptr<accounts::v1::DeputyService::Stub> deputies_;
};

}  // namespace deputies::directory

#endif  // SERVICES_COMMON_DIRECTORY_ACCOUNTS_DIRECTORY_H_
