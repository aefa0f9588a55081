#ifndef SERVICES_WECHAT_UPSTREAM_ACCOUNTS_CONTACTS_H_
#define SERVICES_WECHAT_UPSTREAM_ACCOUNTS_CONTACTS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "deputies/accounts/v1/staff.grpc.pb.h"
#include "services/common/rpc/client.h"
#include "services/wechat/domain/contacts.h"

namespace deputies::wechat {

// The accounts process's StaffService.
class AccountsContacts final : public Contacts {
 public:
  // `timeout` bounds one call. `client` must outlive it.
  AccountsContacts(const std::string& address, const rpc::ServiceClient& client,
                   absl::Duration timeout);

  absl::StatusOr<int64_t> PersonOf(const std::string& openid, const std::string& request_id,
                                   absl::Time deadline) override;
  absl::StatusOr<std::map<int64_t, Contact>> Get(const std::vector<int64_t>& person_ids,
                                                 const std::string& request_id,
                                                 absl::Time deadline) override;

 private:
  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::unique_ptr<accounts::v1::StaffService::Stub> stub_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_UPSTREAM_ACCOUNTS_CONTACTS_H_
