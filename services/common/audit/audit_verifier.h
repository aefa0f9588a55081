// Whether an audit trail is as it was written.
#ifndef SERVICES_COMMON_AUDIT_AUDIT_VERIFIER_H_
#define SERVICES_COMMON_AUDIT_AUDIT_VERIFIER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/audit/audit_trail.h"
#include "services/common/db/database.h"

namespace deputies::audit {

// Where a chain stood at some time. Kept outside the database, it shows whether entries were cut
// off since.
struct Anchor {
  int64_t home_id = 0;
  int64_t sequence = 0;
  std::string mac;  // 32 bytes
};

struct Verdict {
  int64_t chains = 0;
  int64_t entries = 0;
  // What is wrong, a line each, naming home and sequence; empty when all is as it was written.
  std::vector<std::string> faults;
};

// Reads every chain and checks numbers, MACs, heads and anchors. An error means that the database
// could not be read.
absl::StatusOr<Verdict> Verify(db::Database& database, const AuditTrail& trail,
                               const std::vector<Anchor>& anchors,
                               absl::Duration statement_timeout);

// The head of every chain, for safe keeping.
absl::StatusOr<std::vector<Anchor>> ReadHeads(db::Database& database,
                                              absl::Duration statement_timeout);

// An anchor as a line of text, "home_id sequence mac-in-hex", and back. INVALID_ARGUMENT when the
// line is none.
std::string FormatAnchor(const Anchor& anchor);
absl::StatusOr<Anchor> ParseAnchor(absl::string_view line);

}  // namespace deputies::audit

#endif  // SERVICES_COMMON_AUDIT_AUDIT_VERIFIER_H_
