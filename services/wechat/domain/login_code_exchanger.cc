#include "services/wechat/domain/login_code_exchanger.h"

#include <optional>
#include <utility>

#include "absl/random/random.h"
#include "absl/time/clock.h"
#include "services/wechat/domain/api_outcome.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {

LoginCodeExchanger::LoginCodeExchanger(WechatApi& api, CircuitBreaker& breaker,
                                       std::function<void(absl::Duration)> sleep)
    : api_(api), breaker_(breaker), sleep_(std::move(sleep)) {}

absl::StatusOr<WechatIdentity> LoginCodeExchanger::Exchange(absl::string_view code,
                                                            absl::Time deadline) {
  std::optional<absl::StatusOr<WechatIdentity>> identity =
      flights_.Run(code, deadline, [&] { return ExchangeOnce(code, deadline); });
  if (!identity.has_value()) return WechatUnavailable();
  return *std::move(identity);
}

absl::StatusOr<WechatIdentity> LoginCodeExchanger::ExchangeOnce(absl::string_view code,
                                                                absl::Time deadline) {
  absl::StatusOr<CodeSession> session = Call(code, deadline);
  if (session.ok() && OutcomeOf(session->errcode) == ApiOutcome::kBusy) {
    absl::BitGen random;
    const absl::Duration pause = kRetryPause * absl::Uniform(random, 1.0, 2.0);
    if (absl::Now() + pause < deadline) {
      sleep_(pause);
      session = Call(code, deadline);
    }
  }
  if (!session.ok()) return WechatUnavailable();
  switch (OutcomeOf(session->errcode)) {
    case ApiOutcome::kDone:
      return WechatIdentity{std::move(session->openid), std::move(session->unionid)};
    case ApiOutcome::kCodeInvalid:
      return WechatCodeInvalid();
    case ApiOutcome::kRateLimited:
      return WechatRateLimited();
    case ApiOutcome::kUserBlocked:
      return WechatUserBlocked();
    default:
      return WechatUnavailable();
  }
}

absl::StatusOr<CodeSession> LoginCodeExchanger::Call(absl::string_view code, absl::Time deadline) {
  if (!breaker_.Allow()) return WechatUnavailable();
  absl::StatusOr<CodeSession> session = api_.CodeToSession(code, deadline);
  breaker_.Record(session.ok() && OutcomeOf(session->errcode) != ApiOutcome::kBusy);
  return session;
}

}  // namespace deputies::wechat
