#include "services/wechat/domain/errors.h"

#include "services/common/base/error.h"

namespace deputies::wechat {

absl::Status WechatCodeInvalid() {
  return base::MakeError(absl::StatusCode::kInvalidArgument, "WECHAT_CODE_INVALID",
                         "微信登录已过期，请重新进入小程序再试");
}

absl::Status WechatRateLimited() {
  return base::MakeError(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                         "操作太频繁，请过一分钟再试");
}

absl::Status WechatUserBlocked() {
  return base::MakeError(absl::StatusCode::kPermissionDenied, "ACCESS_DENIED",
                         "微信限制了这个账号登录，请联系代表之家工作人员");
}

absl::Status WechatUnavailable() {
  return base::MakeError(absl::StatusCode::kUnavailable, "WECHAT_UNAVAILABLE",
                         "暂时连不上微信，请稍后再试");
}

}  // namespace deputies::wechat
