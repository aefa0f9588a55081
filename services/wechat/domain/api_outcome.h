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
  // The access token is not (or no longer) good (40001, 40014, 42001).
  kTokenInvalid,
  // This person cannot be reached or checked: unknown openid (40003), or no visit within two hours
  // (61010).
  kPersonUnknown,
  // The person took no such message, or used the consent up (43101).
  kNoConsent,
  // What we sent is wrong: template (40037), value (47003), page (41030), scene (40129, 40169),
  // text too long (45002), empty (44002). A repeat gets the same answer.
  kContentInvalid,
  // Everything else: our own set-up is wrong (appid, secret, permissions), or the code is new to
  // us.
  kRefused,
};

ApiOutcome OutcomeOf(int errcode);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_API_OUTCOME_H_
