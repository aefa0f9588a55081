#include "services/common/db/datetime.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_format.h"

namespace deputies::db {
namespace {

// The digits text[from, from + count) as a number, or -1.
int Digits(absl::string_view text, size_t from, size_t count) {
  int number = 0;
  for (size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    number = number * 10 + (text[i] - '0');
  }
  return number;
}

}  // namespace

std::string FormatDatetime(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const absl::Time least = absl::FromCivil(absl::CivilYear(1000), utc);
  const absl::Time most = absl::FromCivil(absl::CivilYear(10000), utc) - absl::Milliseconds(1);
  time = std::clamp(time, least, most);
  const int64_t millis = absl::ToUnixMillis(time);
  const absl::CivilSecond civil = absl::ToCivilSecond(time, utc);
  return absl::StrFormat("%04d-%02d-%02d %02d:%02d:%02d.%03d", civil.year(), civil.month(),
                         civil.day(), civil.hour(), civil.minute(), civil.second(),
                         ((millis % 1000) + 1000) % 1000);
}

std::optional<absl::Time> ParseDatetime(absl::string_view text) {
  if (text.size() < 19 || text.size() > 26 || text[4] != '-' || text[7] != '-' || text[10] != ' ' ||
      text[13] != ':' || text[16] != ':') {
    return std::nullopt;
  }
  const int year = Digits(text, 0, 4), month = Digits(text, 5, 2), day = Digits(text, 8, 2);
  const int hour = Digits(text, 11, 2), minute = Digits(text, 14, 2), second = Digits(text, 17, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1 || day > 31 || hour < 0 || hour > 23 ||
      minute < 0 || minute > 59 || second < 0 || second > 59) {
    return std::nullopt;
  }
  int micros = 0;
  if (text.size() > 19) {
    const size_t digits = text.size() - 20;
    if (text[19] != '.' || digits == 0) return std::nullopt;
    micros = Digits(text, 20, digits);
    if (micros < 0) return std::nullopt;
    for (size_t i = digits; i < 6; ++i) micros *= 10;
  }
  return absl::FromCivil(absl::CivilSecond(year, month, day, hour, minute, second),
                         absl::UTCTimeZone()) +
         absl::Microseconds(micros);
}

}  // namespace deputies::db
