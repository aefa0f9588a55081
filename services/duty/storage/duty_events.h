// What duty tells: its own acts to the ledger, and decisions to people. In the transaction that
// made them true.
#ifndef SERVICES_DUTY_STORAGE_DUTY_EVENTS_H_
#define SERVICES_DUTY_STORAGE_DUTY_EVENTS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "deputies/events/v1/duty.pb.h"
#include "deputies/events/v1/notice.pb.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/ledger_keeper.h"

namespace deputies::duty {

// The act is entered by this service's own consumer, once, like everybody's.
absl::Status TellAct(db::Transaction& transaction, base::IdSource& ids, const DutyFact& fact,
                     absl::Time now);

// A home held what it must hold. `source_id` is an activity's or, for an appraisal, a ballot's.
absl::Status TellHomeDuty(db::Transaction& transaction, base::IdSource& ids, int64_t home_id,
                          events::v1::HomeDutyHeld::Kind kind, int64_t source_id,
                          absl::Time hold_time, absl::Time now, int activity_kind = 0);

// What somebody is told; the fields are those of NoticeRequested.
struct Telling {
  events::v1::NoticeKind kind = events::v1::NOTICE_KIND_UNSPECIFIED;
  int64_t target_id = 0;
  int stage = 0;
  // Words of the system's own, at most 64 code points each.
  std::string title;
  std::string detail;
  std::optional<absl::Time> event_time = std::nullopt;
  std::optional<absl::Time> send_time = std::nullopt;
  std::optional<absl::Time> expire_time = std::nullopt;
};
absl::Status TellPerson(db::Transaction& transaction, base::IdSource& ids, int64_t home_id,
                        int64_t person_id, const Telling& telling, absl::Time now);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_DUTY_EVENTS_H_
