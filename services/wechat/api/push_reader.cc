#include "services/wechat/api/push_reader.h"

#include "absl/strings/numbers.h"
#include "services/wechat/api/push_message.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {
namespace {

bool IsRecent(const std::string& timestamp, absl::Time now) {
  int64_t seconds = 0;
  return absl::SimpleAtoi(timestamp, &seconds) &&
         absl::AbsDuration(now - absl::FromUnixSeconds(seconds)) <= WechatPushReader::kWindow;
}

}  // namespace

bool WechatPushReader::IsAddressCheck(const PushQuery& query, absl::Time now) const {
  return SameSignature(query.signature, PushSignature({token_, query.timestamp, query.nonce})) &&
         IsRecent(query.timestamp, now);
}

absl::StatusOr<PushMessage> WechatPushReader::Read(const PushQuery& query, absl::string_view body,
                                                   absl::Time now) const {
  absl::StatusOr<PushMessage> message = PushInvalid();
  if (query.encrypt_type == "aes") {
    const absl::StatusOr<std::string> encrypted = ParseEncrypted(body);
    if (!cipher_.has_value() || !encrypted.ok() ||
        !SameSignature(query.msg_signature,
                       PushSignature({token_, query.timestamp, query.nonce, *encrypted})) ||
        !IsRecent(query.timestamp, now)) {
      return PushInvalid();
    }
    const absl::StatusOr<std::string> text = cipher_->Open(*encrypted);
    if (text.ok()) message = ParsePushMessage(*text);
  } else if (plain_ && (query.encrypt_type.empty() || query.encrypt_type == "raw") &&
             IsAddressCheck(query, now)) {
    message = ParsePushMessage(body);
  }
  return message.ok() ? message : PushInvalid();
}

}  // namespace deputies::wechat
