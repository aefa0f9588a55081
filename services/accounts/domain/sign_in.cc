#include "services/accounts/domain/sign_in.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/accounts/domain/errors.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// A session's last use is written at most this often: one write a minute, not one a request.
constexpr absl::Duration kTouchInterval = absl::Minutes(1);

// Percent-encoding (RFC 3986) of all but the unreserved characters.
std::string Escaped(absl::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_') {
      escaped.push_back(c);
    } else {
      absl::StrAppendFormat(&escaped, "%%%02X", static_cast<unsigned char>(c));
    }
  }
  return escaped;
}

}  // namespace

std::string AliasOf(int64_t person_id) {
  // Without I, L, O and 0, 1: read aloud and written down by hand.
  static constexpr char kLetters[] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
  // The low bits alone are alike for people made in quiet times.
  uint64_t mixed = static_cast<uint64_t>(person_id) * 0x9e3779b97f4a7c15;
  mixed ^= mixed >> 32;
  std::string alias = "选民";
  for (int i = 0; i < 5; ++i, mixed /= sizeof(kLetters) - 1) {
    alias.push_back(kLetters[mixed % (sizeof(kLetters) - 1)]);
  }
  return alias;
}

SignIn::SignIn(IdentityStore& store, LoginGuard& guard, WechatExchange& wechat,
               const PasswordHasher& hasher, const OneTimePasswords& passwords,
               const SessionTokens& tokens, const base::Clock& clock, base::IdSource& ids,
               const SignInRules& rules)
    : store_(store),
      guard_(guard),
      wechat_(wechat),
      hasher_(hasher),
      passwords_(passwords),
      tokens_(tokens),
      clock_(clock),
      ids_(ids),
      rules_(rules),
      decoy_hash_(hasher.Hash(tokens.New())) {}

absl::StatusOr<NewSession> SignIn::WithWechat(const CallTrace& trace, const std::string& code) {
  ASSIGN_OR_RETURN(const std::string openid, wechat_.OpenidOf(trace, code));
  return AsWechatUser(trace.deadline, openid);
}

absl::StatusOr<NewSession> SignIn::AsWechatUser(absl::Time deadline, absl::string_view openid) {
  const int64_t new_id = ids_.Next();
  ASSIGN_OR_RETURN(
      const int64_t person_id,
      store_.EnsureWechatPerson(deadline, openid, new_id, AliasOf(new_id), clock_.Now()));
  return Open(deadline, person_id, /*voter=*/true);
}

absl::StatusOr<NewSession> SignIn::WithPassword(absl::Time deadline,
                                                const PasswordAttempt& attempt) {
  const LoginAttempt guarded{attempt.username, attempt.address};
  RETURN_IF_ERROR(guard_.Admit(deadline, guarded));
  ASSIGN_OR_RETURN(const std::optional<StaffAccount> account,
                   store_.FindStaffAccount(deadline, attempt.username));
  // The same work whether or not the name exists, so that names cannot be found by the time that an
  // answer takes.
  const bool right =
      hasher_.Verify(account ? account->password_hash : decoy_hash_, attempt.password);
  if (!account.has_value() || !right) {
    RETURN_IF_ERROR(guard_.Failed(deadline, guarded));
    return LoginFailed();
  }
  if (account->totp_confirmed) {
    if (attempt.totp_code.empty()) return SecondFactorRequired();
    RETURN_IF_ERROR(CheckSecondFactor(deadline, *account, guarded, attempt.totp_code));
  }
  RETURN_IF_ERROR(guard_.Succeeded(deadline, guarded));
  return Open(deadline, account->person_id, /*voter=*/false);
}

absl::Status SignIn::CheckSecondFactor(absl::Time deadline, const StaffAccount& account,
                                       const LoginAttempt& attempt, const std::string& totp_code) {
  const std::optional<int64_t> step =
      passwords_.StepOf(account.totp_secret, totp_code, clock_.Now());
  bool good = false;
  if (step.has_value()) {
    ASSIGN_OR_RETURN(good, store_.UseSecondFactor(deadline, account.person_id, *step));
  }
  if (good) return absl::OkStatus();
  RETURN_IF_ERROR(guard_.Failed(deadline, attempt));
  return SecondFactorInvalid();
}

absl::StatusOr<NewSecondFactor> SignIn::BeginSecondFactor(absl::Time deadline,
                                                          const base::Caller& caller,
                                                          const std::string& password,
                                                          const std::string& address) {
  ASSIGN_OR_RETURN(const std::optional<StaffAccount> account,
                   store_.FindStaffAccountOf(deadline, caller.person_id));
  if (!account.has_value()) return AccessDenied();
  const LoginAttempt guarded{account->username, address};
  RETURN_IF_ERROR(guard_.Admit(deadline, guarded));
  if (!hasher_.Verify(account->password_hash, password)) {
    RETURN_IF_ERROR(guard_.Failed(deadline, guarded));
    return LoginFailed();
  }
  NewSecondFactor factor;
  factor.secret = passwords_.NewSecret();
  factor.uri = absl::StrCat("otpauth://totp/", Escaped("代表之家"), ":", Escaped(account->username),
                            "?secret=", factor.secret, "&issuer=", Escaped("代表之家"));
  ASSIGN_OR_RETURN(const bool set,
                   store_.SetSecondFactor(deadline, caller.person_id, factor.secret));
  if (!set) return SecondFactorPresent();
  return factor;
}

