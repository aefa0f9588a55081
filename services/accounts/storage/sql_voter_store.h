#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_VOTER_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_VOTER_STORE_H_

#include <vector>

#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/domain/voter_store.h"
#include "services/accounts/storage/register_writer.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlVoterStore final : public VoterStore {
 public:
  // All must outlive the store.
  SqlVoterStore(db::Database& database, const FieldCipher& cipher, const BlindIndex& index,
                const audit::AuditTrail& trail, base::IdSource& ids)
      : database_(database), cipher_(cipher), trail_(trail), ids_(ids), roll_(cipher, index) {}

  absl::Status Declare(absl::Time deadline, const base::RequestKey& key, int64_t organization_id,
                       absl::Time now) override;
  absl::StatusOr<std::vector<Voter>> List(absl::Time deadline, int64_t home_id,
                                          bool unverified_only, int64_t after_id,
                                          int limit) override;
  absl::StatusOr<Voter> Verify(absl::Time deadline, const base::RequestKey& key, int64_t person_id,
                               const base::AuditEntry& entry, absl::Time now) override;
  absl::StatusOr<Voter> Reveal(absl::Time deadline, const base::RequestKey& key, int64_t person_id,
                               const base::AuditEntry& entry, absl::Time now) override;
  absl::StatusOr<int> Import(absl::Time deadline, const std::vector<VoterImport>& voters,
                             absl::Time now) override;
  absl::Status AddConsent(absl::Time deadline, const base::RequestKey& key,
                          const Consent& consent) override;
  absl::StatusOr<std::vector<Consent>> ListConsents(absl::Time deadline,
                                                    int64_t person_id) override;
  absl::Status Erase(absl::Time deadline, const base::RequestKey& key, absl::Time now) override;

 private:
  absl::StatusOr<Voter> VoterOf(const db::Row& row) const;
  // Reads a voter of the key's home, confirms first when `verify`, and appends the entry.
  absl::StatusOr<Voter> Touch(absl::Time deadline, const base::RequestKey& key, int64_t person_id,
                              const base::AuditEntry& entry, bool verify, absl::Time now);

  db::Database& database_;
  const FieldCipher& cipher_;
  const audit::AuditTrail& trail_;
  base::IdSource& ids_;
  const RollWriter roll_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_VOTER_STORE_H_
