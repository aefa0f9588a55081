#ifndef SERVICES_RECEPTION_DOMAIN_CALENDAR_FEEDS_H_
#define SERVICES_RECEPTION_DOMAIN_CALENDAR_FEEDS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/base/request_key.h"
#include "services/reception/domain/calendar_writer.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

// What calendar programs read: a home's days, a month of them, a person's own feed. Thread-safe.
class CalendarFeeds {
 public:
  // All must outlive this.
  CalendarFeeds(ReceptionStore& store, DayBook& days, base::Directory& directory,
                base::IdSource& ids, const base::Clock& clock)
      : store_(store), days_(days), directory_(directory), ids_(ids), clock_(clock) {}

  // Published and cancelled days around today, earliest first; the same for every caller.
  absl::StatusOr<std::vector<CalendarEvent>> ReadHome(const base::CallScope& scope,
                                                      int64_t home_id);
  // Published and cancelled days of a month, earliest first.
  absl::StatusOr<std::vector<Day>> ReadMonth(const base::CallScope& scope, int64_t home_id,
                                             absl::CivilMonth month);

  // The number of the caller's new feed in the home of the key; the earlier one ends.
  absl::StatusOr<int64_t> Renew(const base::CallScope& scope, const base::RequestKey& key);
  // Ends the caller's feed in the home of the key, if there is one.
  absl::Status End(const base::CallScope& scope, const base::RequestKey& key);
  // The person's bookings in the home and, when the feed is a deputy's, the days on which the
  // deputy receives. NOT_FOUND/CALENDAR_FEED_NOT_FOUND unless `number` is the living feed.
  absl::StatusOr<std::vector<CalendarEvent>> ReadFeed(const base::CallScope& scope, int64_t home_id,
                                                      int64_t person_id, int64_t number);

 private:
  absl::StatusOr<std::vector<Day>> PublicDays(const base::CallScope& scope, int64_t home_id,
                                              absl::CivilDay from, absl::CivilDay to);

  ReceptionStore& store_;
  DayBook& days_;
  base::Directory& directory_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_DOMAIN_CALENDAR_FEEDS_H_
