#include "services/wechat/rpc/exchange_service.h"

#include <utility>

#include "services/common/base/status_macros.h"

namespace deputies::wechat {

ExchangeService::ExchangeService(LoginCodeExchanger& login_codes, PhoneCodeExchanger& phone_codes)
    : login_codes_(login_codes),
      phone_codes_(phone_codes),
      table_("deputies.wechat.v1.ExchangeService") {
  table_.Bind("ExchangeLoginCode", this, &ExchangeService::ExchangeLoginCode);
  table_.Bind("ExchangePhoneCode", this, &ExchangeService::ExchangePhoneCode);
}

absl::Status ExchangeService::ExchangeLoginCode(const rpc::Call& call,
                                                const v1::ExchangeLoginCodeRequest& request,
                                                v1::ExchangeLoginCodeResponse* response) {
  ASSIGN_OR_RETURN(WechatIdentity identity, login_codes_.Exchange(request.code(), call.deadline));
  response->set_openid(std::move(identity.openid));
  response->set_unionid(std::move(identity.unionid));
  return absl::OkStatus();
}

absl::Status ExchangeService::ExchangePhoneCode(const rpc::Call& call,
                                                const v1::ExchangePhoneCodeRequest& request,
                                                v1::ExchangePhoneCodeResponse* response) {
  ASSIGN_OR_RETURN(PhoneNumber phone, phone_codes_.Exchange(request.code(), call.deadline));
  response->set_phone(std::move(phone.phone));
  response->set_country_code(std::move(phone.country_code));
  return absl::OkStatus();
}

}  // namespace deputies::wechat
