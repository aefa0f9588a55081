#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_IMPORT_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_IMPORT_STORE_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "services/accounts/domain/import_store.h"
#include "services/accounts/storage/register_writer.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/base/clock.h"
#include "services/common/db/database.h"
#include "services/common/db/retention_sweeper.h"

namespace deputies::accounts {

class SqlImportStore final : public ImportStore {
 public:
  // All must outlive the store.
  SqlImportStore(db::Database& database, const FieldCipher& cipher, const BlindIndex& index,
                 const audit::AuditTrail& trail, const base::Clock& clock, base::IdSource& ids)
      : database_(database),
        cipher_(cipher),
        trail_(trail),
        clock_(clock),
        ids_(ids),
        registers_(cipher, ids),
        roll_(cipher, index) {}

  absl::StatusOr<ImportRun> Create(absl::Time deadline, const base::RequestKey& key,
                                   const ImportRun& run) override;
  absl::StatusOr<ImportRun> AddPart(absl::Time deadline, int64_t person_id, int64_t import_id,
                                    int number, const std::string& content) override;
  absl::StatusOr<ImportRun> Get(absl::Time deadline, int64_t person_id, int64_t import_id) override;
  absl::StatusOr<std::vector<ImportRun>> List(absl::Time deadline, int64_t person_id,
                                              int64_t before_id, int limit) override;
  absl::StatusOr<std::string> ReadContent(absl::Time deadline, int64_t import_id) override;
  absl::StatusOr<ImportRun> AddBatch(absl::Time deadline, int64_t import_id, int number,
                                     const RegisterTable& table, absl::Time now) override;
  absl::StatusOr<int64_t> DeleteSomeVoters(absl::Time deadline, int64_t import_id,
                                           int limit) override;
  absl::StatusOr<std::set<std::string>> OrganizationsWithin(
      absl::Time deadline, const std::set<int64_t>& nodes,
      const std::set<std::string>& codes) override;
  absl::StatusOr<std::set<std::string>> HomesWithin(absl::Time deadline,
                                                    const std::set<int64_t>& nodes,
                                                    const std::set<std::string>& codes) override;
  absl::StatusOr<std::set<std::string>> TakenOutside(absl::Time deadline, ImportKind kind,
                                                     const std::set<int64_t>& nodes,
                                                     const std::set<std::string>& codes) override;
  absl::StatusOr<ImportCounts> TryApply(absl::Time deadline, const RegisterTable& table) override;
  absl::Status Apply(absl::Time deadline, const base::RequestKey& key, int64_t import_id,
                     const RegisterTable& table, const base::AuditEntry& entry,
                     absl::Time now) override;
  absl::Status Undo(absl::Time deadline, const base::RequestKey& key, int64_t import_id,
                    const base::AuditEntry& entry, absl::Time now) override;

 private:
  // Audit entries of imports concern no one home.
  static constexpr int64_t kImportChain = 0;

  // As a JSON list.
  static std::string JsonIds(const std::vector<int64_t>& ids);
  // Nodes of which some are given and, for 0, all: the ids at and below them that the codes name.
  absl::StatusOr<std::set<std::string>> Within(absl::Time deadline, const db::Statement& statement,
                                               const std::set<int64_t>& nodes,
                                               const std::set<std::string>& codes);
  // Changes are numbered from `first_position` + 1 on.
  absl::StatusOr<ImportCounts> Write(db::Transaction& tx, int64_t import_id, int64_t first_position,
                                     const RegisterTable& table, absl::Time now);
  // At most `limit`; how many.
  absl::StatusOr<int64_t> DeleteUnusedVoters(db::Transaction& tx, int64_t import_id, int64_t limit);
  absl::Status EndDeputies(db::Transaction& tx, int64_t import_id, absl::Time now);

  db::Database& database_;
  const FieldCipher& cipher_;
  const audit::AuditTrail& trail_;
  const base::Clock& clock_;
  base::IdSource& ids_;
  const RegisterWriter registers_;
  const RollWriter roll_;
};

// Files that were handed in and never applied.
db::RetentionRule ImportPartRetention();

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_IMPORT_STORE_H_
