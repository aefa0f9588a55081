// Anchors of the audit trail, written by the service itself day by day.
#ifndef SERVICES_COMMON_AUDIT_ANCHOR_JOURNAL_H_
#define SERVICES_COMMON_AUDIT_ANCHOR_JOURNAL_H_

#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/clock.h"
#include "services/common/db/database.h"

namespace deputies::audit {

// A file of lines "service home_id sequence mac-in-hex" and, for people, "# time", as
// `deputiesctl verify-audit --anchors` reads it. It lies outside the database; copy it to another
// machine.
class AnchorJournal {
 public:
  // Both must outlive it. `service` names whose trails they are; `path`'s folder must be there.
  AnchorJournal(db::Database& database, const base::Clock& clock, std::string service,
                std::string path)
      : database_(database), clock_(clock), service_(std::move(service)), path_(std::move(path)) {}

  // Adds where every chain stands now and waits until the disk has it; how many chains.
  absl::StatusOr<int> Append();
  // The same unless that was done on this day in Shanghai; 0 when it was.
  absl::StatusOr<int> AppendDaily();

 private:
  db::Database& database_;
  const base::Clock& clock_;
  const std::string service_;
  const std::string path_;
};

}  // namespace deputies::audit

#endif  // SERVICES_COMMON_AUDIT_ANCHOR_JOURNAL_H_
