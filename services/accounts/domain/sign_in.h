// Log-in and sessions.
#ifndef SERVICES_ACCOUNTS_DOMAIN_SIGN_IN_H_
#define SERVICES_ACCOUNTS_DOMAIN_SIGN_IN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/accounts/domain/identity_store.h"
#include "services/accounts/domain/login_guard.h"
#include "services/accounts/domain/one_time_passwords.h"
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
  int most_sessions = 5;  // per person
  // Administrators and county offices may do nothing before they have a second factor.
  bool second_factor_required = false;
};

struct NewSession {
  std::string token;  // 256 random bits, URL-safe base64
  absl::Time expire_time;
  Person person;
  bool voter = false;
};

struct PasswordAttempt {
  std::string username;
  std::string password;
  std::string totp_code;  // empty: none given
  std::string address;    // where from
};

// What an authenticator app is set up with.
struct NewSecondFactor {
  std::string secret;  // base32, to be typed
  std::string uri;     // otpauth://..., to be scanned
};

struct CheckedSession {
  base::Caller caller;
  absl::Time expire_time;
};

class SignIn {
 public:
  // All must outlive it.
  SignIn(IdentityStore& store, LoginGuard& guard, WechatExchange& wechat,
         const PasswordHasher& hasher, const OneTimePasswords& passwords,
         const SessionTokens& tokens, const base::Clock& clock, base::IdSource& ids,
         const SignInRules& rules);

  // A first log-in makes the person. Errors: as WechatExchange.
  absl::StatusOr<NewSession> WithWechat(const CallTrace& trace, const std::string& code);
  // The same for one whose openid WeChat has vouched for.
  absl::StatusOr<NewSession> AsWechatUser(absl::Time deadline, absl::string_view openid);

  // UNAUTHENTICATED/LOGIN_FAILED for a wrong name or password alike, SECOND_FACTOR_REQUIRED,
  // SECOND_FACTOR_INVALID; RESOURCE_EXHAUSTED/ACCOUNT_LOCKED.
  absl::StatusOr<NewSession> WithPassword(absl::Time deadline, const PasswordAttempt& attempt);

  // A session of somebody who proved to be that person.
  absl::StatusOr<NewSession> Open(absl::Time deadline, int64_t person_id, bool voter);

  // Begins to set a second factor up; it binds once it is confirmed. Errors as WithPassword;
  // ALREADY_EXISTS/SECOND_FACTOR_PRESENT.
  absl::StatusOr<NewSecondFactor> BeginSecondFactor(absl::Time deadline, const base::Caller& caller,
                                                    const std::string& password,
                                                    const std::string& address);
  // UNAUTHENTICATED/SECOND_FACTOR_INVALID.
  absl::Status ConfirmSecondFactor(absl::Time deadline, const base::Caller& caller,
                                   const std::string& totp_code, const std::string& address);
  // True when the person's roles ask for a second factor that is not there.
  bool LacksSecondFactor(const Person& person) const;

  // Who holds the token. UNAUTHENTICATED/SESSION_INVALID when nobody does any more.
  absl::StatusOr<CheckedSession> Check(absl::Time deadline, const std::string& token);

  absl::Status End(absl::Time deadline, const base::Caller& caller);
  absl::StatusOr<int> EndAll(absl::Time deadline, const base::Caller& caller);
  // NOT_FOUND/SESSION_NOT_FOUND.
  absl::Status EndOne(absl::Time deadline, const base::Caller& caller, int64_t session_id);
  // Those that still open something, last used first.
  absl::StatusOr<std::vector<SessionRecord>> List(absl::Time deadline, const base::Caller& caller);

 private:
  // When the session ends unless it is used.
  absl::Time IdleEnd(const SessionRecord& session) const;
  absl::Status CheckSecondFactor(absl::Time deadline, const StaffAccount& account,
                                 const LoginAttempt& attempt, const std::string& totp_code);

  IdentityStore& store_;
  LoginGuard& guard_;
  WechatExchange& wechat_;
  const PasswordHasher& hasher_;
  const OneTimePasswords& passwords_;
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
