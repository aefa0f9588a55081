#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_ROLE_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_ROLE_STORE_H_

#include <string>
#include <vector>

#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/domain/role_store.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlRoleStore final : public RoleStore {
 public:
  // All must outlive the store.
  SqlRoleStore(db::Database& database, const FieldCipher& cipher, const audit::AuditTrail& trail)
      : database_(database), cipher_(cipher), trail_(trail) {}

  absl::StatusOr<int64_t> CreateAccount(absl::Time deadline, const base::RequestKey& key,
                                        const NewAccount& account, const base::Actor& actor,
                                        absl::Time now) override;
  absl::StatusOr<RoleGrant> Grant(absl::Time deadline, const base::RequestKey& key,
                                  const RoleGrant& grant, Judge judge, const base::Actor& actor,
                                  absl::Time now) override;
  absl::Status Revoke(absl::Time deadline, const base::RequestKey& key, const RoleGrant& grant,
                      const base::Actor& actor, absl::Time now) override;
  absl::StatusOr<std::vector<RoleGrant>> ListOf(absl::Time deadline, const std::string& username,
                                                absl::Time now) override;
  absl::StatusOr<std::vector<RoleGrant>> List(absl::Time deadline, int64_t organization_id,
                                              absl::Time now, const ListPosition& after,
                                              int limit) override;
  absl::Status ResetSecondFactor(absl::Time deadline, const base::RequestKey& key,
                                 const std::string& username, const base::Actor& actor,
                                 absl::Time now) override;

 private:
  absl::Status Audit(db::Transaction& tx, const base::Actor& actor, const char* action,
                     int64_t person_id, base::Role role, int64_t organization_id, absl::Time now);

  db::Database& database_;
  const FieldCipher& cipher_;
  const audit::AuditTrail& trail_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_ROLE_STORE_H_
