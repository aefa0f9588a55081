// The outside of WeChat's pushes: signatures and encryption (消息推送, 安全模式).
#ifndef SERVICES_WECHAT_API_PUSH_ENVELOPE_H_
#define SERVICES_WECHAT_API_PUSH_ENVELOPE_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::wechat {

// SHA-1 over the parts in byte order, as lower-case hex. The Token is one of the parts.
std::string PushSignature(std::vector<absl::string_view> parts);
// Compares in constant time, whatever the lengths.
bool SameSignature(absl::string_view given, absl::string_view right);

class PushCipher {
 public:
  // `encoding_aes_key`: 43 characters of the base64 alphabet. INVALID_ARGUMENT otherwise.
  static absl::StatusOr<PushCipher> FromKey(absl::string_view encoding_aes_key,
                                            absl::string_view app_id);

  // What `encrypted` (base64) holds. INVALID_ARGUMENT when it was not made with this key, or for
  // another mini-program; which of them is not told.
  absl::StatusOr<std::string> Open(absl::string_view encrypted) const;

 private:
  PushCipher(std::string key, absl::string_view app_id) : key_(std::move(key)), app_id_(app_id) {}

  std::string key_;  // 32 bytes
  std::string app_id_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_API_PUSH_ENVELOPE_H_
