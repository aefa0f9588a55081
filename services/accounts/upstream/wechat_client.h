#ifndef SERVICES_ACCOUNTS_UPSTREAM_WECHAT_CLIENT_H_
#define SERVICES_ACCOUNTS_UPSTREAM_WECHAT_CLIENT_H_

#include <memory>
#include <string>

#include "deputies/wechat/v1/exchange.grpc.pb.h"
#include "services/accounts/domain/wechat_exchange.h"
#include "services/common/rpc/client.h"

namespace deputies::accounts {

// The wechat process's ExchangeService.
class WechatClient final : public WechatExchange {
 public:
  // `client` must outlive it.
  WechatClient(const std::string& address, const rpc::ServiceClient& client,
               absl::Duration timeout);

  absl::StatusOr<std::string> OpenidOf(const CallTrace& trace, const std::string& code) override;

 private:
  const rpc::ServiceClient& client_;
  const absl::Duration timeout_;
  const std::unique_ptr<wechat::v1::ExchangeService::Stub> stub_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_UPSTREAM_WECHAT_CLIENT_H_
