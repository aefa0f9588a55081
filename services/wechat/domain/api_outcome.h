// What WeChat's error codes mean to us.
#ifndef SERVICES_WECHAT_DOMAIN_API_OUTCOME_H_
#define SERVICES_WECHAT_DOMAIN_API_OUTCOME_H_

namespace deputies::wechat {

enum class ApiOutcome {
  kDone,
  // The code is unknown, too old or used (40029, 40163).
  kCodeInvalid,
  // Limit of the minute or of the day (45011, 45009). Repeating makes it worse.
  kRateLimited,
  // High-risk user (40226).
  kUserBlocked,
  // "System busy" (-1): worth one repeat, and a sign of WeChat's health.
  kBusy,
  // Everything else: our own set-up is wrong (appid, secret, permissions), or the code is new to
  // us.
  kRefused,
};

ApiOutcome OutcomeOf(int errcode);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_API_OUTCOME_H_
