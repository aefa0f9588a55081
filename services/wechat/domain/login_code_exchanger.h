// Turns `wx.login` codes into WeChat identities.
#ifndef SERVICES_WECHAT_DOMAIN_LOGIN_CODE_EXCHANGER_H_
#define SERVICES_WECHAT_DOMAIN_LOGIN_CODE_EXCHANGER_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/wechat/domain/circuit_breaker.h"
#include "services/wechat/domain/single_flight.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

struct WechatIdentity {
  std::string openid;
  std::string unionid;  // empty unless the mini-program is bound to an Open Platform account
};

class LoginCodeExchanger {
 public:
  // Wait before the one repeat after "system busy", plus up to as much again at random.
  static constexpr absl::Duration kRetryPause = absl::Milliseconds(200);

  // `sleep` waits; tests pass their own. `api` and `breaker` must outlive this.
  LoginCodeExchanger(WechatApi& api, CircuitBreaker& breaker,
                     std::function<void(absl::Duration)> sleep);

  // Errors: WechatCodeInvalid, WechatRateLimited, WechatUserBlocked, WechatUnavailable (see
  // errors.h). Concurrent calls with one code share one exchange, because a code is good once. A
  // time-out is not repeated: WeChat may have used the code up.
  absl::StatusOr<WechatIdentity> Exchange(absl::string_view code, absl::Time deadline);

 private:
  absl::StatusOr<WechatIdentity> ExchangeOnce(absl::string_view code, absl::Time deadline);
  absl::StatusOr<CodeSession> Call(absl::string_view code, absl::Time deadline);

  WechatApi& api_;
  CircuitBreaker& breaker_;
  const std::function<void(absl::Duration)> sleep_;
  SingleFlight<absl::StatusOr<WechatIdentity>> flights_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_LOGIN_CODE_EXCHANGER_H_
