#ifndef SERVICES_DUTY_DOMAIN_LEDGER_READER_H_
#define SERVICES_DUTY_DOMAIN_LEDGER_READER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/duty_alerts.h"
#include "services/duty/domain/head_signer.h"
#include "services/duty/domain/ledger_store.h"
#include "services/duty/domain/rule_books.h"

namespace deputies::duty {

// The text that a head's signature covers (proto/deputies/duty/v1/ledger.proto, SignedHead).
std::string HeadText(const SignedHead& head);

// Reads and proves the ledger, and signs its heads. Thread-safe.
class LedgerReader {
 public:
  // All must outlive this.
  LedgerReader(LedgerStore& store, RuleBooks& books, Directory& directory, const HeadSigner& signer,
               const base::Clock& clock)
      : store_(store), books_(books), directory_(directory), signer_(signer), clock_(clock) {}

  struct EntryPage {
    std::vector<LedgerEntry> entries;  // newest first
    std::optional<int64_t> next_before;
    BookList books;  // for the items' titles
  };
  absl::StatusOr<EntryPage> ListDeputyEntries(const base::CallScope& scope, int64_t home_id,
                                              int64_t deputy_id, int64_t before_sequence,
                                              int limit);
  absl::StatusOr<Score> ScoreOfDeputy(const base::CallScope& scope, int64_t home_id,
                                      int64_t deputy_id, const Period& period);

  // The ledger as it was when it had `size` entries (absent: now), and a deputy's score by it.
  struct Snapshot {
    int64_t size = 0;
    std::string root;
    Score score;
    std::vector<LedgerEntry> entries;  // of the deputy, oldest first
    BookList books;
  };
  // ENTRY_NOT_FOUND when the ledger is shorter.
  absl::StatusOr<Snapshot> SnapshotOf(const base::CallScope& scope, int64_t home_id,
                                      int64_t deputy_id, const Period& period,
                                      std::optional<int64_t> size);

  struct Head {
    int64_t tree_size = 0;
    std::string root;
    std::optional<SignedHead> signed_head;
    std::vector<Cosignature> cosignatures;  // of signed_head
  };
  absl::StatusOr<Head> ReadHead(const base::CallScope& scope, int64_t home_id);

  struct Proof {
    int64_t size = 0;
    std::string leaf;        // of an inclusion proof
    std::string first_root;  // of a consistency proof
    std::string root;
    Hashes path;
  };
  // ENTRY_NOT_FOUND when the ledger is shorter. Sizes of 0 mean the newest tree.
  absl::StatusOr<Proof> ProveInclusion(const base::CallScope& scope, int64_t home_id,
                                       int64_t sequence, int64_t tree_size);
  absl::StatusOr<Proof> ProveConsistency(const base::CallScope& scope, int64_t home_id,
                                         int64_t first_size, int64_t second_size);

  // Lines of the export from entry `from` on; `from` 0 begins with the rule books. The last page,
  // read while nobody writes, ends with heads and totals.
  struct ExportPage {
    std::vector<std::string> lines;
    std::optional<int64_t> next_from;
  };
  absl::StatusOr<ExportPage> Export(const base::CallScope& scope, int64_t home_id, int64_t from);

  // What looks like gaming in a home's period.
  absl::StatusOr<std::vector<DutyAlert>> Alerts(const base::CallScope& scope, int64_t home_id,
                                                const Period& period);

  // Signs the head of every ledger that grew since it was signed last; answers with how many.
  absl::StatusOr<int> SignHeads(absl::Time deadline);
  // Keeps a witness's signature. ENTRY_NOT_FOUND for a head that was never signed.
  absl::Status AddCosignature(const base::CallScope& scope, const base::RequestKey& key,
                              const Cosignature& cosignature);

  const std::string& public_key() const { return signer_.public_key(); }

 private:
  // Leaf hashes of the first `size` entries; ENTRY_NOT_FOUND when there are fewer.
  absl::StatusOr<Hashes> Leaves(const base::CallScope& scope, int64_t home_id, int64_t size);

  LedgerStore& store_;
  RuleBooks& books_;
  Directory& directory_;
  const HeadSigner& signer_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_LEDGER_READER_H_
