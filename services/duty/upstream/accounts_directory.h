#ifndef SERVICES_DUTY_UPSTREAM_ACCOUNTS_DIRECTORY_H_
#define SERVICES_DUTY_UPSTREAM_ACCOUNTS_DIRECTORY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "deputies/accounts/v1/deputy.grpc.pb.h"
#include "deputies/accounts/v1/organization.grpc.pb.h"
#include "deputies/accounts/v1/staff.grpc.pb.h"
#include "grpcpp/channel.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/client.h"
#include "services/duty/domain/directory.h"

namespace deputies::duty {

// Asks accounts, and keeps what it answers for `lifetime`. While accounts is away, an old answer
// stands; what was not found is asked again after kNegativeLifetime.
class AccountsDirectory final : public Directory {
 public:
  // `timeout` bounds one call. `client` and `clock` must outlive this.
  AccountsDirectory(std::shared_ptr<grpc::Channel> channel, const rpc::ServiceClient& client,
                    absl::Duration timeout, const base::Clock& clock, absl::Duration lifetime);

  absl::StatusOr<HomeCard> Home(const base::CallScope& scope, int64_t home_id) override;
  // Never from memory.
  absl::Status CheckOpenHome(const base::CallScope& scope, int64_t home_id) override;
  absl::StatusOr<DeputyCard> Deputy(const base::CallScope& scope, int64_t home_id,
                                    int64_t deputy_id) override;
  absl::StatusOr<std::vector<DeputyCard>> Deputies(const base::CallScope& scope,
                                                   int64_t home_id) override;
  absl::StatusOr<std::vector<int64_t>> Leaders(const base::CallScope& scope,
                                               int64_t home_id) override;

  static constexpr absl::Duration kNegativeLifetime = absl::Seconds(5);
  // Beyond it the memory is emptied: ids that do not exist must not fill it.
  static constexpr size_t kMaxEntries = 50000;

 private:
  template <typename Value>
  struct Kept {
    absl::StatusOr<Value> answer = absl::UnknownError("");
    absl::Time ask_again;
  };
  template <typename Key, typename Value, typename Ask>
  absl::StatusOr<Value> Find(std::map<Key, Kept<Value>>& kept, const Key& key, Ask ask);

  absl::StatusOr<HomeCard> AskHome(const base::CallScope& scope, int64_t home_id);
  absl::StatusOr<DeputyCard> AskDeputy(const base::CallScope& scope, int64_t home_id,
                                       int64_t deputy_id);

  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const base::Clock& clock_;
  const absl::Duration lifetime_;
  const std::unique_ptr<accounts::v1::OrganizationService::Stub> organizations_;
  const std::unique_ptr<accounts::v1::DeputyService::Stub> deputies_;
  const std::unique_ptr<accounts::v1::StaffService::Stub> staff_;
  std::mutex mutex_;
  std::map<int64_t, Kept<HomeCard>> kept_homes_;
  std::map<std::pair<int64_t, int64_t>, Kept<DeputyCard>> kept_deputies_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_UPSTREAM_ACCOUNTS_DIRECTORY_H_
