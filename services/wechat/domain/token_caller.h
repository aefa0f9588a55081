// Calls that carry the access token: what is repeated, what is not, and when WeChat is left alone.
#ifndef SERVICES_WECHAT_DOMAIN_TOKEN_CALLER_H_
#define SERVICES_WECHAT_DOMAIN_TOKEN_CALLER_H_

#include <functional>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/common/base/status_macros.h"
#include "services/wechat/domain/access_token.h"
#include "services/wechat/domain/api_outcome.h"
#include "services/wechat/domain/circuit_breaker.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {

// Thread-safe.
class TokenCaller {
 public:
  // Wait before the one repeat after "system busy", plus up to as much again at random.
  static constexpr absl::Duration kRetryPause = absl::Milliseconds(200);

  // `sleep` waits; tests pass their own. All must outlive it.
  TokenCaller(AccessToken& tokens, CircuitBreaker& breaker,
              std::function<void(absl::Duration)> sleep)
      : tokens_(tokens), breaker_(breaker), sleep_(std::move(sleep)) {}

  // `call` is (absl::string_view token) -> absl::StatusOr<Answer>, where the answer has an errcode.
  // Repeated once with a new token after a refused one, and once after "system busy"; never after a
  // time-out. Errors: those of `call`, and WechatUnavailable when WeChat is not asked at all (no
  // token, or the breaker is open).
  template <typename Call>
  auto Run(absl::Time deadline, const Call& call) -> decltype(call(absl::string_view())) {
    ASSIGN_OR_RETURN(AccessToken::Held held, tokens_.Get(deadline));
    auto answer = Once(held.token, call);
    if (answer.ok() && OutcomeOf(answer->errcode) == ApiOutcome::kTokenInvalid) {
      ASSIGN_OR_RETURN(held, tokens_.Replace(held.generation, deadline));
      answer = Once(held.token, call);
    }
    if (answer.ok() && OutcomeOf(answer->errcode) == ApiOutcome::kBusy) {
      absl::BitGen random;
      const absl::Duration pause = kRetryPause * absl::Uniform(random, 1.0, 2.0);
      if (absl::Now() + pause < deadline) {
        sleep_(pause);
        answer = Once(held.token, call);
      }
    }
    return answer;
  }

 private:
  template <typename Call>
  auto Once(absl::string_view token, const Call& call) -> decltype(call(absl::string_view())) {
    if (!breaker_.Allow()) return WechatUnavailable();
    auto answer = call(token);
    breaker_.Record(answer.ok() && OutcomeOf(answer->errcode) != ApiOutcome::kBusy);
    return answer;
  }

  AccessToken& tokens_;
  CircuitBreaker& breaker_;
  const std::function<void(absl::Duration)> sleep_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_TOKEN_CALLER_H_
