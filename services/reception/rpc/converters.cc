#include "services/reception/rpc/converters.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "services/common/base/error.h"

namespace deputies::reception {
namespace {

constexpr absl::string_view kDatePattern = "####-##-##";
constexpr absl::string_view kMonthPattern = "####-##";
constexpr absl::string_view kHourPattern = "##:##";

// `#` stands for a digit.
bool Matches(absl::string_view text, absl::string_view pattern) {
  if (text.size() != pattern.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const bool fits = pattern[i] == '#' ? absl::ascii_isdigit(static_cast<unsigned char>(text[i]))
                                        : text[i] == pattern[i];
    if (!fits) return false;
  }
  return true;
}

}  // namespace

absl::StatusOr<absl::CivilDay> ReadDate(absl::string_view field, absl::string_view text) {
  absl::CivilDay day;
  if (!Matches(text, kDatePattern) || !absl::ParseCivilTime(text, &day)) {
    return base::InvalidField(field, "日期应写成 2026-03-02 这样");
  }
  return day;
}

absl::StatusOr<absl::CivilMonth> ReadMonth(absl::string_view field, absl::string_view text) {
  absl::CivilMonth month;
  if (!Matches(text, kMonthPattern) || !absl::ParseCivilTime(text, &month)) {
    return base::InvalidField(field, "月份应写成 2026-03 这样");
  }
  return month;
}

absl::StatusOr<int> ReadHour(absl::string_view field, absl::string_view text) {
  int hour = 0;
  int minute = 0;
  if (Matches(text, kHourPattern) && absl::SimpleAtoi(text.substr(0, 2), &hour) &&
      absl::SimpleAtoi(text.substr(3), &minute) && minute < 60 &&
      (hour < 24 || (hour == 24 && minute == 0))) {
    return hour * 60 + minute;
  }
  return base::InvalidField(field, "时间应写成 09:30 这样");
}

}  // namespace deputies::reception
