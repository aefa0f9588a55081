#include "services/reception/domain/calendar_feeds.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <utility>

#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/reception/domain/errors.h"
#include "services/reception/domain/write_once.h"

namespace deputies::reception {
namespace {

// What a feed holds, around today.
constexpr int kDaysBack = 35;
constexpr int kDaysAhead = 365;
// Newest bookings of a person in a feed: more than anybody has within the days above.
constexpr int kFeedBookings = 200;

}  // namespace

absl::StatusOr<std::vector<Day>> CalendarFeeds::PublicDays(const base::CallScope& scope,
                                                           int64_t home_id, absl::CivilDay from,
                                                           absl::CivilDay to) {
  ASSIGN_OR_RETURN(std::vector<Day> days, days_.List(scope, home_id, from, to));
  days.erase(std::remove_if(days.begin(), days.end(),
                            [](const Day& day) { return day.state == DayState::kDraft; }),
             days.end());
  return days;
}

absl::StatusOr<std::vector<CalendarEvent>> CalendarFeeds::ReadHome(const base::CallScope& scope,
                                                                   int64_t home_id) {
  const absl::CivilDay today = base::ShanghaiDay(clock_.Now());
  ASSIGN_OR_RETURN(const std::vector<Day> days,
                   PublicDays(scope, home_id, today - kDaysBack, today + kDaysAhead));
  std::vector<CalendarEvent> events;
  for (const Day& day : days) events.push_back(EventOf(day));
  return events;
}

absl::StatusOr<std::vector<Day>> CalendarFeeds::ReadMonth(const base::CallScope& scope,
                                                          int64_t home_id, absl::CivilMonth month) {
  return PublicDays(scope, home_id, absl::CivilDay(month), absl::CivilDay(month + 1) - 1);
}

absl::StatusOr<int64_t> CalendarFeeds::Renew(const base::CallScope& scope,
                                             const base::RequestKey& key) {
  RETURN_IF_ERROR(directory_.CheckHome(scope, key.home_id));
  CalendarFeed feed;
  feed.home_id = key.home_id;
  feed.person_id = scope.caller.person_id;
  feed.deputy_id = scope.caller.DeputyIdAt(key.home_id);
  feed.number = ids_.Next();
  feed.create_time = base::ToMillisecond(clock_.Now());
  return WriteOnce(store_, scope, key, feed.number,
                   [&](ReceptionTransaction& tx) { return tx.ReplaceCalendarFeed(feed); });
}

absl::Status CalendarFeeds::End(const base::CallScope& scope, const base::RequestKey& key) {
  return WriteOnce(store_, scope, key, 0,
                   [&](ReceptionTransaction& tx) {
                     return tx.DeleteCalendarFeed(key.home_id, scope.caller.person_id);
                   })
      .status();
}

absl::StatusOr<std::vector<CalendarEvent>> CalendarFeeds::ReadFeed(const base::CallScope& scope,
                                                                   int64_t home_id,
                                                                   int64_t person_id,
                                                                   int64_t number) {
  ASSIGN_OR_RETURN(const std::optional<CalendarFeed> feed,
                   store_.FindCalendarFeed(scope.deadline, home_id, person_id));
  if (!feed.has_value() || feed->number != number) return CalendarFeedNotFound();

  const absl::CivilDay today = base::ShanghaiDay(clock_.Now());
  ASSIGN_OR_RETURN(const std::vector<Day> days,
                   PublicDays(scope, home_id, today - kDaysBack, today + kDaysAhead));
  std::map<int64_t, const Day*> days_by_id;
  std::vector<CalendarEvent> events;
  for (const Day& day : days) {
    days_by_id[day.id] = &day;
    const bool receives = feed->deputy_id != 0 &&
                          std::any_of(day.hosts.begin(), day.hosts.end(), [&](const DayHost& host) {
                            return host.deputy_id == feed->deputy_id && !host.absent;
                          });
    if (receives) events.push_back(EventOf(day));
  }
  ASSIGN_OR_RETURN(const std::vector<Booking> bookings,
                   store_.ListBookingsOfPerson(scope.deadline, home_id, person_id,
                                               std::numeric_limits<int64_t>::max(), kFeedBookings));
  for (const Booking& booking : bookings) {
    const auto day = days_by_id.find(booking.day_id);
    if (day != days_by_id.end()) events.push_back(EventOf(booking, *day->second));
  }
  return events;
}

}  // namespace deputies::reception
