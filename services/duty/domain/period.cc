#include "services/duty/domain/period.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/work_calendar.h"

namespace deputies::duty {

absl::StatusOr<Period> Period::Parse(absl::string_view text, absl::string_view field) {
  const bool quarterly = text.size() == 6 && text[4] == 'Q' && text[5] >= '1' && text[5] <= '4';
  int year = 0;
  if ((text.size() != 4 && !quarterly) || !absl::ascii_isdigit(text[0]) ||
      !absl::SimpleAtoi(text.substr(0, 4), &year) || year < 2000 || year > 2078) {
    return base::InvalidField(field, "应为年份（如 2026）或季度（如 2026Q1）");
  }
  return Period(year, quarterly ? text[5] - '0' : 0);
}

absl::StatusOr<Period> Period::ParseOrYearOf(absl::string_view text, absl::Time now) {
  if (text.empty()) return YearOf(base::ShanghaiDay(now));
  return Parse(text);
}

Period Period::YearOf(absl::CivilDay day) { return Period(static_cast<int>(day.year()), 0); }

Period Period::QuarterOf(absl::CivilDay day) {
  return Period(static_cast<int>(day.year()), (day.month() + 2) / 3);
}

std::string Period::ToString() const {
  return quarter_ == 0 ? absl::StrCat(year_) : absl::StrCat(year_, "Q", quarter_);
}

absl::Time Period::start() const {
  return base::StartOfShanghaiDay(absl::CivilDay(year_, first_month(), 1));
}

absl::Time Period::end() const {
  return base::StartOfShanghaiDay(absl::CivilDay(year_, last_month() + 1, 1));
}

}  // namespace deputies::duty
