#ifndef SERVICES_DUTY_DOMAIN_LEDGER_KEEPER_H_
#define SERVICES_DUTY_DOMAIN_LEDGER_KEEPER_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/ledger_store.h"
#include "services/duty/domain/pseudonyms.h"
#include "services/duty/domain/ranking_board.h"
#include "services/duty/domain/rule_books.h"

namespace deputies::duty {

// Something that a deputy did, or that came in for one, as other services tell it.
struct DutyFact {
  int64_t home_id = 0;
  int64_t deputy_id = 0;
  std::string item;
  std::string source_type;
  int64_t source_id = 0;
  int quantity = 1;
  bool from_template = false;
  bool withdraws = false;
  absl::Time perform_time;
  int64_t voter_id = 0;
  std::string evidence_hash;
};

// The one writer of the ledger: enters each act once, and keeps the totals what the entries make
// them. Thread-safe.
class LedgerKeeper {
 public:
  // All must outlive this.
  LedgerKeeper(LedgerStore& store, RuleBooks& books, Directory& directory,
               const Pseudonyms& pseudonyms, RankingBoard& board, const base::Clock& clock)
      : store_(store),
        books_(books),
        directory_(directory),
        pseudonyms_(pseudonyms),
        board_(board),
        clock_(clock) {}

  // Enters what is not entered yet. Facts that were are left as they are, so that a delivery may be
  // repeated. INVALID_ARGUMENT/FIELD_INVALID names the fact that cannot be entered.
  absl::Status Record(const base::CallScope& scope, const std::vector<DutyFact>& facts);

  // Enters the withdrawal of an entry; answers with it. `reason` is kept as a hash and told in the
  // log of the office.
  absl::StatusOr<LedgerEntry> Withdraw(const base::CallScope& scope, const base::RequestKey& key,
                                       int64_t sequence, absl::string_view reason);

  // Computes every total of the home again; answers with how many were not what they should be.
  // They are mended.
  absl::StatusOr<int> Recompute(const base::CallScope& scope, int64_t home_id);

 private:
  struct Home;

  absl::StatusOr<Home> Prepare(const base::CallScope& scope, int64_t home_id,
                               const std::set<int64_t>& deputies);
  LedgerEntry EntryOf(const DutyFact& fact, int64_t sequence, absl::Time now) const;
  // Totals of a deputy for the years of the entries of `sources`, or of all entries when it is
  // null.
  absl::StatusOr<std::vector<DutyTotal>> Totals(LedgerTransaction& transaction, const Home& home,
                                                int64_t deputy_id, int64_t ledger_size,
                                                const std::vector<LedgerEntry>* sources);
  absl::Status RecordHome(const base::CallScope& scope, int64_t home_id,
                          const std::vector<const DutyFact*>& facts);

  LedgerStore& store_;
  RuleBooks& books_;
  Directory& directory_;
  const Pseudonyms& pseudonyms_;
  RankingBoard& board_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_LEDGER_KEEPER_H_
