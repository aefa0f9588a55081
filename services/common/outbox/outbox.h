// Telling other services of facts: a row written in the transaction that made the fact true,
// delivered afterwards at least once (relay.h), and acted upon once (FirstTime).
// Wants the tables of migrations/0001_create_outbox.sql in the service's schema.
#ifndef SERVICES_COMMON_OUTBOX_OUTBOX_H_
#define SERVICES_COMMON_OUTBOX_OUTBOX_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/db/database.h"
#include "services/common/db/retention_sweeper.h"

namespace deputies::outbox {

// Largest event in bytes. Events carry ids, not texts.
inline constexpr size_t kMaxEventBytes = 8000;

// Queues an event in the caller's transaction. `event_bytes` is a serialised
// deputies.events.v1.Event with the same ids; `event_id` comes from base::IdSource.
absl::Status Append(db::Transaction& transaction, int64_t home_id, int64_t event_id,
                    absl::string_view event_bytes, absl::Time now);

// For consumers, in the transaction of the effect: true when the event was not seen before (and is
// now recorded), false when the effect is there already: change nothing and answer OK.
absl::StatusOr<bool> FirstTime(db::Transaction& transaction, int64_t home_id, int64_t event_id,
                               absl::Time now);

// Deletes delivered events after 7 days; for the db::RetentionSweeper of the sending service.
db::RetentionRule SentEventRetention();
// Deletes receipts after 60 days; for that of the consuming service.
db::RetentionRule ReceiptRetention();

}  // namespace deputies::outbox

#endif  // SERVICES_COMMON_OUTBOX_OUTBOX_H_
