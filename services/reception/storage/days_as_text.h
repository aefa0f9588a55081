// Days in Shanghai as the database keeps them: "2026-03-02".
#ifndef SERVICES_RECEPTION_STORAGE_DAYS_AS_TEXT_H_
#define SERVICES_RECEPTION_STORAGE_DAYS_AS_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

namespace deputies::reception {

inline std::string DayText(absl::CivilDay day) { return absl::FormatCivilTime(day); }

// Only what DayText wrote is read.
inline absl::CivilDay ReadDay(absl::string_view text) {
  absl::CivilDay day;
  absl::ParseCivilTime(text, &day);
  return day;
}

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_STORAGE_DAYS_AS_TEXT_H_
