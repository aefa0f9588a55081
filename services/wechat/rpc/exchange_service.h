// deputies.wechat.v1.ExchangeService over the domain.
#ifndef SERVICES_WECHAT_RPC_EXCHANGE_SERVICE_H_
#define SERVICES_WECHAT_RPC_EXCHANGE_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/wechat/v1/exchange.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/wechat/domain/login_code_exchanger.h"
#include "services/wechat/domain/phone_code_exchanger.h"

namespace deputies::wechat {

class ExchangeService {
 public:
  // Both must outlive this.
  ExchangeService(LoginCodeExchanger& login_codes, PhoneCodeExchanger& phone_codes);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ExchangeLoginCode(const rpc::Call& call, const v1::ExchangeLoginCodeRequest& request,
                                 v1::ExchangeLoginCodeResponse* response);
  absl::Status ExchangePhoneCode(const rpc::Call& call, const v1::ExchangePhoneCodeRequest& request,
                                 v1::ExchangePhoneCodeResponse* response);

  LoginCodeExchanger& login_codes_;
  PhoneCodeExchanger& phone_codes_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_EXCHANGE_SERVICE_H_
