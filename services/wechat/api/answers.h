// Reads WeChat's answers. Each function gives INVALID_ARGUMENT when the text is none of its form:
// not a JSON object, a field of another type, or success without what was asked for. `rid`, where
// given, gets the id by which WeChat's support finds a failed call; empty when there is none. Safe
// to log.
#ifndef SERVICES_WECHAT_API_ANSWERS_H_
#define SERVICES_WECHAT_API_ANSWERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

absl::StatusOr<CodeSession> ParseCodeSession(absl::string_view json, std::string* rid = nullptr);
absl::StatusOr<GrantedToken> ParseGrantedToken(absl::string_view json, std::string* rid = nullptr);
absl::StatusOr<PhoneNumber> ParsePhoneNumber(absl::string_view json, std::string* rid = nullptr);
absl::StatusOr<PlainAnswer> ParsePlainAnswer(absl::string_view json, std::string* rid = nullptr);
// Of msg_sec_check: errcode 0 alone is no verdict, `result.suggest` is.
absl::StatusOr<ContentAnswer> ParseTextCheck(absl::string_view json, std::string* rid = nullptr);
// Of media_check_async: the order's trace_id; the verdict stays kReview.
absl::StatusOr<ContentAnswer> ParseMediaOrder(absl::string_view json, std::string* rid = nullptr);
// A picture is what is no JSON: both the Content-Type and the first byte say so.
bool IsPicture(absl::string_view content_type, absl::string_view body);

// The rid at the end of an errmsg.
std::string RidOf(absl::string_view errmsg);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_API_ANSWERS_H_
