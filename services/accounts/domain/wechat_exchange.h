#ifndef SERVICES_ACCOUNTS_DOMAIN_WECHAT_EXCHANGE_H_
#define SERVICES_ACCOUNTS_DOMAIN_WECHAT_EXCHANGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace deputies::accounts {

// What identifies a call in the logs of every process.
struct CallTrace {
  absl::Time deadline;
  std::string request_id;
  std::string traceparent;
};

class WechatExchange {
 public:
  virtual ~WechatExchange() = default;
  // The openid behind a `wx.login` code. INVALID_ARGUMENT/WECHAT_CODE_INVALID,
  // UNAVAILABLE/WECHAT_UNAVAILABLE.
  virtual absl::StatusOr<std::string> OpenidOf(const CallTrace& trace, const std::string& code) = 0;
  // The number behind a code of the phone button, without the country code. Errors as above.
  virtual absl::StatusOr<std::string> PhoneOf(const CallTrace& trace, const std::string& code) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_WECHAT_EXCHANGE_H_
