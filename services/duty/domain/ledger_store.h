// Where the ledger, its heads and the totals are kept. Implemented by storage/SqlLedgerStore.
#ifndef SERVICES_DUTY_DOMAIN_LEDGER_STORE_H_
#define SERVICES_DUTY_DOMAIN_LEDGER_STORE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/ledger_entry.h"
#include "services/duty/domain/merkle.h"
#include "services/duty/domain/rule_book.h"
#include "services/duty/domain/scoring.h"

namespace deputies::duty {

// A deputy's result in a home and a period, as rankings show it. Always what ScoreOf makes of the
// home's first `ledger_size` entries.
struct DutyTotal {
  int64_t home_id = 0;
  int64_t deputy_id = 0;
  std::string period;
  int64_t county_id = 0;
  int level = 0;  // 0: not a deputy of the home any more; never ranked
  std::string deputy_name;
  int64_t ledger_size = 0;
  Score score;  // without items
};

// A head that was signed, and the witnesses' signatures.
struct SignedHead {
  int64_t home_id = 0;
  int64_t tree_size = 0;
  std::string root;
  absl::Time sign_time;
  std::string signature;
  std::string public_key;
};
struct Cosignature {
  int64_t tree_size = 0;
  std::string public_key;
  std::string signature;
};

// One transaction. Errors of any function besides those named are of the database and end it.
class LedgerTransaction {
 public:
  virtual ~LedgerTransaction() = default;

  // As db::ClaimRequest: absent when the key is new and now taken, else the first answer.
  virtual absl::StatusOr<std::optional<std::string>> ClaimRequest(const base::RequestKey& key,
                                                                  const std::string& result) = 0;
  // The home's ledger, locked until the end; empty when it has none yet. First lock of every
  // writer.
  virtual absl::StatusOr<MerkleFrontier> LockLedger(int64_t home_id) = 0;
  // False when the act (or its withdrawal) is entered already; then nothing changes.
  virtual absl::StatusOr<bool> InsertEntry(const LedgerEntry& entry,
                                           const std::string& leaf_hash) = 0;
  virtual absl::Status SaveLedger(int64_t home_id, const MerkleFrontier& frontier) = 0;
  // Every entry of the deputy in the home.
  virtual absl::StatusOr<std::vector<LedgerEntry>> ListDeputyEntries(int64_t home_id,
                                                                     int64_t deputy_id) = 0;
  virtual absl::StatusOr<std::optional<LedgerEntry>> FindEntry(int64_t home_id,
                                                               int64_t sequence) = 0;
  virtual absl::StatusOr<std::vector<LedgerEntry>> ListEntries(int64_t home_id, int64_t from,
                                                               int limit) = 0;
  virtual absl::StatusOr<std::vector<DutyTotal>> ListTotals(int64_t home_id) = 0;
  virtual absl::Status SaveTotal(const DutyTotal& total) = 0;
  // Newest known head that was signed; absent when none.
  virtual absl::StatusOr<std::optional<SignedHead>> LastSignedHead(int64_t home_id) = 0;
  virtual absl::Status InsertSignedHead(const SignedHead& head) = 0;
  // False when the witness has signed it before.
  virtual absl::StatusOr<bool> InsertCosignature(int64_t home_id,
                                                 const Cosignature& cosignature) = 0;
  virtual absl::StatusOr<std::optional<SignedHead>> FindSignedHead(int64_t home_id,
                                                                   int64_t tree_size) = 0;
};

// Thread-safe.
class LedgerStore {
 public:
  virtual ~LedgerStore() = default;

  // Runs `closure` in one transaction, committed when it returns OK. It may run more than once and
  // must begin with something that finds the first run's work.
  virtual absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(LedgerTransaction&)> closure) = 0;

  // Newest first, before `before_sequence`.
  virtual absl::StatusOr<std::vector<LedgerEntry>> ListDeputyPage(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t deputy_id,
                                                                  int64_t before_sequence,
                                                                  int limit) = 0;
  virtual absl::StatusOr<std::vector<LedgerEntry>> ListDeputyEntries(absl::Time deadline,
                                                                     int64_t home_id,
                                                                     int64_t deputy_id) = 0;
  virtual absl::StatusOr<std::vector<LedgerEntry>> ListEntries(absl::Time deadline, int64_t home_id,
                                                               int64_t from, int limit) = 0;
  virtual absl::StatusOr<std::optional<LedgerEntry>> FindEntry(absl::Time deadline, int64_t home_id,
                                                               int64_t sequence) = 0;
  // Leaf hashes of the first `size` entries, in order.
  virtual absl::StatusOr<Hashes> ListLeafHashes(absl::Time deadline, int64_t home_id,
                                                int64_t size) = 0;
  virtual absl::StatusOr<MerkleFrontier> FindLedger(absl::Time deadline, int64_t home_id) = 0;
  virtual absl::StatusOr<std::vector<SignedHead>> ListSignedHeads(absl::Time deadline,
                                                                  int64_t home_id) = 0;
  virtual absl::StatusOr<std::vector<Cosignature>> ListCosignatures(absl::Time deadline,
                                                                    int64_t home_id) = 0;
  // Every home that has a ledger.
  virtual absl::StatusOr<std::vector<int64_t>> ListLedgers(absl::Time deadline) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_LEDGER_STORE_H_
