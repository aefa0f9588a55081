#include "gateway/transcode/table/well_known.h"

#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace deputies::gateway::table {
namespace {

constexpr int64_t kMinTimestampSeconds = -62135596800;  // 0001-01-01T00:00:00Z
constexpr int64_t kMaxTimestampSeconds = 253402300799;  // 9999-12-31T23:59:59Z
constexpr int64_t kMaxDurationSeconds = 315576000000;
constexpr int32_t kNanosPerSecond = 1'000'000'000;

// ".5" as ".500": 3, 6 or 9 digits, nothing for zero.
void AppendFraction(int32_t nanos, std::string* out) {
  if (nanos == 0) return;
  if (nanos % 1'000'000 == 0) {
    absl::StrAppendFormat(out, ".%03d", nanos / 1'000'000);
  } else if (nanos % 1'000 == 0) {
    absl::StrAppendFormat(out, ".%06d", nanos / 1'000);
  } else {
    absl::StrAppendFormat(out, ".%09d", nanos);
  }
}

// Takes 1-9 digits after a '.', if there is one.
bool ConsumeFraction(absl::string_view* text, int32_t* nanos) {
  *nanos = 0;
  if (!absl::ConsumePrefix(text, ".")) return true;
  int digits = 0;
  int32_t value = 0;
  while (!text->empty() && absl::ascii_isdigit(static_cast<unsigned char>(text->front()))) {
    if (++digits > 9) return false;
    value = value * 10 + (text->front() - '0');
    text->remove_prefix(1);
  }
  if (digits == 0) return false;
  for (; digits < 9; ++digits) value *= 10;
  *nanos = value;
  return true;
}

// Takes exactly `digits` digits.
bool ConsumeNumber(absl::string_view* text, size_t digits, int* value) {
  if (text->size() < digits) return false;
  *value = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>((*text)[i]))) return false;
    *value = *value * 10 + ((*text)[i] - '0');
  }
  text->remove_prefix(digits);
  return true;
}

// Names of fields, parted by dots, and the "*" of AIP-157. What is written is thereby JSON as it
// stands.
bool IsPathCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.' || c == '*';
}

}  // namespace

bool AppendTimestamp(int64_t seconds, int32_t nanos, std::string* out) {
  if (seconds < kMinTimestampSeconds || seconds > kMaxTimestampSeconds || nanos < 0 ||
      nanos >= kNanosPerSecond) {
    return false;
  }
  const absl::CivilSecond civil =
      absl::ToCivilSecond(absl::FromUnixSeconds(seconds), absl::UTCTimeZone());
  char text[] = "0000-00-00T00:00:00";
  const auto put = [&text](size_t at, int64_t value, int digits) {
    for (int i = digits; i-- > 0; value /= 10) {
      text[at + static_cast<size_t>(i)] = static_cast<char>('0' + value % 10);
    }
  };
  put(0, civil.year(), 4);
  put(5, civil.month(), 2);
  put(8, civil.day(), 2);
  put(11, civil.hour(), 2);
  put(14, civil.minute(), 2);
  put(17, civil.second(), 2);
  out->append(text, sizeof(text) - 1);
  AppendFraction(nanos, out);
  out->push_back('Z');
  return true;
}

bool ParseTimestamp(absl::string_view text, int64_t* seconds, int32_t* nanos) {
  int year, month, day, hour, minute, second;
  if (!ConsumeNumber(&text, 4, &year) || !absl::ConsumePrefix(&text, "-") ||
      !ConsumeNumber(&text, 2, &month) || !absl::ConsumePrefix(&text, "-") ||
      !ConsumeNumber(&text, 2, &day) || !absl::ConsumePrefix(&text, "T") ||
      !ConsumeNumber(&text, 2, &hour) || !absl::ConsumePrefix(&text, ":") ||
      !ConsumeNumber(&text, 2, &minute) || !absl::ConsumePrefix(&text, ":") ||
      !ConsumeNumber(&text, 2, &second) || !ConsumeFraction(&text, nanos)) {
    return false;
  }
  int64_t offset_seconds = 0;
  if (text != "Z") {
    const int sign = absl::ConsumePrefix(&text, "+") ? 1 : absl::ConsumePrefix(&text, "-") ? -1 : 0;
    int offset_hours, offset_minutes;
    if (sign == 0 || !ConsumeNumber(&text, 2, &offset_hours) || !absl::ConsumePrefix(&text, ":") ||
        !ConsumeNumber(&text, 2, &offset_minutes) || !text.empty() || offset_hours > 23 ||
        offset_minutes > 59) {
      return false;
    }
    offset_seconds = sign * (offset_hours * 3600 + offset_minutes * 60);
  }
  const absl::CivilSecond civil(year, month, day, hour, minute, second);
  // A civil time that had to be normalised names a moment that does not exist, such as February 30.
  if (year < 1 || civil.year() != year || civil.month() != month || civil.day() != day ||
      civil.hour() != hour || civil.minute() != minute || civil.second() != second) {
    return false;
  }
  *seconds = absl::ToUnixSeconds(absl::FromCivil(civil, absl::UTCTimeZone())) - offset_seconds;
  return *seconds >= kMinTimestampSeconds && *seconds <= kMaxTimestampSeconds;
}

bool AppendDuration(int64_t seconds, int32_t nanos, std::string* out) {
  if (std::llabs(seconds) > kMaxDurationSeconds || std::abs(nanos) >= kNanosPerSecond ||
      (seconds < 0 && nanos > 0) || (seconds > 0 && nanos < 0)) {
    return false;
  }
  if (seconds < 0 || nanos < 0) out->push_back('-');
  absl::StrAppend(out, std::llabs(seconds));
  AppendFraction(std::abs(nanos), out);
  out->push_back('s');
  return true;
}

bool ParseDuration(absl::string_view text, int64_t* seconds, int32_t* nanos) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  size_t digits = 0;
  while (digits < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[digits]))) {
    ++digits;
  }
  if (digits == 0 || !absl::SimpleAtoi(text.substr(0, digits), seconds)) return false;
  text.remove_prefix(digits);
  if (!ConsumeFraction(&text, nanos) || text != "s" || *seconds > kMaxDurationSeconds) return false;
  if (negative) {
    *seconds = -*seconds;
    *nanos = -*nanos;
  }
  return true;
}

bool PathToCamelCase(absl::string_view path, std::string* out) {
  bool capital = false;
  for (const char c : path) {
    if (!IsPathCharacter(c)) return false;
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) return false;
    if (capital && !absl::ascii_islower(static_cast<unsigned char>(c))) return false;
    if (c == '_') {
      capital = true;
      continue;
    }
    out->push_back(capital ? absl::ascii_toupper(static_cast<unsigned char>(c)) : c);
    capital = false;
  }
  return !capital;
}

bool PathToSnakeCase(absl::string_view path, std::string* out) {
  for (const char c : path) {
    if (c == '_' || !IsPathCharacter(c)) return false;
    if (absl::ascii_isupper(static_cast<unsigned char>(c))) {
      out->push_back('_');
      out->push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
    } else {
      out->push_back(c);
    }
  }
  return true;
}

}  // namespace deputies::gateway::table
