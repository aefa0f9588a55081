// An exported ledger, read and checked with nothing but itself.
#ifndef SERVICES_DUTY_DOMAIN_LEDGER_EXPORT_H_
#define SERVICES_DUTY_DOMAIN_LEDGER_EXPORT_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/duty/domain/head_signer.h"
#include "services/duty/domain/ledger_store.h"

namespace deputies::duty {

struct LedgerExport {
  int64_t home_id = 0;
  std::vector<RuleBook> books;
  std::vector<LedgerEntry> entries;
  Hashes leaf_hashes;  // of the entries' lines as they stand in the export
  std::map<std::pair<int64_t, std::string>, Score> totals;  // by deputy and period
  std::vector<SignedHead> heads;
  std::vector<Cosignature> cosignatures;
  int64_t end_size = 0;
  std::string end_root;
};

// INVALID_ARGUMENT names the line that is none of an export (LedgerReader::Export).
absl::StatusOr<LedgerExport> ParseExport(const std::vector<std::string>& lines);

// What is wrong with it, a line each: places, acts entered twice, roots, signatures, totals.
std::vector<std::string> FaultsOf(const LedgerExport& ledger, const HeadSigner& signer);

// What a witness saw last of a ledger.
struct SeenHead {
  int64_t tree_size = 0;  // 0: nothing yet
  std::string root;
};

// Whether a witness may sign `head` after `seen`: it holds the service's signature and `path`
// proves that it continues what was seen. FAILED_PRECONDITION says why not; a split view ends here.
absl::Status CheckNextHead(const SeenHead& seen, const SignedHead& head, const Hashes& path,
                           const HeadSigner& signer);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_LEDGER_EXPORT_H_
