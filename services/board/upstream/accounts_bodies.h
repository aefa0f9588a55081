#ifndef SERVICES_BOARD_UPSTREAM_ACCOUNTS_BODIES_H_
#define SERVICES_BOARD_UPSTREAM_ACCOUNTS_BODIES_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "deputies/accounts/v1/organization.grpc.pb.h"
#include "deputies/accounts/v1/staff.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/board/domain/handling_bodies.h"
#include "services/common/rpc/client.h"

namespace deputies::board {

// Asks accounts on every call: hand-overs are few, and a clerk who was named a minute ago must be
// found.
class AccountsBodies final : public HandlingBodies {
 public:
  // `timeout` bounds one call. `client` must outlive this.
  AccountsBodies(const std::shared_ptr<grpc::Channel>& channel, const rpc::ServiceClient& client,
                 absl::Duration timeout);

  absl::StatusOr<std::vector<HandlingBody>> Serving(const CallScope& scope,
                                                    int64_t home_id) override;

 private:
  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::unique_ptr<accounts::v1::StaffService::Stub> staff_;
  const std::unique_ptr<accounts::v1::OrganizationService::Stub> organizations_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_UPSTREAM_ACCOUNTS_BODIES_H_
