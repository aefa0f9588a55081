#include "gateway/transcode/table/json_reader.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "gateway/transcode/table/value_text.h"
#include "gateway/transcode/table/wire.h"
#include "simdjson.h"

namespace deputies::gateway::table {
namespace {

using simdjson::dom::element;
using simdjson::dom::element_type;

constexpr char kWantString[] = "应为文字";
constexpr char kWantList[] = "应为列表";
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

// Null on success, else what is wrong.
const char* IntegerFromJson(element value, Integer* result) {
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
      return Integer::FromText({text.data(), text.size()}, result);
    }
    default:
      return kWantInteger;
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
        problem = IntegerFromJson(value, &integer);
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
