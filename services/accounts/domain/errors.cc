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
absl::Status AccessDenied() {
  return MakeError(StatusCode::kPermissionDenied, "ACCESS_DENIED", "您没有权限进行此操作");
}
absl::Status UsernameTaken() {
  return MakeError(StatusCode::kAlreadyExists, "USERNAME_TAKEN", "这个用户名已被使用");
}
absl::Status RoleConflict() {
  return MakeError(
      StatusCode::kFailedPrecondition, "ROLE_CONFLICT",
      "系统管理员、安全管理员、审计管理员必须由不同的人担任，审计管理员不能兼任其他职务");
}
absl::Status RoleNotFound() {
  return MakeError(StatusCode::kNotFound, "ROLE_NOT_FOUND", "这个账号在此处没有这个职务");
}
absl::Status PhoneTaken() {
  return MakeError(StatusCode::kAlreadyExists, "PHONE_TAKEN",
                   "这个手机号已绑定另一个账号，请用那个账号登录，或请代表之家联络员协助");
}
absl::Status SmsCodeInvalid() {
  return MakeError(StatusCode::kInvalidArgument, "SMS_CODE_INVALID",
                   "验证码不正确或已过期，请重新获取");
}
absl::Status SmsTooOften() {
  return MakeError(StatusCode::kResourceExhausted, "SMS_TOO_OFTEN", "验证码发送太频繁，请稍后再试");
}
absl::Status SecondFactorRequired() {
  return MakeError(StatusCode::kUnauthenticated, "SECOND_FACTOR_REQUIRED",
                   "请输入动态口令（身份验证器上的六位数字）");
}
absl::Status SecondFactorInvalid() {
  return MakeError(StatusCode::kUnauthenticated, "SECOND_FACTOR_INVALID",
                   "动态口令不正确或已用过，请等下一个口令");
}
absl::Status SecondFactorPresent() {
  return MakeError(StatusCode::kAlreadyExists, "SECOND_FACTOR_PRESENT",
                   "已经设置过动态口令，更换请联系安全管理员");
}
absl::Status SessionNotFound() {
  return MakeError(StatusCode::kNotFound, "SESSION_NOT_FOUND", "没有这个登录");
}
absl::Status BindingCodeInvalid() {
  return MakeError(StatusCode::kNotFound, "BINDING_CODE_INVALID",
                   "绑定码不正确、已使用或已过期，请向联络员重新索取");
}
absl::Status BindingNotFound() {
  return MakeError(StatusCode::kNotFound, "BINDING_NOT_FOUND", "没有这个待处理的申请");
}
absl::Status DeputyStateConflict() {
  return MakeError(StatusCode::kFailedPrecondition, "DEPUTY_STATE_CONFLICT",
                   "这位代表的职务已经交接过");
}
absl::Status ErasureRefused() {
  return MakeError(StatusCode::kFailedPrecondition, "ERASURE_REFUSED",
                   "在职代表和工作人员的账号不能自行注销，请先办理卸任或停用");
}
absl::Status ImportNotFound() {
  return MakeError(StatusCode::kNotFound, "IMPORT_NOT_FOUND", "没有这次导入");
}
absl::Status ImportStateConflict() {
  return MakeError(StatusCode::kFailedPrecondition, "IMPORT_STATE_CONFLICT",
                   "这次导入现在不能这样做，请刷新后查看它的状态");
}
absl::Status ImportHasProblems() {
  return MakeError(StatusCode::kFailedPrecondition, "IMPORT_HAS_PROBLEMS",
                   "表格里还有错误，一行也没有导入；请按预览中的提示改好后再试");
}
absl::Status NotASuccessorHome() {
  return base::InvalidField("successorHomeId", "请选择本地区内正在使用的另一个代表之家");
}

absl::Status OrganizationStateConflict() {
  return MakeError(
      StatusCode::kFailedPrecondition, "ORGANIZATION_STATE_CONFLICT",
      "不能这样调整：请检查上级单位是否合适、是否已关闭，以及下面是否还有单位或代表之家");
}
absl::Status ConcurrentChange() {
  return MakeError(StatusCode::kAborted, "CONCURRENT_CHANGE", "内容刚被别人改过，请刷新后再改");
}

}  // namespace deputies::accounts
