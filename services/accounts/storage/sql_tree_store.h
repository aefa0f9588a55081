#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_TREE_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_TREE_STORE_H_

#include <vector>

#include "services/accounts/domain/tree_store.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlTreeStore final : public TreeStore {
 public:
  // All must outlive the store.
  SqlTreeStore(db::Database& database, const audit::AuditTrail& trail, base::IdSource& ids)
      : database_(database), trail_(trail), ids_(ids) {}

  absl::Status Move(absl::Time deadline, const TreeChange& change, int64_t organization_id,
                    int64_t parent_id) override;
  absl::Status SetClosed(absl::Time deadline, const TreeChange& change, int64_t organization_id,
                         bool closed) override;
  absl::Status CloseHome(absl::Time deadline, const TreeChange& change,
                         int64_t successor_home_id) override;
  absl::Status ReopenHome(absl::Time deadline, const TreeChange& change) override;
  absl::StatusOr<std::vector<OrganizationChange>> ListChanges(absl::Time deadline,
                                                              int64_t organization_id,
                                                              int limit) override;

 private:
  absl::Status Note(db::Transaction& tx, const TreeChange& change, int64_t organization_id,
                    const OrganizationChange& what);

  db::Database& database_;
  const audit::AuditTrail& trail_;
  base::IdSource& ids_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_TREE_STORE_H_
