// The stretches of time that duty is measured by: years and quarters in Shanghai.
#ifndef SERVICES_DUTY_DOMAIN_PERIOD_H_
#define SERVICES_DUTY_DOMAIN_PERIOD_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace deputies::duty {

// A year, or one of its quarters.
class Period {
 public:
  // "2026" or "2026Q1"; INVALID_ARGUMENT/FIELD_INVALID naming `field` otherwise.
  static absl::StatusOr<Period> Parse(absl::string_view text, absl::string_view field = "period");
  // `text`, or the year of `now` when it is empty.
  static absl::StatusOr<Period> ParseOrYearOf(absl::string_view text, absl::Time now);
  static Period Year(int year) { return Period(year, 0); }
  // The year and the quarter that hold the day.
  static Period YearOf(absl::CivilDay day);
  static Period QuarterOf(absl::CivilDay day);

  std::string ToString() const;
  int year() const { return year_; }
  int first_month() const { return quarter_ == 0 ? 1 : quarter_ * 3 - 2; }
  int last_month() const { return quarter_ == 0 ? 12 : quarter_ * 3; }
  int months() const { return last_month() - first_month() + 1; }
  absl::Time start() const;
  // First instant after it.
  absl::Time end() const;

  friend bool operator==(const Period& a, const Period& b) {
    return a.year_ == b.year_ && a.quarter_ == b.quarter_;
  }
  friend bool operator<(const Period& a, const Period& b) {
    return a.year_ != b.year_ ? a.year_ < b.year_ : a.quarter_ < b.quarter_;
  }

 private:
  Period(int year, int quarter) : year_(year), quarter_(quarter) {}
  int year_;
  int quarter_;  // 0: the whole year
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_PERIOD_H_
