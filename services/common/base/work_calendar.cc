#include "services/common/base/work_calendar.h"

#include <cstdlib>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace deputies::base {
namespace {

absl::Status LineError(int number, absl::string_view expected) {
  return absl::InvalidArgumentError(absl::StrCat("line ", number, ": expected ", expected));
}

int64_t NumberOf(absl::CivilDay day) { return day - absl::CivilDay(1970, 1, 1); }

bool IsWeekend(int64_t day) {
  constexpr int64_t kFirstSaturday = 2;  // 3 January 1970
  const int64_t of_week = (day - kFirstSaturday) % 7;
  return of_week == 0 || of_week == 1 || of_week == -6;
}

}  // namespace

absl::TimeZone Shanghai() {
  static const absl::TimeZone zone = [] {
    absl::TimeZone loaded;
    // tzdata is one of the packages that deploy/up installs; a wrong clock would be worse than
    // none.
    if (!absl::LoadTimeZone("Asia/Shanghai", &loaded)) std::abort();
    return loaded;
  }();
  return zone;
}

absl::CivilDay ShanghaiDay(absl::Time time) { return absl::ToCivilDay(time, Shanghai()); }

int DayNumber(absl::CivilDay day) {
  return static_cast<int>(day.year()) * 10000 + day.month() * 100 + day.day();
}

absl::Time StartOfShanghaiDay(absl::CivilDay day) { return absl::FromCivil(day, Shanghai()); }

WorkCalendar::WorkCalendar(const std::vector<Exception>& exceptions) {
  for (const Exception& exception : exceptions) exceptions_[exception.day] = exception;
  if (exceptions_.empty()) return;
  first_known_ = NumberOf(exceptions_.begin()->first);
  for (int64_t day = first_known_; day <= NumberOf(exceptions_.rbegin()->first); ++day) {
    known_.push_back(!IsWeekend(day));
  }
  for (const auto& [day, exception] : exceptions_) {
    known_[static_cast<size_t>(NumberOf(day) - first_known_)] = exception.works;
  }
}

absl::StatusOr<WorkCalendar> WorkCalendar::Parse(absl::string_view text) {
  std::vector<Exception> exceptions;
  int number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++number;
    line = absl::StripAsciiWhitespace(line);
    if (line.empty() || line.front() == '#') continue;
    const std::vector<absl::string_view> fields = absl::StrSplit(line, ',');
    if (fields.size() != 3) return LineError(number, "date,off|work,name");
    Exception exception;
    if (!absl::ParseCivilTime(fields[0], &exception.day))
      return LineError(number, "a date as 2026-02-15");
    if (fields[1] != "off" && fields[1] != "work") return LineError(number, "\"off\" or \"work\"");
    exception.works = fields[1] == "work";
    exception.name = std::string(fields[2]);
    exceptions.push_back(std::move(exception));
  }
  return WorkCalendar(exceptions);
}

bool WorkCalendar::Works(int64_t day) const {
  const auto index = static_cast<size_t>(day - first_known_);
  return day >= first_known_ && index < known_.size() ? known_[index] : !IsWeekend(day);
}

bool WorkCalendar::IsWorkday(absl::CivilDay day) const { return Works(NumberOf(day)); }

std::string WorkCalendar::HolidayName(absl::CivilDay day) const {
  const auto found = exceptions_.find(day);
  return found != exceptions_.end() && !found->second.works ? found->second.name : "";
}

bool WorkCalendar::Covers(absl::civil_year_t year) const {
  const auto first = exceptions_.lower_bound(absl::CivilDay(year, 1, 1));
  return first != exceptions_.end() && first->first.year() == year;
}

absl::CivilDay WorkCalendar::AddWorkdays(absl::CivilDay day, int count) const {
  const int step = count < 0 ? -1 : 1;
  const int64_t from = NumberOf(day);
  int64_t to = from;
  while (count != 0) {
    to += step;
    if (Works(to)) count -= step;
  }
  return day + (to - from);
}

int WorkCalendar::WorkdaysBetween(absl::CivilDay from, absl::CivilDay to) const {
  if (to < from) return -WorkdaysBetween(to, from);
  int count = 0;
  for (int64_t day = NumberOf(from) + 1; day <= NumberOf(to); ++day) count += Works(day) ? 1 : 0;
  return count;
}

absl::Time WorkCalendar::Deadline(absl::Time start, int workdays) const {
  return StartOfShanghaiDay(AddWorkdays(ShanghaiDay(start), workdays) + 1);
}

}  // namespace deputies::base
