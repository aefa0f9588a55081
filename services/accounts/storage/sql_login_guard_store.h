#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_LOGIN_GUARD_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_LOGIN_GUARD_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/domain/login_guard.h"
#include "services/common/db/database.h"
#include "services/common/db/retention_sweeper.h"

namespace deputies::accounts {

// Blind index under which failures at a username stand.
std::string LoginSubjectIndex(const BlindIndex& index, absl::string_view username);

class SqlLoginGuardStore final : public LoginGuardStore {
 public:
  // Both must outlive the store.
  SqlLoginGuardStore(db::Database& database, const BlindIndex& index)
      : database_(database), index_(index) {}

  absl::StatusOr<std::optional<absl::Time>> LockedUntil(absl::Time deadline,
                                                        const LoginAttempt& attempt,
                                                        absl::Time now) override;
  absl::Status RecordFailure(absl::Time deadline, const LoginAttempt& attempt,
                             const GuardRules& rules, absl::Time now) override;
  absl::Status RecordSuccess(absl::Time deadline, const LoginAttempt& attempt,
                             absl::Time now) override;

 private:
  std::string AddressIndex(const LoginAttempt& attempt) const;

  db::Database& database_;
  const BlindIndex& index_;
};

// Failures after a day, familiar addresses after 180 days, numbers that got a code after two days.
std::vector<db::RetentionRule> LoginGuardRetention();

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_LOGIN_GUARD_STORE_H_
