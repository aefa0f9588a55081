#include "gateway/transcode/table/json_reader.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/transcode/table/well_known.h"
#include "gateway/transcode/table/wire.h"
#include "simdjson.h"

namespace deputies::gateway::table {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr char kWantInteger[] = "应为整数";
constexpr char kWantNumber[] = "应为数字";
constexpr char kWantBool[] = "应为 true 或 false";
constexpr char kWantString[] = "应为文字";
constexpr char kWantBytes[] = "应为 Base64 文字";
constexpr char kWantObject[] = "应为对象";
constexpr char kWantList[] = "应为列表";
constexpr char kWantTimestamp[] = "应为时间，如 2026-01-01T08:00:00Z";
constexpr char kWantDuration[] = "应为时长，如 1.5s";
constexpr char kWantFieldMask[] = "应为字段列表，如 name,homeId";
constexpr char kNoSuchOption[] = "没有这个选项";
constexpr char kOutOfRange[] = "数字超出范围";
constexpr char kTwice[] = "重复出现";
constexpr char kOneOnly[] = "只能填写其中一项";
constexpr char kNoNull[] = "不能为 null";
constexpr char kDiffersFromPath[] = "与网址中的值不一致";

// Where the reader stands; joined to a path only when something is wrong.
struct Place {
  const Place* parent;
  absl::string_view name;
  int index;  // -1 outside lists
};

std::string PathOf(const Place* place) {
  if (place == nullptr) return "";
  std::string path = PathOf(place->parent);
  if (!path.empty() && !place->name.empty()) path.push_back('.');
  absl::StrAppend(&path, place->name);
  if (place->index >= 0) absl::StrAppend(&path, "[", place->index, "]");
  return path;
}

// Digits with an optional '-': no blanks, no '+', no leading zeros, no fraction.
bool IsIntegerText(absl::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && (text[0] != '0' || text.size() == 1) &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Null on success, else what is wrong. Exactly one of the results is set, by the sign.
struct Integer {
  bool negative = false;
  uint64_t magnitude = 0;  // of a negative number: its two's complement

  static const char* FromText(absl::string_view text, Integer* result) {
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

  static const char* FromJson(element value, Integer* result) {
    switch (value.type()) {
      case element_type::INT64: {
        const int64_t number = value.get_int64().value_unsafe();
        *result = {number < 0, static_cast<uint64_t>(number)};
        return nullptr;
      }
      case element_type::UINT64:
        *result = {false, value.get_uint64().value_unsafe()};
        return nullptr;
      case element_type::STRING: {
        const std::string_view text = value.get_string().value_unsafe();
        return FromText({text.data(), text.size()}, result);
      }
      default:
        return kWantInteger;
    }
  }

  template <typename T>
  const char* Fit(T* value) const {
    const auto as_signed = static_cast<int64_t>(magnitude);
    if (negative) {
      if (!std::numeric_limits<T>::is_signed ||
          as_signed < static_cast<int64_t>(std::numeric_limits<T>::min())) {
        return kOutOfRange;
      }
      *value = static_cast<T>(as_signed);
    } else {
      if (magnitude > static_cast<uint64_t>(std::numeric_limits<T>::max())) return kOutOfRange;
      *value = static_cast<T>(magnitude);
    }
    return nullptr;
  }
};

const char* AppendInteger(ValueKind kind, const Integer& integer, std::string* wire) {
  int32_t i32 = 0;
  int64_t i64 = 0;
  uint32_t u32 = 0;
  uint64_t u64 = 0;
  const char* problem = nullptr;
  switch (kind) {
    case ValueKind::kInt32:
      if ((problem = integer.Fit(&i32)) == nullptr)
        AppendVarint(static_cast<uint64_t>(int64_t{i32}), wire);
      return problem;
    case ValueKind::kInt64:
      if ((problem = integer.Fit(&i64)) == nullptr) AppendVarint(static_cast<uint64_t>(i64), wire);
      return problem;
    case ValueKind::kUint32:
      if ((problem = integer.Fit(&u32)) == nullptr) AppendVarint(u32, wire);
      return problem;
    case ValueKind::kUint64:
      if ((problem = integer.Fit(&u64)) == nullptr) AppendVarint(u64, wire);
      return problem;
    case ValueKind::kSint32:
      if ((problem = integer.Fit(&i32)) == nullptr) AppendVarint(ZigZag(i32) & 0xffffffff, wire);
      return problem;
    case ValueKind::kSint64:
      if ((problem = integer.Fit(&i64)) == nullptr) AppendVarint(ZigZag(i64), wire);
      return problem;
    case ValueKind::kFixed32:
      if ((problem = integer.Fit(&u32)) == nullptr) AppendFixed(u32, wire);
      return problem;
    case ValueKind::kFixed64:
      if ((problem = integer.Fit(&u64)) == nullptr) AppendFixed(u64, wire);
      return problem;
    case ValueKind::kSfixed32:
      if ((problem = integer.Fit(&i32)) == nullptr) AppendFixed(i32, wire);
      return problem;
    case ValueKind::kSfixed64:
      if ((problem = integer.Fit(&i64)) == nullptr) AppendFixed(i64, wire);
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

const char* NumberFromText(absl::string_view text, double* value) {
  const bool plain = !text.empty() && text.find_first_not_of("+-.0123456789eE") == text.npos;
  return plain && absl::SimpleAtod(text, value) && std::isfinite(*value) ? nullptr : kWantNumber;
}

const char* AppendEnum(const EnumTable& table, absl::string_view name, std::string* wire) {
  const auto entry = table.number_by_name.find(name);
  if (entry == table.number_by_name.end()) return kNoSuchOption;
  AppendVarint(static_cast<uint64_t>(int64_t{entry->second}), wire);
  return nullptr;
}

void AppendBytesValue(absl::string_view bytes, std::string* wire) {
  AppendVarint(bytes.size(), wire);
  wire->append(bytes.data(), bytes.size());
}

// Standard and URL-safe alphabet, with or without padding.
const char* AppendBase64(absl::string_view text, std::string* wire) {
  std::string bytes;
  if (!absl::Base64Unescape(text, &bytes) && !absl::WebSafeBase64Unescape(text, &bytes)) {
    return kWantBytes;
  }
  AppendBytesValue(bytes, wire);
  return nullptr;
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

// Timestamp, Duration and FieldMask are text. Appends length and content.
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

// A value given as text: path variables, query parameters, map keys.
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

class Reader {
 public:
  Reader(std::string* wire, JsonError* error) : wire_(wire), error_(error) {}

  bool Object(const MessageTable& table, element value, const Place* place,
              const std::vector<BoundField>* bound) {
    simdjson::dom::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return Invalid(place, kWantObject);
    // Names and values.
    if (!Count(2 * object.size() + 1)) return false;
    std::vector<bool> seen(table.fields.size());
    std::vector<bool> oneof_seen(static_cast<size_t>(table.oneof_count));
    for (const auto [name, member] : object) {
      const absl::string_view key(name.data(), name.size());
      const Place here{place, key, -1};
      const auto position = table.field_by_name.find(key);
      if (position == table.field_by_name.end()) {
        return Fail(JsonError::Kind::kUnknownField, &here, "");
      }
      const FieldTable& field = table.fields[position->second];
      if (seen[position->second]) return Fail(JsonError::Kind::kSyntax, &here, kTwice);
      seen[position->second] = true;
      if (member.is_null()) return Invalid(&here, kNoNull);
      if (field.oneof >= 0) {
        if (oneof_seen[static_cast<size_t>(field.oneof)]) return Invalid(&here, kOneOnly);
        oneof_seen[static_cast<size_t>(field.oneof)] = true;
      }
      const size_t start = wire_->size();
      if (!Field(field, member, &here)) return false;
      if (bound == nullptr) continue;
      for (const BoundField& path_field : *bound) {
        if (path_field.number != field.number) continue;
        if (absl::string_view(*wire_).substr(start) != path_field.wire) {
          return Invalid(&here, kDiffersFromPath);
        }
        wire_->resize(start);
      }
    }
    return true;
  }

 private:
  bool Fail(JsonError::Kind kind, const Place* place, absl::string_view text) {
    error_->kind = kind;
    error_->path = PathOf(place);
    error_->text = std::string(text);
    return false;
  }
  bool Invalid(const Place* place, absl::string_view text) {
    return Fail(JsonError::Kind::kInvalidValue, place, text);
  }
  bool Count(size_t tokens) {
    tokens_ += tokens;
    if (tokens_ <= static_cast<size_t>(kMaxJsonTokens)) return true;
    return Fail(JsonError::Kind::kSyntax, nullptr,
                absl::StrCat("内容过多（超过 ", kMaxJsonTokens, " 项）"));
  }

  // Tags and values of one field.
  bool Field(const FieldTable& field, element value, const Place* place) {
    if (field.map) return Map(field, value, place);
    if (field.repeated) return List(field, value, place);
    AppendTag(field.number, WireTypeOf(field.kind), wire_);
    return Value(field, value, place);
  }

  bool List(const FieldTable& field, element value, const Place* place) {
    simdjson::dom::array array;
    if (value.get_array().get(array) != simdjson::SUCCESS) return Invalid(place, kWantList);
    if (!Count(array.size() + 1)) return false;
    size_t packed_start = 0;
    if (field.packed && array.size() > 0) {
      AppendTag(field.number, kLengthDelimited, wire_);
      packed_start = wire_->size();
    }
    int index = 0;
    for (const element item : array) {
      const Place here{place->parent, place->name, index++};
      if (item.is_null()) return Invalid(&here, kNoNull);
      if (!field.packed) AppendTag(field.number, WireTypeOf(field.kind), wire_);
      if (!Value(field, item, &here)) return false;
    }
    if (packed_start > 0) InsertLength(packed_start, wire_);
    return true;
  }

  bool Map(const FieldTable& field, element value, const Place* place) {
    simdjson::dom::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return Invalid(place, kWantObject);
    if (!Count(2 * object.size() + 1)) return false;
    const FieldTable& key_field = field.message->fields[0];
    const FieldTable& value_field = field.message->fields[1];
    std::vector<absl::string_view> keys;
    for (const auto [name, member] : object) {
      const absl::string_view key(name.data(), name.size());
      const Place here{place, key, -1};
      keys.push_back(key);
      if (member.is_null()) return Invalid(&here, kNoNull);
      AppendTag(field.number, kLengthDelimited, wire_);
      const size_t start = wire_->size();
      AppendTag(1, WireTypeOf(key_field.kind), wire_);
      if (const char* problem = AppendTextValue(key_field, key, wire_)) {
        return Invalid(&here, problem);
      }
      AppendTag(2, WireTypeOf(value_field.kind), wire_);
      if (!Value(value_field, member, &here)) return false;
      InsertLength(start, wire_);
    }
    std::sort(keys.begin(), keys.end());
    const auto twice = std::adjacent_find(keys.begin(), keys.end());
    if (twice == keys.end()) return true;
    const Place here{place, *twice, -1};
    return Fail(JsonError::Kind::kSyntax, &here, kTwice);
  }

  // One value without its tag.
  bool Value(const FieldTable& field, element value, const Place* place) {
    const char* problem = nullptr;
    Integer integer;
    switch (field.kind) {
      case ValueKind::kMessage:
        return MessageValue(*field.message, value, place);
      case ValueKind::kBool: {
        bool flag;
        if (value.get_bool().get(flag) != simdjson::SUCCESS) return Invalid(place, kWantBool);
        AppendVarint(flag, wire_);
        return true;
      }
      case ValueKind::kString:
      case ValueKind::kBytes: {
        std::string_view text;
        if (value.get_string().get(text) != simdjson::SUCCESS) {
          return Invalid(place, field.kind == ValueKind::kString ? kWantString : kWantBytes);
        }
        if (field.kind == ValueKind::kString) {
          AppendBytesValue({text.data(), text.size()}, wire_);
          return true;
        }
        problem = AppendBase64({text.data(), text.size()}, wire_);
        break;
      }
      case ValueKind::kEnum:
        problem = EnumValue(*field.enum_table, value);
        break;
      case ValueKind::kFloat:
      case ValueKind::kDouble:
        problem = NumberValue(field.kind, value);
        break;
      default:
        problem = Integer::FromJson(value, &integer);
        if (problem == nullptr) problem = AppendInteger(field.kind, integer, wire_);
    }
    return problem == nullptr || Invalid(place, problem);
  }

  bool MessageValue(const MessageTable& table, element value, const Place* place) {
    const size_t start = wire_->size();
    if (table.well_known == WellKnown::kNone) {
      if (!Object(table, value, place, nullptr)) return false;
    } else if (table.well_known == WellKnown::kWrapper) {
      AppendTag(table.fields[0].number, WireTypeOf(table.fields[0].kind), wire_);
      if (!Value(table.fields[0], value, place)) return false;
    } else {
      std::string_view text;
      const bool is_text = value.get_string().get(text) == simdjson::SUCCESS;
      const char* problem = AppendWellKnown(
          table.well_known, is_text ? absl::string_view(text.data(), text.size()) : "?", wire_);
      return problem == nullptr || Invalid(place, problem);
    }
    InsertLength(start, wire_);
    return true;
  }

  const char* EnumValue(const EnumTable& table, element value) {
    std::string_view name;
    if (value.get_string().get(name) != simdjson::SUCCESS) return kNoSuchOption;
    return AppendEnum(table, {name.data(), name.size()}, wire_);
  }

  const char* NumberValue(ValueKind kind, element value) {
    double number;
    if (value.get_double().get(number) != simdjson::SUCCESS) return kWantNumber;
    return AppendNumber(kind, number, wire_);
  }

  std::string* wire_;
  JsonError* error_;
  size_t tokens_ = 0;
};

// One parser a thread, so that its buffers are used again. Depth counts the root.
simdjson::dom::parser& ThreadParser() {
  thread_local simdjson::dom::parser parser;
  return parser;
}

}  // namespace

bool ReadJson(const MessageTable& table, absl::string_view body,
              const std::vector<BoundField>& bound, std::string* wire, JsonError* error) {
  simdjson::dom::parser& parser = ThreadParser();
  element root;
  simdjson::error_code code = simdjson::SUCCESS;
  if (parser.capacity() < body.size() || parser.max_depth() != static_cast<size_t>(kMaxJsonDepth)) {
    code = parser.allocate(std::max<size_t>(body.size(), 16384), kMaxJsonDepth);
  }
  if (code == simdjson::SUCCESS) code = parser.parse(body.data(), body.size()).get(root);
  if (code == simdjson::SUCCESS && !root.is_object()) {
    error->kind = JsonError::Kind::kInvalidValue;
    error->path = "body";
    error->text = kWantObject;
    return false;
  }
  if (code != simdjson::SUCCESS) {
    error->kind = JsonError::Kind::kSyntax;
    if (code == simdjson::DEPTH_ERROR) {
      error->text = absl::StrCat("嵌套太深（超过 ", kMaxJsonDepth, " 层）");
    }
    return false;
  }
  const size_t start = wire->size();
  if (Reader(wire, error).Object(table, root, nullptr, &bound)) return true;
  wire->resize(start);
  return false;
}

bool ReadText(const FieldTable& field, absl::string_view value, std::string* wire,
              std::string* text) {
  const size_t start = wire->size();
  AppendTag(field.number, WireTypeOf(field.kind), wire);
  const char* problem = AppendTextValue(field, value, wire);
  if (problem == nullptr) return true;
  wire->resize(start);
  *text = problem;
  return false;
}

}  // namespace deputies::gateway::table
