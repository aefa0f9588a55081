#include "services/duty/domain/ledger_entry.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"

namespace deputies::duty {

std::string LeafOf(const LedgerEntry& entry) {
  const auto hex = [](const std::string& bytes) {
    return bytes.empty() ? std::string("-") : absl::BytesToHexString(bytes);
  };
  return absl::StrJoin(
      std::make_tuple("entry", entry.home_id, entry.sequence, entry.deputy_id, entry.item,
                      entry.source_type, entry.source_id, entry.quantity,
                      entry.from_template ? 1 : 0, entry.withdraws ? 1 : 0,
                      absl::ToUnixMillis(entry.perform_time), absl::ToUnixMillis(entry.record_time),
                      hex(entry.partner), hex(entry.evidence_hash)),
      "\t");
}

}  // namespace deputies::duty
