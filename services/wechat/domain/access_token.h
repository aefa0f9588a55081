// The one access token of this process.
#ifndef SERVICES_WECHAT_DOMAIN_ACCESS_TOKEN_H_
#define SERVICES_WECHAT_DOMAIN_ACCESS_TOKEN_H_

#include <cstdint>
#include <deque>
#include <mutex>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/wechat/domain/circuit_breaker.h"
#include "services/wechat/domain/single_flight.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

// Fetches WeChat's stable token when it is needed, once for all who wait, and again before it ends.
// Thread-safe. Several processes may hold the same token: WeChat gives it to each of them.
class AccessToken {
 public:
  // WeChat renews a token five minutes before its end, and both are good meanwhile.
  static constexpr absl::Duration kRenewBefore = absl::Minutes(5);
  // Our share of WeChat's limits (20 forced refreshes a day, 30 seconds apart): what is left is for
  // people.
  static constexpr int kForcedPerDay = 15;
  static constexpr absl::Duration kForcedApart = absl::Seconds(31);
  // After a failure nobody asks again for so long, unless there is a token to go on with.
  static constexpr absl::Duration kFailurePause = absl::Seconds(1);

  // All must outlive it.
  AccessToken(WechatApi& api, CircuitBreaker& breaker, const base::Clock& clock);

  struct Held {
    std::string token;
    int64_t generation = 0;  // rises with every token
  };

  // A token that is good as far as is known. Near its end it is renewed first, and when that fails
  // the old one serves to its end. WechatUnavailable when there is none.
  absl::StatusOr<Held> Get(absl::Time deadline);

  // To be called when WeChat refused the token of `generation`: the next one, by a forced refresh
  // unless another caller has brought it already. WechatUnavailable when the day's share of forced
  // refreshes is used up, the last one is too near, or WeChat gives none.
  absl::StatusOr<Held> Replace(int64_t generation, absl::Time deadline);

 private:
  absl::StatusOr<Held> Fetch(bool force, int64_t seen_generation, absl::Time deadline);
  absl::Status AllowForced(absl::Time now);

  WechatApi& api_;
  CircuitBreaker& breaker_;
  const base::Clock& clock_;
  SingleFlight<absl::StatusOr<Held>> flights_;
  std::mutex mutex_;
  Held held_;  // with everything below guarded by mutex_
  absl::Time end_ = absl::InfinitePast();
  absl::Time next_attempt_ = absl::InfinitePast();
  std::deque<absl::Time> forced_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_ACCESS_TOKEN_H_
