// Log-in and sessions.
#ifndef SERVICES_ACCOUNTS_DOMAIN_SIGN_IN_H_
#define SERVICES_ACCOUNTS_DOMAIN_SIGN_IN_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/accounts/domain/identity_store.h"
#include "services/accounts/domain/password_hasher.h"
#include "services/accounts/domain/records.h"
#include "services/accounts/domain/session_tokens.h"
#include "services/accounts/domain/wechat_exchange.h"
#include "services/common/base/caller.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::accounts {

struct SignInRules {
  // Voters and deputies, signed in through WeChat.
  absl::Duration voter_idle = absl::Hours(24 * 30);
  // Console accounts (GB/T 22239 level 3: sessions end when unused).
  absl::Duration console_idle = absl::Minutes(30);
  absl::Duration absolute = absl::Hours(24 * 90);
  int failure_limit = 5;
  absl::Duration lock = absl::Minutes(15);
  int most_sessions = 5;  // per person
};

struct NewSession {
  std::string token;  // 256 random bits, URL-safe base64
  absl::Time expire_time;
  Person person;
  bool voter = false;
};

struct CheckedSession {
  base::Caller caller;
  absl::Time expire_time;
};

class SignIn {
 public:
  SignIn(IdentityStore& store, WechatExchange& wechat, const PasswordHasher& hasher,
         const SessionTokens& tokens, const base::Clock& clock, base::IdSource& ids,
         const SignInRules& rules);

  // A first log-in makes the person. Errors: as WechatExchange.
  absl::StatusOr<NewSession> WithWechat(const CallTrace& trace, const std::string& code);

  // UNAUTHENTICATED/LOGIN_FAILED for a wrong name or password alike,
  // RESOURCE_EXHAUSTED/ACCOUNT_LOCKED.
  absl::StatusOr<NewSession> WithPassword(absl::Time deadline, const std::string& username,
                                          const std::string& password);

  // Who holds the token. UNAUTHENTICATED/SESSION_INVALID when nobody does any more.
  absl::StatusOr<CheckedSession> Check(absl::Time deadline, const std::string& token);

  absl::Status End(absl::Time deadline, const base::Caller& caller);
  absl::StatusOr<int> EndAll(absl::Time deadline, const base::Caller& caller);

 private:
  absl::StatusOr<NewSession> Open(absl::Time deadline, int64_t person_id, bool voter);

  IdentityStore& store_;
  WechatExchange& wechat_;
  const PasswordHasher& hasher_;
  const SessionTokens& tokens_;
  const base::Clock& clock_;
  base::IdSource& ids_;
  const SignInRules rules_;
  const std::string decoy_hash_;  // verified for unknown usernames, so that they take as long
};

// "选民" and a few characters of the id: what others see of a voter.
std::string AliasOf(int64_t person_id);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_SIGN_IN_H_
