// Values that come as text or as JSON scalars, in protobuf's wire format and without their tags.
// What answers `const char*` answers null on success, else what is wrong, in Chinese.
#ifndef GATEWAY_TRANSCODE_TABLE_VALUE_TEXT_H_
#define GATEWAY_TRANSCODE_TABLE_VALUE_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/transcode/table/message_table.h"
#include "gateway/transcode/table/wire.h"

namespace deputies::gateway::table {

inline constexpr char kWantInteger[] = "应为整数";
inline constexpr char kWantNumber[] = "应为数字";
inline constexpr char kWantBool[] = "应为 true 或 false";
inline constexpr char kWantBytes[] = "应为 Base64 文字";
inline constexpr char kWantObject[] = "应为对象";
inline constexpr char kNoSuchOption[] = "没有这个选项";

// Any integer that some protobuf type can hold.
struct Integer {
  bool negative = false;
  uint64_t magnitude = 0;  // of a negative number: its two's complement

  // Digits with an optional '-': no blanks, no '+', no leading zeros, no fraction.
  static const char* FromText(absl::string_view text, Integer* result);
};

const char* AppendInteger(ValueKind kind, const Integer& integer, std::string* wire);
// kFloat or kDouble.
const char* AppendNumber(ValueKind kind, double value, std::string* wire);
const char* AppendEnum(const EnumTable& table, absl::string_view name, std::string* wire);
// Length and bytes.
inline void AppendBytesValue(absl::string_view bytes, std::string* wire) {
  AppendVarint(bytes.size(), wire);
  wire->append(bytes.data(), bytes.size());
}
// Standard and URL-safe alphabet, with or without padding.
const char* AppendBase64(absl::string_view text, std::string* wire);
// Timestamp, Duration and FieldMask are text. Appends length and content.
const char* AppendWellKnown(WellKnown kind, absl::string_view text, std::string* wire);
// A value given as text: path variables, query parameters, map keys.
const char* AppendTextValue(const FieldTable& field, absl::string_view text, std::string* wire);

}  // namespace deputies::gateway::table

#endif  // GATEWAY_TRANSCODE_TABLE_VALUE_TEXT_H_
