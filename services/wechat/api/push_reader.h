#ifndef SERVICES_WECHAT_API_PUSH_READER_H_
#define SERVICES_WECHAT_API_PUSH_READER_H_

#include <optional>
#include <string>
#include <utility>

#include "services/wechat/api/push_envelope.h"
#include "services/wechat/domain/push.h"

namespace deputies::wechat {

// Pushes as the console of the mini-program is set: plain, encrypted, or both.
class WechatPushReader final : public PushReader {
 public:
  // How far a push's timestamp may lie from now: within it, repeats are told by their content.
  static constexpr absl::Duration kWindow = absl::Minutes(5);

  // `cipher` absent: none is encrypted. `plain`: those that are not are taken.
  WechatPushReader(std::string token, std::optional<PushCipher> cipher, bool plain)
      : token_(std::move(token)), cipher_(std::move(cipher)), plain_(plain) {}

  bool IsAddressCheck(const PushQuery& query, absl::Time now) const override;
  absl::StatusOr<PushMessage> Read(const PushQuery& query, absl::string_view body,
                                   absl::Time now) const override;

 private:
  const std::string token_;
  const std::optional<PushCipher> cipher_;
  const bool plain_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_API_PUSH_READER_H_
