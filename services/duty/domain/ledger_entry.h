// An entry of the duty ledger. Written once; a correction is another entry.
#ifndef SERVICES_DUTY_DOMAIN_LEDGER_ENTRY_H_
#define SERVICES_DUTY_DOMAIN_LEDGER_ENTRY_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"

namespace deputies::duty {

struct LedgerEntry {
  int64_t home_id = 0;
  int64_t sequence = 0;  // place in the home's ledger, from 0
  int64_t deputy_id = 0;
  std::string item;         // key of a duty item; [a-z0-9_]
  std::string source_type;  // [a-z0-9_]
  int64_t source_id = 0;
  int quantity = 1;  // 1-100
  bool from_template = false;
  bool withdraws = false;
  absl::Time perform_time;    // whole milliseconds
  absl::Time record_time;     // whole milliseconds
  std::string partner;        // pseudonym of the voter, 16 bytes; empty for none
  std::string evidence_hash;  // 32 bytes; empty for none
};

// The entry's line, which is also the leaf of the Merkle tree: tab-separated "entry", home,
// sequence, deputy, item, source type, source id, quantity, 1 from a template or 0, 1 withdraws or
// 0, perform and record time in Unix milliseconds, partner and evidence hash in hex or "-".
std::string LeafOf(const LedgerEntry& entry);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_LEDGER_ENTRY_H_
