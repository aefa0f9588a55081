// The inside of WeChat's pushes: JSON or XML.
#ifndef SERVICES_WECHAT_API_PUSH_MESSAGE_H_
#define SERVICES_WECHAT_API_PUSH_MESSAGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/wechat/domain/push.h"

namespace deputies::wechat {

// Text that begins with '<' is XML, all other JSON. Documents of other forms, with a field of the
// wrong type or without sender are INVALID_ARGUMENT. Entities and DTDs of XML are not followed.
absl::StatusOr<PushMessage> ParsePushMessage(absl::string_view text);
// The Encrypt field of an encrypted push.
absl::StatusOr<std::string> ParseEncrypted(absl::string_view text);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_API_PUSH_MESSAGE_H_
