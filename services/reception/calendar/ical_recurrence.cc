#include "services/reception/calendar/ical_recurrence.h"

#include <libical/ical.h>

#include <memory>

#include "services/common/base/error.h"

namespace deputies::reception {
namespace {

// A rule without a yearly or monthly beat of its own would depend on its first date.
constexpr size_t kMostDates = 400;

}  // namespace

absl::StatusOr<std::vector<absl::CivilDay>> IcalRecurrence::Dates(const std::string& field,
                                                                  const std::string& rrule,
                                                                  absl::CivilDay from,
                                                                  absl::CivilDay to) const {
  icalrecurrencetype rule = icalrecurrencetype_from_string(rrule.c_str());
  if (rule.freq == ICAL_NO_RECURRENCE) {
    return base::InvalidField(field, "规则不对，例如每月15日写成 FREQ=MONTHLY;BYMONTHDAY=15");
  }
  if (rule.freq < ICAL_DAILY_RECURRENCE) {
    return base::InvalidField(field, "规则的单位应是年、月、周或日");
  }
  // From the start of the year, so that the beat does not depend on the day of planning.
  icaltimetype start = icaltime_null_date();
  start.year = static_cast<int>(from.year());
  start.month = 1;
  start.day = 1;
  start.is_date = 1;
  const std::unique_ptr<icalrecur_iterator, decltype(&icalrecur_iterator_free)> iterator(
      icalrecur_iterator_new(rule, start), &icalrecur_iterator_free);
  if (iterator == nullptr) return base::InvalidField(field, "规则不对");
  std::vector<absl::CivilDay> dates;
  for (icaltimetype next = icalrecur_iterator_next(iterator.get());
       icaltime_is_null_time(next) == 0; next = icalrecur_iterator_next(iterator.get())) {
    const absl::CivilDay date(next.year, next.month, next.day);
    if (date > to) break;
    // libical gives the first date of a rule twice when the start lies before it.
    if (date >= from && (dates.empty() || dates.back() != date)) dates.push_back(date);
    if (dates.size() > kMostDates) return base::InvalidField(field, "规则里的日子太多");
  }
  return dates;
}

}  // namespace deputies::reception
