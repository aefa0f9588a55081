#ifndef GATEWAY_TRANSCODE_TABLE_JSON_READER_H_
#define GATEWAY_TRANSCODE_TABLE_JSON_READER_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/transcode/table/message_table.h"

namespace deputies::gateway::table {

// Bounds of a request body.
inline constexpr int kMaxJsonDepth = 16;
inline constexpr int kMaxJsonTokens = 2000;

// A top-level field that the path has set already, with the bytes of its value. The body may only
// repeat it.
struct BoundField {
  uint32_t number;
  std::string wire;
};

struct JsonError {
  enum class Kind {
    kNone,
    kSyntax,        // not JSON, a key twice, too deep, too many tokens
    kUnknownField,  // `path` names it
    kInvalidValue,  // `path` names the field, `text` says in Chinese what it should be
  };
  Kind kind = Kind::kNone;
  std::string path;  // as in the body: "messages[3].postTime"
  std::string text;
};

// Appends to `wire` the bytes of the message that the JSON object in `body` describes. Strict:
// UTF-8, every key once and in camelCase, one member of a oneof, right types, enums by name, no
// unknown fields, no null. On an error `wire` is as it was.
bool ReadJson(const MessageTable& table, absl::string_view body,
              const std::vector<BoundField>& bound, std::string* wire, JsonError* error);

// Appends tag and value of one field given as text, as in a path or a query string. False with
// `text` saying what it should be. Repeated fields are given one value a call.
bool ReadText(const FieldTable& field, absl::string_view value, std::string* wire,
              std::string* text);

}  // namespace deputies::gateway::table

#endif  // GATEWAY_TRANSCODE_TABLE_JSON_READER_H_
