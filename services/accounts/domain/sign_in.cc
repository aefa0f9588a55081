#include "services/accounts/domain/sign_in.h"

#include <algorithm>
#include <utility>

#include "services/accounts/domain/errors.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

// A session's last use is written at most this often: one write a minute, not one a request.
constexpr absl::Duration kTouchInterval = absl::Minutes(1);

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

SignIn::SignIn(IdentityStore& store, WechatExchange& wechat, const PasswordHasher& hasher,
               const SessionTokens& tokens, const base::Clock& clock, base::IdSource& ids,
               const SignInRules& rules)
    : store_(store),
      wechat_(wechat),
      hasher_(hasher),
      tokens_(tokens),
      clock_(clock),
      ids_(ids),
      rules_(rules),
      decoy_hash_(hasher.Hash(tokens.New())) {}

absl::StatusOr<NewSession> SignIn::WithWechat(const CallTrace& trace, const std::string& code) {
  ASSIGN_OR_RETURN(const std::string openid, wechat_.OpenidOf(trace, code));
  const int64_t new_id = ids_.Next();
  ASSIGN_OR_RETURN(
      const int64_t person_id,
      store_.EnsureWechatPerson(trace.deadline, openid, new_id, AliasOf(new_id), clock_.Now()));
  return Open(trace.deadline, person_id, /*voter=*/true);
}

absl::StatusOr<NewSession> SignIn::WithPassword(absl::Time deadline, const std::string& username,
                                                const std::string& password) {
  ASSIGN_OR_RETURN(const std::optional<StaffAccount> account,
                   store_.FindStaffAccount(deadline, username));
  // The same work whether or not the name exists, so that names cannot be found by the time that an
  // answer takes.
  const bool right = hasher_.Verify(account ? account->password_hash : decoy_hash_, password);
  if (!account.has_value()) return LoginFailed();
  const absl::Time now = clock_.Now();
  if (account->locked_until.has_value() && *account->locked_until > now) return AccountLocked();
  if (!right) {
    RETURN_IF_ERROR(store_.RecordLoginFailure(deadline, account->person_id, rules_.failure_limit,
                                              now + rules_.lock));
    return LoginFailed();
  }
  RETURN_IF_ERROR(store_.RecordLoginSuccess(deadline, account->person_id));
  return Open(deadline, account->person_id, /*voter=*/false);
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
  const absl::Time idle_end =
      session->last_seen + (session->voter ? rules_.voter_idle : rules_.console_idle);
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
  for (PersonRole& role : person.roles) {
    caller.grants.push_back(
        {role.role, role.organization_id, std::move(role.home_ids), role.deputy_id});
  }
  return result;
}

absl::Status SignIn::End(absl::Time deadline, const base::Caller& caller) {
  return store_.DeleteSession(deadline, caller.person_id, caller.session_id);
}

absl::StatusOr<int> SignIn::EndAll(absl::Time deadline, const base::Caller& caller) {
  return store_.DeleteSessions(deadline, caller.person_id);
}

}  // namespace deputies::accounts
