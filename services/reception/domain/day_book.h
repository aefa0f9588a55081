#ifndef SERVICES_RECEPTION_DOMAIN_DAY_BOOK_H_
#define SERVICES_RECEPTION_DOMAIN_DAY_BOOK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
#include "services/reception/domain/day.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

// Hours of a day and the slots that they are cut into.
struct SlotPattern {
  int start_minute = 9 * 60;  // from midnight in Shanghai
  int end_minute = 11 * 60 + 30;
  int slot_minutes = 30;  // 0: one slot
  int capacity = 6;       // people a slot takes
  int walk_in = 2;        // places of these that cannot be booked
};

// FIELD_INVALID naming the field unless the pattern makes sense.
absl::Status CheckPattern(const SlotPattern& pattern);

// Slots of `day`, with ids; a rest shorter than a slot joins the last one.
std::vector<Slot> MakeSlots(const Day& day, const SlotPattern& pattern, base::IdSource& ids);

// Sets the hours of `day` on its date.
void SetHours(const SlotPattern& pattern, Day* day);

struct DayChange {
  int32_t version = 0;  // on which it is based
  std::optional<absl::CivilDay> date;
  ReceptionMode mode = ReceptionMode::kOnSite;
  std::string room;
  std::string topic;
  std::string notice;
  std::string change_note;
};

// The calendar of reception days. Thread-safe.
class DayBook {
 public:
  // Longest range of a list.
  static constexpr int kMaxRangeDays = 400;

  DayBook(ReceptionStore& store, base::Directory& directory, base::IdSource& ids,
          const base::Clock& clock)
      : store_(store), directory_(directory), ids_(ids), clock_(clock) {}

  // Days the caller may see; drafts for staff alone.
  absl::StatusOr<std::vector<Day>> List(const base::CallScope& scope, int64_t home_id,
                                        absl::CivilDay from, absl::CivilDay to);
  absl::StatusOr<Day> Get(const base::CallScope& scope, int64_t home_id, int64_t day_id);
  absl::StatusOr<std::vector<Slot>> ListSlots(const base::CallScope& scope, int64_t home_id,
                                              int64_t day_id);

  // `draft` holds date, mode, words and the hosts' ids; `publish` shows it at once.
  absl::StatusOr<Day> Create(const base::CallScope& scope, const base::RequestKey& key, Day draft,
                             const SlotPattern& pattern, bool publish);
  absl::StatusOr<Day> Publish(const base::CallScope& scope, const base::RequestKey& key,
                              int64_t day_id);
  absl::StatusOr<Day> Update(const base::CallScope& scope, const base::RequestKey& key,
                             int64_t day_id, const DayChange& change);
  absl::StatusOr<Day> Cancel(const base::CallScope& scope, const base::RequestKey& key,
                             int64_t day_id, const std::string& reason);
  absl::StatusOr<Day> Substitute(const base::CallScope& scope, const base::RequestKey& key,
                                 int64_t day_id, int64_t absent_host, int64_t substitute,
                                 const std::string& reason);
  absl::StatusOr<Slot> UpdateSlot(const base::CallScope& scope, const base::RequestKey& key,
                                  int64_t slot_id, int capacity, int walk_in);

  // Closes published days that are over; a slot's waitlist ends with it. For the job thread;
  // returns how many.
  absl::StatusOr<int> CloseOverDays(absl::Time deadline);

 private:
  absl::Status TellOfHeldDay(ReceptionTransaction& tx, const Day& day, absl::Time now);
  // The queue ends with the day: who is with a host was received, who still waits has left.
  absl::Status EndTickets(ReceptionTransaction& tx, const DayQueue& hint, absl::Time now);

  ReceptionStore& store_;
  base::Directory& directory_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

// Tells everybody who holds a live one of the bookings that the day has changed.
absl::Status TellHolders(ReceptionTransaction& transaction, const Day& day,
                         const std::vector<Booking>& bookings, absl::Time now,
                         const std::string& detail);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_DAY_BOOK_H_
