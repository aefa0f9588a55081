// WeChat's server API as the domain sees it. One method per endpoint.
#ifndef SERVICES_WECHAT_DOMAIN_WECHAT_API_H_
#define SERVICES_WECHAT_DOMAIN_WECHAT_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::wechat {

// Answer of /sns/jscode2session. The session_key is dropped where the answer is read: nothing needs
// it.
struct CodeSession {
  int errcode = 0;  // as WeChat gave it; absent counts as 0
  std::string openid;
  std::string unionid;
};

class WechatApi {
 public:
  virtual ~WechatApi() = default;

  // Sends one code2Session call, without retries. OK for every answer that WeChat gave in its own
  // form, whatever its errcode. UNAVAILABLE when there is none: no connection, a time-out, an HTTP
  // error, not JSON, or neither errcode nor openid. Ends no later than `deadline`. Texts of errors
  // hold no code and no secret.
  virtual absl::StatusOr<CodeSession> CodeToSession(absl::string_view code,
                                                    absl::Time deadline) = 0;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_WECHAT_API_H_
