// Every error that the wechat service answers with.
#ifndef SERVICES_WECHAT_DOMAIN_ERRORS_H_
#define SERVICES_WECHAT_DOMAIN_ERRORS_H_

#include "absl/status/status.h"

namespace deputies::wechat {

// INVALID_ARGUMENT/WECHAT_CODE_INVALID: the code is unknown, too old or used.
absl::Status WechatCodeInvalid();
// RESOURCE_EXHAUSTED/RATE_LIMITED: the user or the mini-program asked too often this minute.
absl::Status WechatRateLimited();
// PERMISSION_DENIED/ACCESS_DENIED: WeChat blocks this user as high-risk.
absl::Status WechatUserBlocked();
// UNAVAILABLE/WECHAT_UNAVAILABLE: no usable answer from WeChat, for whatever reason.
absl::Status WechatUnavailable();

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_ERRORS_H_
