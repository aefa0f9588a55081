#include "gateway/transcode/scalar_text.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace deputies::gateway {
namespace {

using google::protobuf::FieldDescriptor;

constexpr char kTimestamp[] = "google.protobuf.Timestamp";
enum WireType : uint32_t { kVarint = 0, kFixed64 = 1, kLength = 2, kFixed32 = 5 };

void AppendVarint(uint64_t value, std::string* wire) {
  while (value >= 0x80) {
    wire->push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  wire->push_back(static_cast<char>(value));
}

void AppendTag(int number, WireType type, std::string* wire) {
  AppendVarint((static_cast<uint64_t>(number) << 3) | type, wire);
}

template <typename T>
void AppendFixed(int number, WireType type, T value, std::string* wire) {
  AppendTag(number, type, wire);
  char bytes[sizeof(T)];
  std::memcpy(bytes, &value, sizeof(T));  // little-endian hosts only, as everything Debian ships on
  wire->append(bytes, sizeof(T));
}

uint64_t ZigZag(int64_t value) {
  return (static_cast<uint64_t>(value) << 1) ^ static_cast<uint64_t>(value >> 63);
}

// Decimal as JSON writes it: absl's readers would take spaces, '+' and leading zeros.
bool IsPlainInteger(absl::string_view text) {
  if (!text.empty() && text[0] == '-') {
    text.remove_prefix(1);
    if (text == "0") return false;
  }
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string OutOfRange(int64_t least, uint64_t most) {
  // The bounds of 64 bits tell a person nothing.
  if (most > std::numeric_limits<uint32_t>::max()) return "应是整数";
  return absl::StrCat("应是 ", least, " 到 ", most, " 的整数");
}

std::string AppendInteger(const FieldDescriptor& field, absl::string_view text, std::string* wire) {
  const int number = field.number();
  const FieldDescriptor::Type type = field.type();
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32 ||
      field.cpp_type() == FieldDescriptor::CPPTYPE_UINT64) {
    const uint64_t most = field.cpp_type() == FieldDescriptor::CPPTYPE_UINT32
                              ? std::numeric_limits<uint32_t>::max()
                              : std::numeric_limits<uint64_t>::max();
    uint64_t value = 0;
    if (!IsPlainInteger(text) || !absl::SimpleAtoi(text, &value) || value > most) {
      return OutOfRange(0, most);
    }
    if (wire == nullptr) return "";
    if (type == FieldDescriptor::TYPE_FIXED32) {
      AppendFixed(number, kFixed32, static_cast<uint32_t>(value), wire);
    } else if (type == FieldDescriptor::TYPE_FIXED64) {
      AppendFixed(number, kFixed64, value, wire);
    } else {
      AppendTag(number, kVarint, wire);
      AppendVarint(value, wire);
    }
    return "";
  }
  const bool narrow = field.cpp_type() == FieldDescriptor::CPPTYPE_INT32;
  const int64_t least =
      narrow ? std::numeric_limits<int32_t>::min() : std::numeric_limits<int64_t>::min();
  const int64_t most =
      narrow ? std::numeric_limits<int32_t>::max() : std::numeric_limits<int64_t>::max();
  int64_t value = 0;
  if (!IsPlainInteger(text) || !absl::SimpleAtoi(text, &value) || value < least || value > most) {
    return OutOfRange(least, static_cast<uint64_t>(most));
  }
  if (wire == nullptr) return "";
  if (type == FieldDescriptor::TYPE_SFIXED32) {
    AppendFixed(number, kFixed32, static_cast<int32_t>(value), wire);
  } else if (type == FieldDescriptor::TYPE_SFIXED64) {
    AppendFixed(number, kFixed64, value, wire);
  } else {
    AppendTag(number, kVarint, wire);
    const bool zigzag =
        type == FieldDescriptor::TYPE_SINT32 || type == FieldDescriptor::TYPE_SINT64;
    AppendVarint(zigzag ? ZigZag(value) : static_cast<uint64_t>(value), wire);
  }
  return "";
}

std::string AppendFloating(const FieldDescriptor& field, absl::string_view text,
                           std::string* wire) {
  double value = 0;
  const bool plain = !text.empty() && text.find_first_not_of("0123456789+-.eE") == text.npos;
  const bool narrow = field.cpp_type() == FieldDescriptor::CPPTYPE_FLOAT;
  if (!plain || !absl::SimpleAtod(text, &value) || !std::isfinite(value) ||
      (narrow && std::abs(value) > std::numeric_limits<float>::max())) {
    return "应是数字";
  }
  if (wire == nullptr) return "";
  if (narrow) {
    AppendFixed(field.number(), kFixed32, static_cast<float>(value), wire);
  } else {
    AppendFixed(field.number(), kFixed64, value, wire);
  }
  return "";
}

std::string AppendTimestamp(const FieldDescriptor& field, absl::string_view text,
                            std::string* wire) {
  constexpr char kProblem[] = "应是时间，如 2024-05-01T08:00:00Z";
  absl::Time time;
  std::string error;
  // absl also reads dates far outside those of Timestamp, and spaces around.
  if (text.size() < 20 || text.size() > 35 || text[10] != 'T' ||
      !absl::ParseTime(absl::RFC3339_full, text, &time, &error) ||
      time < absl::UnixEpoch() - absl::Seconds(62135596800) ||
      time >= absl::UnixEpoch() + absl::Seconds(253402300800)) {
    return kProblem;
  }
  if (wire == nullptr) return "";
  const int64_t seconds = absl::ToUnixSeconds(time);
  const int64_t nanos = absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds));
  std::string content;
  AppendTag(1, kVarint, &content);
  AppendVarint(static_cast<uint64_t>(seconds), &content);
  AppendTag(2, kVarint, &content);
  AppendVarint(static_cast<uint64_t>(nanos), &content);
  AppendLengthDelimited(field.number(), content, wire);
  return "";
}

}  // namespace

