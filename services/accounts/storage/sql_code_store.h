#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_CODE_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_CODE_STORE_H_

#include <string>
#include <vector>

#include "services/accounts/domain/code_store.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/base/clock.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlCodeStore final : public CodeStore {
 public:
  // All must outlive the store.
  SqlCodeStore(db::Database& database, const audit::AuditTrail& trail, const base::Clock& clock)
      : database_(database), trail_(trail), clock_(clock) {}

  absl::StatusOr<std::string> Create(absl::Time deadline, const base::RequestKey& key,
                                     const Code& code, const std::string& replaces_scene,
                                     const base::AuditEntry& entry) override;
  absl::Status Revoke(absl::Time deadline, const base::RequestKey& key, const std::string& scene,
                      const std::string& successor_scene, const base::AuditEntry& entry) override;
  absl::StatusOr<std::vector<std::string>> Rotate(absl::Time deadline, const base::RequestKey& key,
                                                  const std::vector<Rotation>& rotations,
                                                  const base::AuditEntry& entry) override;
  absl::StatusOr<Code> FindScene(absl::Time deadline, const std::string& scene) override;
  absl::StatusOr<Code> FindShortCode(absl::Time deadline, const std::string& short_code) override;
  absl::StatusOr<Code> Get(absl::Time deadline, int64_t home_id, const std::string& scene) override;
  absl::StatusOr<std::vector<Code>> List(absl::Time deadline, int64_t home_id, int64_t deputy_id,
                                         int64_t before_id, int limit) override;
  absl::StatusOr<std::optional<CodePicture>> FindPicture(absl::Time deadline,
                                                         const std::string& scene) override;
  absl::Status KeepPicture(absl::Time deadline, const std::string& scene,
                           const CodePicture& picture) override;
  absl::Status CountScan(absl::Time deadline, int64_t home_id, const std::string& scene,
                         int day) override;

 private:
  static absl::Status Insert(db::Transaction& transaction, const Code& code);
  // The code ends and leads, with all that led to it, to the successor (empty: the home).
  static absl::Status End(db::Transaction& transaction, int64_t home_id, const std::string& scene,
                          const std::string& successor_scene);

  db::Database& database_;
  const audit::AuditTrail& trail_;
  const base::Clock& clock_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_CODE_STORE_H_
