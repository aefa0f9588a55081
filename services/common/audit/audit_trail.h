// The audit trail (审计日志): what staff did, one chain of entries per home, each bound to the one
// before by a keyed MAC. Written in the transaction of the action, so there is no action without
// its entry and no entry without its action.
//
// Who can write to the database but has no key cannot change, add or delete an entry unseen; who
// cuts the newest entries off is found by an anchor (audit_verifier.h) that was kept elsewhere.
// Wants the tables of migrations/0001_create_audit_log.sql in the service's schema.
#ifndef SERVICES_COMMON_AUDIT_AUDIT_TRAIL_H_
#define SERVICES_COMMON_AUDIT_AUDIT_TRAIL_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/audit_entry.h"
#include "services/common/db/database.h"

namespace deputies::audit {

struct RecordedEntry {
  int64_t sequence = 0;
  absl::Time create_time;
  base::AuditEntry entry;
  std::string mac;  // 32 bytes
};

class AuditTrail {
 public:
  // File with 64 hex digits.
  static absl::StatusOr<AuditTrail> FromFile(const std::string& path);
  explicit AuditTrail(const std::array<unsigned char, 32>& key) : key_(key) {}

  // Adds an entry to the chain of `home_id` (0: of the installation) in the caller's transaction.
  // Writers of one home wait for each other until the end of the transaction, so it comes last.
  absl::Status Append(db::Transaction& transaction, int64_t home_id, const base::AuditEntry& entry,
                      absl::Time now) const;

  // The newest entries before `before_sequence` (0: the newest of all), newest first.
  static absl::StatusOr<std::vector<RecordedEntry>> List(db::Database& database,
                                                         absl::Time deadline, int64_t home_id,
                                                         int64_t before_sequence, int limit);

  // The MAC that an entry must have after one with `previous_mac` (empty before the first).
  std::string Mac(int64_t home_id, absl::string_view previous_mac,
                  const RecordedEntry& recorded) const;

 private:
  std::array<unsigned char, 32> key_;
};

}  // namespace deputies::audit

#endif  // SERVICES_COMMON_AUDIT_AUDIT_TRAIL_H_
