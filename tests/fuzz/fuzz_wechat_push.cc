// WeChat's pushes: whatever comes to the address that the whole world can reach.
#include <cstdlib>
#include <string>

#include "absl/strings/escaping.h"
#include "services/wechat/api/push_envelope.h"
#include "services/wechat/api/push_message.h"
#include "services/wechat/api/push_reader.h"

namespace wechat = deputies::wechat;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
  static const auto* const cipher = new wechat::PushCipher(
      wechat::PushCipher::FromKey("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG", "wx1").value());
  static const auto* const reader = new wechat::WechatPushReader("token", *cipher, /*plain=*/false);
  if (size == 0) return 0;
  const absl::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 4) {
    case 0: {
      const auto message = wechat::ParsePushMessage(bytes);
      if (message.ok() && (message->from_user.empty() || message->type.empty())) std::abort();
      break;
    }
    case 1:
      (void)wechat::ParseEncrypted(bytes);
      break;
    case 2:
      // Nobody without the key makes something that opens: the padding may fit, the owner cannot.
      if (cipher->Open(absl::Base64Escape(bytes)).ok()) std::abort();
      break;
    default:
      // Nor without the Token something that is signed.
      if (reader
              ->Read({"", "1714037059", "1", "aes", std::string(bytes.substr(0, 40))}, bytes,
                     absl::FromUnixSeconds(1714037059))
              .ok()) {
        std::abort();
      }
  }
  return 0;
}
