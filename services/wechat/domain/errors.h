// Every error that the wechat service answers with.
#ifndef SERVICES_WECHAT_DOMAIN_ERRORS_H_
#define SERVICES_WECHAT_DOMAIN_ERRORS_H_

#include "absl/status/status.h"

namespace deputies::wechat {

// INVALID_ARGUMENT/WECHAT_CODE_INVALID: the code is unknown, too old or used.
absl::Status WechatCodeInvalid();
// The same for the code of the phone button.
absl::Status WechatPhoneCodeInvalid();
// RESOURCE_EXHAUSTED/RATE_LIMITED: the user or the mini-program asked too often this minute.
absl::Status WechatRateLimited();
// PERMISSION_DENIED/ACCESS_DENIED: WeChat blocks this user as high-risk.
absl::Status WechatUserBlocked();
// UNAVAILABLE/WECHAT_UNAVAILABLE: no usable answer from WeChat, for whatever reason.
absl::Status WechatUnavailable();
// FAILED_PRECONDITION/WECHAT_IDENTITY_MISSING: WeChat cannot judge or reach this person: no openid,
// or no visit to the mini-program within two hours.
absl::Status WechatIdentityMissing();
// UNAVAILABLE/SMS_UNAVAILABLE: no provider took the text message.
absl::Status SmsUnavailable();
// INVALID_ARGUMENT/PUSH_INVALID: a push that is not WeChat's, too old, or not readable.
absl::Status PushInvalid();
// NOT_FOUND/NOTICE_NOT_FOUND: no such notice, or not this home's or person's.
absl::Status NoticeNotFound();
// FAILED_PRECONDITION/NOTICE_STATE_CONFLICT: somebody else has entered the call's outcome.
absl::Status CallAlreadyMade();
// NOT_FOUND/NOTICE_TEMPLATE_UNKNOWN: no such template here.
absl::Status TemplateUnknown();

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_ERRORS_H_
