// What duty tells: its own acts to the ledger, and decisions to people. In the transaction that
// made them true.
#ifndef SERVICES_DUTY_STORAGE_DUTY_EVENTS_H_
#define SERVICES_DUTY_STORAGE_DUTY_EVENTS_H_

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
                          absl::Time hold_time, absl::Time now);

// `title` and `detail` are words of the system's own, at most 64 code points each.
absl::Status TellPerson(db::Transaction& transaction, base::IdSource& ids, int64_t home_id,
                        events::v1::NoticeKind kind, int64_t person_id, int64_t target_id,
                        const std::string& title, const std::string& detail, absl::Time now);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_DUTY_EVENTS_H_
