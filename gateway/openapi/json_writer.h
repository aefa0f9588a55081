#ifndef GATEWAY_OPENAPI_JSON_WRITER_H_
#define GATEWAY_OPENAPI_JSON_WRITER_H_

#include <cstdint>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace deputies::gateway {

// Builds a JSON text front to back; the caller keeps objects and arrays closed.
class JsonWriter {
 public:
  JsonWriter& Open(char bracket);   // '{' or '['
  JsonWriter& Close(char bracket);  // '}' or ']'
  JsonWriter& Key(absl::string_view key);
  JsonWriter& String(absl::string_view value);
  JsonWriter& Int(int64_t value);
  JsonWriter& Bool(bool value);

  // A value that is JSON already.
  JsonWriter& Raw(absl::string_view json);

  // Members of the open object.
  JsonWriter& Member(absl::string_view key, absl::string_view value);
  JsonWriter& Reference(absl::string_view pointer);  // "$ref"

  std::string Take() { return std::move(text_); }

 private:
  void Separate();
  std::string text_;
  bool first_ = true;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_OPENAPI_JSON_WRITER_H_
