#include "services/wechat/rpc/exchange_service.h"

#include <utility>

#include "services/common/base/status_macros.h"

namespace deputies::wechat {

ExchangeService::ExchangeService(LoginCodeExchanger& exchanger)
    : exchanger_(exchanger), table_("deputies.wechat.v1.ExchangeService") {
  table_.Bind("ExchangeLoginCode", this, &ExchangeService::ExchangeLoginCode);
}

absl::Status ExchangeService::ExchangeLoginCode(const rpc::Call& call,
                                                const v1::ExchangeLoginCodeRequest& request,
                                                v1::ExchangeLoginCodeResponse* response) {
  ASSIGN_OR_RETURN(WechatIdentity identity, exchanger_.Exchange(request.code(), call.deadline));
  response->set_openid(std::move(identity.openid));
  response->set_unionid(std::move(identity.unionid));
  return absl::OkStatus();
}

}  // namespace deputies::wechat
