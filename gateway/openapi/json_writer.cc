#include "gateway/openapi/json_writer.h"

#include "absl/strings/str_cat.h"
#include "services/common/log/log.h"

namespace deputies::gateway {

void JsonWriter::Separate() {
  if (!first_) text_.push_back(',');
  first_ = false;
}

JsonWriter& JsonWriter::Open(char bracket) {
  Separate();
  text_.push_back(bracket);
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::Close(char bracket) {
  text_.push_back(bracket);
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::Key(absl::string_view key) {
  Separate();
  log::AppendJsonString(key, &text_);
  text_.push_back(':');
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::String(absl::string_view value) {
  Separate();
  log::AppendJsonString(value, &text_);
  return *this;
}

JsonWriter& JsonWriter::Int(int64_t value) {
  Separate();
  absl::StrAppend(&text_, value);
  return *this;
}

JsonWriter& JsonWriter::Bool(bool value) {
  Separate();
  text_.append(value ? "true" : "false");
  return *this;
}

JsonWriter& JsonWriter::Raw(absl::string_view json) {
  Separate();
  text_.append(json.data(), json.size());
  return *this;
}

JsonWriter& JsonWriter::Member(absl::string_view key, absl::string_view value) {
  return Key(key).String(value);
}

JsonWriter& JsonWriter::Reference(absl::string_view pointer) {
  return Open('{').Member("$ref", pointer).Close('}');
}

}  // namespace deputies::gateway
