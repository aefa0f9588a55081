#include "gateway/transcode/table/value_text.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_split.h"
#include "gateway/transcode/table/well_known.h"
#include "simdjson.h"

namespace deputies::gateway::table {
namespace {

constexpr char kWantTimestamp[] = "应为时间，如 2026-01-01T08:00:00Z";
constexpr char kWantDuration[] = "应为时长，如 1.5s";
constexpr char kWantFieldMask[] = "应为字段列表，如 name,homeId";
constexpr char kOutOfRange[] = "数字超出范围";

// Digits with an optional '-': no blanks, no '+', no leading zeros, no fraction.
bool IsIntegerText(absl::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && (text[0] != '0' || text.size() == 1) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

template <typename T>
const char* Fit(const Integer& integer, T* value) {
  const auto as_signed = static_cast<int64_t>(integer.magnitude);
  if (integer.negative) {
    if (!std::numeric_limits<T>::is_signed ||
        as_signed < static_cast<int64_t>(std::numeric_limits<T>::min())) {
      return kOutOfRange;
    }
    *value = static_cast<T>(as_signed);
  } else {
    if (integer.magnitude > static_cast<uint64_t>(std::numeric_limits<T>::max()))
      return kOutOfRange;
    *value = static_cast<T>(integer.magnitude);
  }
  return nullptr;
}

const char* NumberFromText(absl::string_view text, double* value) {
  const bool plain = !text.empty() && text.find_first_not_of("+-.0123456789eE") == text.npos;
  return plain && absl::SimpleAtod(text, value) && std::isfinite(*value) ? nullptr : kWantNumber;
}

void AppendSecondsAndNanos(int64_t seconds, int32_t nanos, std::string* wire) {
  std::string body;
  if (seconds != 0) {
    AppendTag(1, kVarint, &body);
    AppendVarint(static_cast<uint64_t>(seconds), &body);
  }
  if (nanos != 0) {
    AppendTag(2, kVarint, &body);
    AppendVarint(static_cast<uint64_t>(int64_t{nanos}), &body);
  }
  AppendBytesValue(body, wire);
}

}  // namespace

const char* Integer::FromText(absl::string_view text, Integer* result) {
  if (!IsIntegerText(text)) return kWantInteger;
  result->negative = text[0] == '-';
  if (result->negative) {
    int64_t value;
    if (!absl::SimpleAtoi(text, &value)) return kOutOfRange;
    result->magnitude = static_cast<uint64_t>(value);
    if (value == 0) result->negative = false;
    return nullptr;
  }
  return absl::SimpleAtoi(text, &result->magnitude) ? nullptr : kOutOfRange;
}

const char* AppendInteger(ValueKind kind, const Integer& integer, std::string* wire) {
  int32_t i32 = 0;
  int64_t i64 = 0;
  uint32_t u32 = 0;
  uint64_t u64 = 0;
  const char* problem = nullptr;
  switch (kind) {
    case ValueKind::kInt32:
      if ((problem = Fit(integer, &i32)) == nullptr)
        AppendVarint(static_cast<uint64_t>(int64_t{i32}), wire);
      return problem;
    case ValueKind::kInt64:
      if ((problem = Fit(integer, &i64)) == nullptr) AppendVarint(static_cast<uint64_t>(i64), wire);
      return problem;
    case ValueKind::kUint32:
      if ((problem = Fit(integer, &u32)) == nullptr) AppendVarint(u32, wire);
      return problem;
    case ValueKind::kUint64:
      if ((problem = Fit(integer, &u64)) == nullptr) AppendVarint(u64, wire);
      return problem;
    case ValueKind::kSint32:
      if ((problem = Fit(integer, &i32)) == nullptr) AppendVarint(ZigZag(i32) & 0xffffffff, wire);
      return problem;
    case ValueKind::kSint64:
      if ((problem = Fit(integer, &i64)) == nullptr) AppendVarint(ZigZag(i64), wire);
      return problem;
    case ValueKind::kFixed32:
      if ((problem = Fit(integer, &u32)) == nullptr) AppendFixed(u32, wire);
      return problem;
    case ValueKind::kFixed64:
      if ((problem = Fit(integer, &u64)) == nullptr) AppendFixed(u64, wire);
      return problem;
    case ValueKind::kSfixed32:
      if ((problem = Fit(integer, &i32)) == nullptr) AppendFixed(i32, wire);
      return problem;
    case ValueKind::kSfixed64:
      if ((problem = Fit(integer, &i64)) == nullptr) AppendFixed(i64, wire);
      return problem;
    default:
      return kWantInteger;
  }
}

const char* AppendNumber(ValueKind kind, double value, std::string* wire) {
  if (kind == ValueKind::kDouble) {
    AppendFixed(value, wire);
    return nullptr;
  }
  if (std::fabs(value) > std::numeric_limits<float>::max()) {
    return kOutOfRange;
  }
  AppendFixed(static_cast<float>(value), wire);
  return nullptr;
}

const char* AppendEnum(const EnumTable& table, absl::string_view name, std::string* wire) {
  const auto entry = table.number_by_name.find(name);
  if (entry == table.number_by_name.end()) return kNoSuchOption;
  AppendVarint(static_cast<uint64_t>(int64_t{entry->second}), wire);
  return nullptr;
}

const char* AppendBase64(absl::string_view text, std::string* wire) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) && !absl::WebSafeBase64Unescape(text, &bytes)) {
    return kWantBytes;
  }
  AppendBytesValue(bytes, wire);
  return nullptr;
}

