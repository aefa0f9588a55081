// DATETIME(3) <-> instant, always UTC.
#ifndef SERVICES_COMMON_DB_DATETIME_H_
#define SERVICES_COMMON_DB_DATETIME_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::db {

// "2026-03-02 01:00:00.000"; cut to milliseconds. Times outside the years 1000 to 9999, infinities
// among them, are clamped.
std::string FormatDatetime(absl::Time time);

// Absent for what is no date and time; the fraction may be missing or have up to six digits.
std::optional<absl::Time> ParseDatetime(absl::string_view text);

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_DATETIME_H_
