#include "services/accounts/storage/sql_login_guard_store.h"

#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

constexpr int64_t kBatchSize = 500;

// Whether somebody signed in to the account from this address, and the locks that bear on it.
constexpr db::Statement kFindFamiliar{
    "/* accounts.FindFamiliar */ SELECT 1 FROM familiar_addresses "
    "WHERE subject_index = ? AND address_index = ?"};
constexpr db::Statement kFindLocks{
    "/* accounts.FindLocks */ SELECT subject_index, address_index, locked_until "
    "FROM login_failures WHERE locked_until > ? AND (subject_index, address_index) IN "
    "((?, ?), (?, ?), (?, ?))"};
// The right sides see the columns as assigned so far: the count goes first, by the old window.
constexpr db::Statement kCountLoginFailure{
    "/* accounts.CountLoginFailure */ INSERT INTO login_failures (subject_index, address_index, "
    "failure_count, window_start_time, locked_until, last_time) VALUES (?, ?, 1, ?, NULL, ?) "
    "ON DUPLICATE KEY UPDATE "
    "failure_count = IF(window_start_time <= ?, 1, failure_count + 1), "
    "window_start_time = IF(window_start_time <= ?, VALUES(window_start_time), "
    "window_start_time), "
    "locked_until = IF(failure_count >= ?, ?, locked_until), last_time = VALUES(last_time)"};
constexpr db::Statement kForgetFailures{
    "/* accounts.ForgetFailures */ DELETE FROM login_failures "
    "WHERE subject_index = ? AND address_index = ?"};
constexpr db::Statement kKnowAddress{
    "/* accounts.KnowAddress */ INSERT INTO familiar_addresses "
    "(subject_index, address_index, last_time) VALUES (?, ?, ?) "
    "ON DUPLICATE KEY UPDATE last_time = VALUES(last_time)"};

constexpr db::Statement kDeleteOldFailures{
    "/* accounts.DeleteOldFailures */ DELETE FROM login_failures WHERE last_time < ? "
    "ORDER BY last_time LIMIT 500"};
constexpr db::Statement kDeleteOldAddresses{
    "/* accounts.DeleteOldAddresses */ DELETE FROM familiar_addresses WHERE last_time < ? "
    "ORDER BY last_time LIMIT 500"};
constexpr db::Statement kDeleteOldSmsCodes{
    "/* accounts.DeleteOldSmsCodes */ DELETE FROM sms_codes WHERE sent_time < ? "
    "ORDER BY sent_time LIMIT 500"};

// Any account, or any unfamiliar address.
std::string Any() { return std::string(16, '\0'); }

}  // namespace

std::string LoginSubjectIndex(const BlindIndex& index, absl::string_view username) {
  return index.Of("login subject", username);
}

std::vector<db::RetentionRule> LoginGuardRetention() {
  return {{"login_failures", &kDeleteOldFailures, kBatchSize, absl::Hours(24)},
          {"familiar_addresses", &kDeleteOldAddresses, kBatchSize, absl::Hours(180 * 24)},
          {"sms_codes", &kDeleteOldSmsCodes, kBatchSize, absl::Hours(48)}};
}

std::string SqlLoginGuardStore::AddressIndex(const LoginAttempt& attempt) const {
  return index_.Of("login address", attempt.address);
}

absl::StatusOr<std::optional<absl::Time>> SqlLoginGuardStore::LockedUntil(
    absl::Time deadline, const LoginAttempt& attempt, absl::Time now) {
  const std::string subject = LoginSubjectIndex(index_, attempt.subject);
  const std::string address = AddressIndex(attempt);
  ASSIGN_OR_RETURN(const db::Rows locks,
                   database_.Query(deadline, kFindLocks,
                                   {now, subject, address, Any(), address, subject, Any()}));
  std::optional<absl::Time> until;
  for (const db::Row& row : locks) {
    if (row.String(1) == Any()) {
      // Strangers' guesses do not bind those who signed in from here before.
      ASSIGN_OR_RETURN(const db::Rows familiar,
                       database_.Query(deadline, kFindFamiliar, {subject, address}));
      if (!familiar.empty()) continue;
    }
    if (!until.has_value() || row.Time(2) > *until) until = row.Time(2);
  }
  return until;
}

absl::Status SqlLoginGuardStore::RecordFailure(absl::Time deadline, const LoginAttempt& attempt,
                                               const GuardRules& rules, absl::Time now) {
  const std::string subject = LoginSubjectIndex(index_, attempt.subject);
  const std::string address = AddressIndex(attempt);
  return database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    const auto count = [&](const std::string& what, const std::string& where, int limit) {
      return tx
          .Execute(kCountLoginFailure, {what, where, now, now, now - rules.window,
                                        now - rules.window, limit, now + rules.lock})
          .status();
    };
    ASSIGN_OR_RETURN(const db::Rows familiar, tx.Query(kFindFamiliar, {subject, address}));
    // The row that most others share comes last and is held shortest.
    RETURN_IF_ERROR(count(subject, address, rules.account_limit));
    if (familiar.empty()) RETURN_IF_ERROR(count(subject, Any(), rules.account_limit));
    // Calls from inside name no address; they are no one's.
    return attempt.address.empty() ? absl::OkStatus() : count(Any(), address, rules.address_limit);
  });
}

absl::Status SqlLoginGuardStore::RecordSuccess(absl::Time deadline, const LoginAttempt& attempt,
                                               absl::Time now) {
  const std::string subject = LoginSubjectIndex(index_, attempt.subject);
  const std::string address = AddressIndex(attempt);
  return database_.InTransaction(deadline, [&](db::Transaction& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.Execute(kForgetFailures, {subject, address}).status());
    return tx.Execute(kKnowAddress, {subject, address, now}).status();
  });
}

}  // namespace deputies::accounts