absl::Status SignIn::ConfirmSecondFactor(absl::Time deadline, const base::Caller& caller,
                                         const std::string& totp_code, const std::string& address) {
  ASSIGN_OR_RETURN(const std::optional<StaffAccount> account,
                   store_.FindStaffAccountOf(deadline, caller.person_id));
  if (!account.has_value()) return AccessDenied();
  const LoginAttempt guarded{account->username, address};
  RETURN_IF_ERROR(guard_.Admit(deadline, guarded));
  return CheckSecondFactor(deadline, *account, guarded, totp_code);
}

bool SignIn::LacksSecondFactor(const Person& person) const {
  if (!rules_.second_factor_required || person.second_factor) return false;
  return std::any_of(person.roles.begin(), person.roles.end(), [](const PersonRole& role) {
    return role.role == base::Role::kCountyOffice || role.role == base::Role::kAuditor ||
           role.role == base::Role::kSecurityAdmin || role.role == base::Role::kSystemAdmin;
  });
}

absl::StatusOr<NewSession> SignIn::Open(absl::Time deadline, int64_t person_id, bool voter) {
  const absl::Time now = clock_.Now();
  NewSession result;
  ASSIGN_OR_RETURN(result.person, store_.LoadPerson(deadline, person_id, now));
  result.token = tokens_.New();
  result.voter = voter;
  result.expire_time = base::ToMillisecond(now + rules_.absolute);
  const SessionRecord session{ids_.Next(), person_id, voter, now, now, result.expire_time};
  RETURN_IF_ERROR(
      store_.AddSession(deadline, tokens_.HashOf(result.token), session, rules_.most_sessions));
  return result;
}

absl::StatusOr<CheckedSession> SignIn::Check(absl::Time deadline, const std::string& token) {
  const std::string hash = tokens_.HashOf(token);
  if (hash.empty()) return SessionInvalid();
  ASSIGN_OR_RETURN(const std::optional<SessionRecord> session, store_.FindSession(deadline, hash));
  if (!session.has_value()) return SessionInvalid();
  const absl::Time now = clock_.Now();
  const absl::Time idle_end = IdleEnd(*session);
  if (now >= session->expire_time || now >= idle_end) return SessionInvalid();
  if (now - session->last_seen >= kTouchInterval) {
    RETURN_IF_ERROR(store_.TouchSession(deadline, hash, now));
  }

  ASSIGN_OR_RETURN(Person person, store_.LoadPerson(deadline, session->person_id, now));
  CheckedSession result;
  result.expire_time = std::min(session->expire_time, idle_end);
  base::Caller& caller = result.caller;
  caller.kind = base::Caller::Kind::kPerson;
  caller.person_id = person.person_id;
  caller.display_name = std::move(person.display_name);
  caller.voter = session->voter;
  caller.session_id = session->session_id;
  if (session->voter) caller.grade = person.grade;
  caller.constituency_id = person.constituency_id;
  if (!session->voter && LacksSecondFactor(person)) return result;
  for (PersonRole& role : person.roles) {
    caller.grants.push_back(
        {role.role, role.organization_id, std::move(role.home_ids), role.deputy_id});
  }
  return result;
}

absl::Time SignIn::IdleEnd(const SessionRecord& session) const {
  return session.last_seen + (session.voter ? rules_.voter_idle : rules_.console_idle);
}

absl::Status SignIn::End(absl::Time deadline, const base::Caller& caller) {
  return store_.DeleteSession(deadline, caller.person_id, caller.session_id).status();
}

absl::StatusOr<int> SignIn::EndAll(absl::Time deadline, const base::Caller& caller) {
  return store_.DeleteSessions(deadline, caller.person_id);
}

absl::Status SignIn::EndOne(absl::Time deadline, const base::Caller& caller, int64_t session_id) {
  ASSIGN_OR_RETURN(const bool ended, store_.DeleteSession(deadline, caller.person_id, session_id));
  return ended ? absl::OkStatus() : SessionNotFound();
}

absl::StatusOr<std::vector<SessionRecord>> SignIn::List(absl::Time deadline,
                                                        const base::Caller& caller) {
  ASSIGN_OR_RETURN(std::vector<SessionRecord> sessions,
                   store_.ListSessions(deadline, caller.person_id));
  const absl::Time now = clock_.Now();
  sessions.erase(std::remove_if(sessions.begin(), sessions.end(),
                                [&](const SessionRecord& session) {
                                  return now >= session.expire_time || now >= IdleEnd(session);
                                }),
                 sessions.end());
  return sessions;
}

}  // namespace deputies::accounts
