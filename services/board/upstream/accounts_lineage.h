#ifndef SERVICES_BOARD_UPSTREAM_ACCOUNTS_LINEAGE_H_
#define SERVICES_BOARD_UPSTREAM_ACCOUNTS_LINEAGE_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/time/time.h"
#include "deputies/accounts/v1/organization.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/board/domain/home_lineage.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/client.h"

namespace deputies::board {

// Asks accounts, and remembers what it said: used for `lifetime`, and beyond it for as long as
// accounts cannot be asked, because the tree rarely changes and reading must go on while accounts
// restarts.
class AccountsLineage final : public HomeLineage {
 public:
  // Beyond these all are forgotten: made-up ids must not fill the memory.
  static constexpr size_t kMaxEntries = 5000;

  // `timeout` bounds one call. `client` and `clock` must outlive this.
  AccountsLineage(std::shared_ptr<grpc::Channel> channel, const rpc::ServiceClient& client,
                  absl::Duration timeout, const base::Clock& clock, absl::Duration lifetime);

  absl::StatusOr<std::vector<OrganizationAbove>> Above(const CallScope& scope,
                                                       int64_t home_id) override;

 private:
  absl::StatusOr<std::vector<OrganizationAbove>> Ask(const CallScope& scope, int64_t home_id);

  struct Entry {
    std::vector<OrganizationAbove> above;
    absl::Time ask_again;
  };

  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const base::Clock& clock_;
  const absl::Duration lifetime_;
  const std::unique_ptr<accounts::v1::OrganizationService::Stub> organizations_;
  std::mutex mutex_;
  absl::flat_hash_map<int64_t, Entry> entries_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_UPSTREAM_ACCOUNTS_LINEAGE_H_