void AppendLengthDelimited(int field_number, absl::string_view content, std::string* wire) {
  AppendTag(field_number, kLength, wire);
  AppendVarint(content.size(), wire);
  wire->append(content.data(), content.size());
}

void AppendNested(const std::vector<const FieldDescriptor*>& path, std::string content,
                  std::string* wire) {
  for (size_t i = path.size() - 1; i > 0; --i) {
    std::string outer;
    AppendLengthDelimited(path[i - 1]->number(), content, &outer);
    content = std::move(outer);
  }
  wire->append(content);
}

bool HasScalarText(const FieldDescriptor& field) {
  return field.cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE ||
         field.message_type()->full_name() == kTimestamp;
}

std::string AppendScalarText(const FieldDescriptor& field, absl::string_view text,
                             std::string* wire) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT32:
    case FieldDescriptor::CPPTYPE_UINT64:
      return AppendInteger(field, text, wire);
    case FieldDescriptor::CPPTYPE_DOUBLE:
    case FieldDescriptor::CPPTYPE_FLOAT:
      return AppendFloating(field, text, wire);
    case FieldDescriptor::CPPTYPE_BOOL:
      if (text != "true" && text != "false") return "应是 true 或 false";
      if (wire != nullptr) {
        AppendTag(field.number(), kVarint, wire);
        AppendVarint(text == "true" ? 1 : 0, wire);
      }
      return "";
    case FieldDescriptor::CPPTYPE_ENUM: {
      const auto* value = field.enum_type()->FindValueByName(std::string(text));
      if (value == nullptr) return "没有这个选项";
      if (wire != nullptr) {
        AppendTag(field.number(), kVarint, wire);
        AppendVarint(static_cast<uint64_t>(static_cast<int64_t>(value->number())), wire);
      }
      return "";
    }
    case FieldDescriptor::CPPTYPE_STRING: {
      std::string bytes;
      if (field.type() == FieldDescriptor::TYPE_BYTES) {
        if (!absl::Base64Unescape(text, &bytes) && !absl::WebSafeBase64Unescape(text, &bytes)) {
          return "应是 base64 编码";
        }
        text = bytes;
      }
      if (wire != nullptr) AppendLengthDelimited(field.number(), text, wire);
      return "";
    }
    case FieldDescriptor::CPPTYPE_MESSAGE:
      if (field.message_type()->full_name() == kTimestamp) {
        return AppendTimestamp(field, text, wire);
      }
      return "不能写成一个值";
  }
  return "不能写成一个值";
}

}  // namespace deputies::gateway