const char* AppendWellKnown(WellKnown kind, absl::string_view text, std::string* wire) {
  int64_t seconds;
  int32_t nanos;
  if (kind == WellKnown::kTimestamp) {
    if (!ParseTimestamp(text, &seconds, &nanos)) return kWantTimestamp;
    AppendSecondsAndNanos(seconds, nanos, wire);
    return nullptr;
  }
  if (kind == WellKnown::kDuration) {
    if (!ParseDuration(text, &seconds, &nanos)) return kWantDuration;
    AppendSecondsAndNanos(seconds, nanos, wire);
    return nullptr;
  }
  std::string body;
  for (absl::string_view path : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    std::string snake;
    if (!PathToSnakeCase(path, &snake)) return kWantFieldMask;
    AppendTag(1, kLengthDelimited, &body);
    AppendBytesValue(snake, &body);
  }
  AppendBytesValue(body, wire);
  return nullptr;
}

const char* AppendTextValue(const FieldTable& field, absl::string_view text, std::string* wire) {
  Integer integer;
  double number;
  switch (field.kind) {
    case ValueKind::kBool:
      if (text != "true" && text != "false") return kWantBool;
      AppendVarint(text == "true", wire);
      return nullptr;
    case ValueKind::kFloat:
    case ValueKind::kDouble:
      if (const char* problem = NumberFromText(text, &number)) return problem;
      return AppendNumber(field.kind, number, wire);
    case ValueKind::kString:
      if (!simdjson::validate_utf8(text.data(), text.size())) return "不是有效的 UTF-8 文字";
      AppendBytesValue(text, wire);
      return nullptr;
    case ValueKind::kBytes:
      return AppendBase64(text, wire);
    case ValueKind::kEnum:
      return AppendEnum(*field.enum_table, text, wire);
    case ValueKind::kMessage:
      if (field.message->well_known == WellKnown::kNone ||
          field.message->well_known == WellKnown::kWrapper) {
        return kWantObject;
      }
      return AppendWellKnown(field.message->well_known, text, wire);
    default:
      if (const char* problem = Integer::FromText(text, &integer)) return problem;
      return AppendInteger(field.kind, integer, wire);
  }
}

}  // namespace deputies::gateway::table
