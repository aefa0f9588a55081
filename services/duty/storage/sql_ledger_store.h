#ifndef SERVICES_DUTY_STORAGE_SQL_LEDGER_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_LEDGER_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/db/database.h"
#include "services/duty/domain/ledger_store.h"

namespace deputies::duty {

// The tables of migration 0001. Never updates or deletes an entry, a head or a cosignature: its
// database user may not.
class SqlLedgerStore final : public LedgerStore {
 public:
  // `clock` dates request keys. Both must outlive this.
  SqlLedgerStore(db::Database& database, const base::Clock& clock)
      : database_(database), clock_(clock) {}

  absl::Status InTransaction(absl::Time deadline,
                             absl::FunctionRef<absl::Status(LedgerTransaction&)> closure) override;
  absl::StatusOr<std::vector<LedgerEntry>> ListDeputyPage(absl::Time deadline, int64_t home_id,
                                                          int64_t deputy_id,
                                                          int64_t before_sequence,
                                                          int limit) override;
  absl::StatusOr<std::vector<LedgerEntry>> ListDeputyEntries(absl::Time deadline, int64_t home_id,
                                                             int64_t deputy_id) override;
  absl::StatusOr<std::vector<LedgerEntry>> ListEntries(absl::Time deadline, int64_t home_id,
                                                       int64_t from, int limit) override;
  absl::StatusOr<std::optional<LedgerEntry>> FindEntry(absl::Time deadline, int64_t home_id,
                                                       int64_t sequence) override;
  absl::StatusOr<Hashes> ListLeafHashes(absl::Time deadline, int64_t home_id,
                                        int64_t size) override;
  absl::StatusOr<MerkleFrontier> FindLedger(absl::Time deadline, int64_t home_id) override;
  absl::StatusOr<std::vector<SignedHead>> ListSignedHeads(absl::Time deadline,
                                                          int64_t home_id) override;
  absl::StatusOr<std::vector<Cosignature>> ListCosignatures(absl::Time deadline,
                                                            int64_t home_id) override;
  absl::StatusOr<std::vector<int64_t>> ListLedgers(absl::Time deadline) override;

 private:
  db::Database& database_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_LEDGER_STORE_H_
