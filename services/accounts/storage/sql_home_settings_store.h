#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_HOME_SETTINGS_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_HOME_SETTINGS_STORE_H_

#include <vector>

#include "absl/functional/function_ref.h"
#include "services/accounts/domain/home_settings_store.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/base/clock.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlHomeSettingsStore final : public HomeSettingsStore {
 public:
  // All must outlive the store.
  SqlHomeSettingsStore(db::Database& database, const audit::AuditTrail& trail,
                       const base::Clock& clock)
      : database_(database), trail_(trail), clock_(clock) {}

  absl::Status UpdateHome(absl::Time deadline, const HomeChange& change,
                          const HomeProfile& profile) override;
  absl::StatusOr<ShownModules> GetModules(absl::Time deadline, int64_t home_id) override;
  absl::Status SetModules(absl::Time deadline, const HomeChange& change,
                          const std::vector<HomeModule>& modules) override;
  absl::StatusOr<std::vector<RecordedAction>> ListActions(absl::Time deadline, int64_t home_id,
                                                          int64_t before_sequence,
                                                          int limit) override;

 private:
  // Runs `work` once per key with the home's row locked, and enters it into the audit trail.
  absl::Status Change(absl::Time deadline, const HomeChange& change, bool of_modules,
                      absl::FunctionRef<absl::Status(db::Transaction&)> work);

  db::Database& database_;
  const audit::AuditTrail& trail_;
  const base::Clock& clock_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_HOME_SETTINGS_STORE_H_
