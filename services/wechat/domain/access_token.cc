#include "services/wechat/domain/access_token.h"

#include <optional>
#include <utility>

#include "services/wechat/domain/api_outcome.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {

AccessToken::AccessToken(WechatApi& api, CircuitBreaker& breaker, const base::Clock& clock)
    : api_(api), breaker_(breaker), clock_(clock) {}

absl::StatusOr<AccessToken::Held> AccessToken::Get(absl::Time deadline) {
  int64_t generation = 0;
  {
    const absl::Time now = clock_.Now();
    std::lock_guard<std::mutex> lock(mutex_);
    if (now < end_ - kRenewBefore) return held_;
    if (now < next_attempt_) {
      if (now < end_) return held_;
      return WechatUnavailable();
    }
    generation = held_.generation;
  }
  return Fetch(/*force=*/false, generation, deadline);
}

absl::StatusOr<AccessToken::Held> AccessToken::Replace(int64_t generation, absl::Time deadline) {
  return Fetch(/*force=*/true, generation, deadline);
}

absl::StatusOr<AccessToken::Held> AccessToken::Fetch(bool force, int64_t seen_generation,
                                                     absl::Time deadline) {
  std::optional<absl::StatusOr<Held>> fetched =
      flights_.Run(force ? "force" : "", deadline, [&]() -> absl::StatusOr<Held> {
        const absl::Time now = clock_.Now();
        {
          std::lock_guard<std::mutex> lock(mutex_);
          // Somebody else brought a newer one between our look and now.
          if (held_.generation > seen_generation && now < end_) return held_;
          if (force) {
            const absl::Status allowed = AllowForced(now);
            if (!allowed.ok()) return allowed;
          }
        }
        absl::StatusOr<GrantedToken> granted = WechatUnavailable();
        if (breaker_.Allow()) {
          granted = api_.StableToken(force, deadline);
          breaker_.Record(granted.ok() && OutcomeOf(granted->errcode) != ApiOutcome::kBusy);
        }
        std::lock_guard<std::mutex> lock(mutex_);
        if (!granted.ok() || granted->errcode != 0) {
          next_attempt_ = now + kFailurePause;
          // The old one is known to be bad when a forced refresh was wanted.
          if (!force && now < end_) return held_;
          return WechatUnavailable();
        }
        held_.token = std::move(granted->token);
        ++held_.generation;
        end_ = now + granted->lifetime;
        // A token that WeChat itself gives with little time left is renewed no sooner than it can
        // be.
        next_attempt_ = now + kFailurePause;
        return held_;
      });
  if (!fetched.has_value()) return WechatUnavailable();
  return *std::move(fetched);
}

absl::Status AccessToken::AllowForced(absl::Time now) {
  while (!forced_.empty() && forced_.front() <= now - absl::Hours(24)) forced_.pop_front();
  if (static_cast<int>(forced_.size()) >= kForcedPerDay ||
      (!forced_.empty() && now < forced_.back() + kForcedApart)) {
    return WechatUnavailable();
  }
  forced_.push_back(now);
  return absl::OkStatus();
}

}  // namespace deputies::wechat
