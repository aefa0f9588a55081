// The working days of the People's Republic of China: Monday to Friday, less the State Council's
// holidays (国务院办公厅关于部分节假日安排的通知), plus its make-up days (调休上班).
#ifndef SERVICES_COMMON_BASE_WORK_CALENDAR_H_
#define SERVICES_COMMON_BASE_WORK_CALENDAR_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace deputies::base {

// The zone in which people read dates: Asia/Shanghai, with its daylight saving of 1986-1991.
absl::TimeZone Shanghai();

// The day in Shanghai on which the instant falls.
absl::CivilDay ShanghaiDay(absl::Time time);

// 20261125: a day as tables keep it.
int DayNumber(absl::CivilDay day);

// The first instant of the day in Shanghai.
absl::Time StartOfShanghaiDay(absl::CivilDay day);

// Immutable.
class WorkCalendar {
 public:
  // A day whose kind differs from its weekday's.
  struct Exception {
    absl::CivilDay day;
    bool works = false;  // true: a make-up day
    std::string name;    // "春节"
  };

  // Monday to Friday where no exception is known. Of two exceptions for a day the later counts.
  explicit WorkCalendar(const std::vector<Exception>& exceptions = {});

  // Reads lines "2026-02-15,off,春节" and "2026-02-14,work,春节"; empty lines and lines that begin
  // with "#" are skipped. INVALID_ARGUMENT names the line and what was expected there.
  static absl::StatusOr<WorkCalendar> Parse(absl::string_view text);

  bool IsWorkday(absl::CivilDay day) const;
  // Name of the holiday on a day off, "" on any other day (also on plain weekends).
  std::string HolidayName(absl::CivilDay day) const;
  // Whether the State Council's table of that year is known. Without it, weekdays count as work.
  bool Covers(absl::civil_year_t year) const;

  // The `count`-th working day after `day` (before it when negative); `day` itself for 0, also when
  // it is no working day.
  absl::CivilDay AddWorkdays(absl::CivilDay day, int count) const;
  // Working days after `from` up to and including `to`; negative the other way round.
  int WorkdaysBetween(absl::CivilDay from, absl::CivilDay to) const;
  // When a limit of `workdays` that began to run at `start` is over: the end (24:00 in Shanghai) of
  // the last working day that it counts. The day of `start` does not count.
  absl::Time Deadline(absl::Time start, int workdays) const;

 private:
  // Days as numbers from 1970-01-01 on, which are quicker to walk through than civil ones.
  bool Works(int64_t day) const;

  std::map<absl::CivilDay, Exception> exceptions_;
  // From the first exception's day to the last one's.
  int64_t first_known_ = 0;
  std::vector<bool> known_;
};

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_WORK_CALENDAR_H_
