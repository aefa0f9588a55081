#include "services/accounts/domain/errors.h"

#include "services/common/base/error.h"

namespace deputies::accounts {

using absl::StatusCode;
using base::MakeError;

absl::Status OrganizationNotFound() {
  return MakeError(StatusCode::kNotFound, "ORGANIZATION_NOT_FOUND", "没有找到这个单位");
}
absl::Status HomeNotFound() {
  return MakeError(StatusCode::kNotFound, "HOME_NOT_FOUND", "没有找到这个代表之家");
}
absl::Status DeputyNotFound() {
  return MakeError(StatusCode::kNotFound, "DEPUTY_NOT_FOUND", "没有找到这位代表");
}
absl::Status PersonNotFound() {
  return MakeError(StatusCode::kNotFound, "PERSON_NOT_FOUND", "没有找到这个人");
}
absl::Status SessionInvalid() {
  return MakeError(StatusCode::kUnauthenticated, "SESSION_INVALID", "登录已失效，请重新登录");
}
absl::Status LoginFailed() {
  return MakeError(StatusCode::kUnauthenticated, "LOGIN_FAILED", "用户名或密码不正确");
}
absl::Status AccountLocked() {
  return MakeError(StatusCode::kResourceExhausted, "ACCOUNT_LOCKED",
                   "密码错误次数过多，账号已暂时锁定，请稍后再试");
}
absl::Status PageTokenInvalid() {
  return MakeError(StatusCode::kInvalidArgument, "PAGE_TOKEN_INVALID",
                   "翻页标记无效，请从第一页重新打开");
}
absl::Status CodeNotFound() {
  return MakeError(StatusCode::kNotFound, "CODE_NOT_FOUND", "没有这个码，请看看有没有输错");
}
absl::Status ShortCodeTaken() {
  return MakeError(StatusCode::kAlreadyExists, "SHORT_CODE_TAKEN", "短码已被使用");
}
absl::Status ConcurrentChange() {
  return MakeError(StatusCode::kAborted, "CONCURRENT_CHANGE", "内容刚被别人改过，请刷新后再改");
}

}  // namespace deputies::accounts
