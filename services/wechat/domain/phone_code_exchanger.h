// Turns the codes of WeChat's phone button into phone numbers.
#ifndef SERVICES_WECHAT_DOMAIN_PHONE_CODE_EXCHANGER_H_
#define SERVICES_WECHAT_DOMAIN_PHONE_CODE_EXCHANGER_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/wechat/domain/single_flight.h"
#include "services/wechat/domain/token_caller.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

class PhoneCodeExchanger {
 public:
  // Both must outlive it.
  PhoneCodeExchanger(WechatApi& api, TokenCaller& caller) : api_(api), caller_(caller) {}

  // Concurrent calls with one code share one exchange, because a code is good once. Errors:
  // WechatPhoneCodeInvalid, WechatRateLimited, WechatUnavailable.
  absl::StatusOr<PhoneNumber> Exchange(absl::string_view code, absl::Time deadline);

 private:
  absl::StatusOr<PhoneNumber> ExchangeOnce(absl::string_view code, absl::Time deadline);

  WechatApi& api_;
  TokenCaller& caller_;
  SingleFlight<absl::StatusOr<PhoneNumber>> flights_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_PHONE_CODE_EXCHANGER_H_
