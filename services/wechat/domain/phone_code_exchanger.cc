#include "services/wechat/domain/phone_code_exchanger.h"

#include <optional>
#include <utility>

#include "services/wechat/domain/errors.h"

namespace deputies::wechat {

absl::StatusOr<PhoneNumber> PhoneCodeExchanger::Exchange(absl::string_view code,
                                                         absl::Time deadline) {
  std::optional<absl::StatusOr<PhoneNumber>> phone =
      flights_.Run(code, deadline, [&] { return ExchangeOnce(code, deadline); });
  if (!phone.has_value()) return WechatUnavailable();
  return *std::move(phone);
}

absl::StatusOr<PhoneNumber> PhoneCodeExchanger::ExchangeOnce(absl::string_view code,
                                                             absl::Time deadline) {
  absl::StatusOr<PhoneNumber> phone = caller_.Run(
      deadline, [&](absl::string_view token) { return api_.PhoneOfCode(token, code, deadline); });
  if (!phone.ok()) return WechatUnavailable();
  switch (OutcomeOf(phone->errcode)) {
    case ApiOutcome::kDone:
      return phone;
    case ApiOutcome::kCodeInvalid:
      return WechatPhoneCodeInvalid();
    case ApiOutcome::kRateLimited:
      return WechatRateLimited();
    default:
      return WechatUnavailable();
  }
}

}  // namespace deputies::wechat
