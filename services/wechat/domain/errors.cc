#include "services/wechat/domain/errors.h"

#include "services/common/base/error.h"

namespace deputies::wechat {

absl::Status WechatCodeInvalid() {
  return base::MakeError(absl::StatusCode::kInvalidArgument, "WECHAT_CODE_INVALID",
                         "微信登录已过期，请重新进入小程序再试");
}

absl::Status WechatPhoneCodeInvalid() {
  return base::MakeError(absl::StatusCode::kInvalidArgument, "WECHAT_CODE_INVALID",
                         "手机号授权已过期，请再点一次“获取手机号”");
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

absl::Status WechatIdentityMissing() {
  return base::MakeError(absl::StatusCode::kFailedPrecondition, "WECHAT_IDENTITY_MISSING",
                         "这个账号最近没有用过小程序，微信无法检查，请转人工");
}

absl::Status SmsUnavailable() {
  return base::MakeError(absl::StatusCode::kUnavailable, "SMS_UNAVAILABLE",
                         "短信暂时发不出去，请稍后再试");
}
absl::Status PushInvalid() {
  return base::MakeError(absl::StatusCode::kInvalidArgument, "PUSH_INVALID", "不是有效的微信推送");
}

absl::Status NoticeNotFound() {
  return base::MakeError(absl::StatusCode::kNotFound, "NOTICE_NOT_FOUND", "没有这条通知");
}

absl::Status CallAlreadyMade() {
  return base::MakeError(absl::StatusCode::kFailedPrecondition, "NOTICE_STATE_CONFLICT",
                         "这条电话通知已经有人办过了");
}

absl::Status TemplateUnknown() {
  return base::MakeError(absl::StatusCode::kNotFound, "NOTICE_TEMPLATE_UNKNOWN",
                         "没有这个通知模板，请刷新小程序再试");
}

}  // namespace deputies::wechat
