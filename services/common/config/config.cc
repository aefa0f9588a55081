#include "services/common/config/config.h"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "services/common/base/status_macros.h"

namespace deputies::config {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Keeps the first error with its place.
class FirstError final : public google::protobuf::io::ErrorCollector {
 public:
  void AddError(int line, google::protobuf::io::ColumnNumber column,
                const std::string& message) override {
    if (text_.empty()) text_ = absl::StrCat(line + 1, ":", column + 1, ": ", message);
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

absl::Status SetScalar(const FieldDescriptor& field, const std::string& value, Message* message) {
  // The text format knows every scalar; strings must be quoted for it.
  const std::string literal = field.cpp_type() == FieldDescriptor::CPPTYPE_STRING
                                  ? absl::StrCat("\"", absl::CEscape(value), "\"")
                                  : value;
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFieldValueFromString(literal, &field, message)) {
    return absl::InvalidArgumentError(error.text());
  }
  return absl::OkStatus();
}

absl::Status Override(absl::string_view path, const std::string& value, Message* message) {
  const std::vector<std::string> names = absl::StrSplit(absl::AsciiStrToLower(path), "__");
  for (size_t i = 0; i < names.size(); ++i) {
    const FieldDescriptor* field = message->GetDescriptor()->FindFieldByName(names[i]);
    if (field == nullptr || field->is_repeated()) {
      return absl::InvalidArgumentError(absl::StrCat("no such single field: ", names[i]));
    }
    const bool is_message = field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    if (is_message != (i + 1 < names.size())) {
      return absl::InvalidArgumentError(absl::StrCat("not a complete path: ", path));
    }
    if (!is_message) return SetScalar(*field, value, message);
    message = message->GetReflection()->MutableMessage(message, field);
  }
  return absl::InvalidArgumentError("empty path");
}

}  // namespace

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  std::string text{std::istreambuf_iterator<char>(file), {}};
  if (file.bad()) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  return text;
}

absl::StatusOr<std::string> ReadSecret(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  const std::vector<absl::string_view> lines = absl::StrSplit(text, absl::MaxSplits('\n', 1));
  const absl::string_view line = absl::StripAsciiWhitespace(lines[0]);
  if (line.empty()) return absl::InvalidArgumentError(absl::StrCat(path, ": empty"));
  return std::string(line);
}

namespace {

bool ParseKey(absl::string_view hex, std::array<unsigned char, 32>* key) {
  const bool all_hex =
      std::all_of(hex.begin(), hex.end(), [](unsigned char c) { return std::isxdigit(c) != 0; });
  if (hex.size() != 2 * key->size() || !all_hex) return false;
  const std::string bytes = absl::HexStringToBytes(hex);
  std::copy(bytes.begin(), bytes.end(), key->begin());
  return true;
}

}  // namespace

absl::StatusOr<KeyRing> ParseKeyRing(absl::string_view text) {
  KeyRing ring;
  int line_number = 0;
  for (absl::string_view line : absl::StrSplit(text, '\n')) {
    ++line_number;
    line = absl::StripAsciiWhitespace(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    const std::vector<std::string> parts = absl::StrSplit(line, ' ', absl::SkipEmpty());
    uint32_t id = 0;
    if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &id) || id == 0 ||
        !ParseKey(parts[1], &ring.keys[id])) {
      return absl::InvalidArgumentError(
          absl::StrCat(line_number, ": want \"<key id> <64 hex digits>\""));
    }
    if (ring.first_id == 0) ring.first_id = id;
  }
  if (ring.keys.empty()) return absl::InvalidArgumentError("1: no key");
  return ring;
}

absl::StatusOr<KeyRing> ReadKeyRing(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  absl::StatusOr<KeyRing> ring = ParseKeyRing(text);
  if (ring.ok()) return ring;
  return absl::InvalidArgumentError(absl::StrCat(path, ":", ring.status().message()));
}

absl::StatusOr<std::array<unsigned char, 32>> ReadKey(const std::string& path) {
  ASSIGN_OR_RETURN(const std::string hex, ReadSecret(path));
  std::array<unsigned char, 32> key;
  if (!ParseKey(hex, &key)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ": want 64 hex digits"));
  }
  return key;
}

std::vector<std::string> Environment() {
  std::vector<std::string> entries;
  for (char** entry = environ; *entry != nullptr; ++entry) entries.emplace_back(*entry);
  return entries;
}

absl::Status Load(const std::string& path, const std::vector<std::string>& environment,
                  Message* config) {
  ASSIGN_OR_RETURN(const std::string text, ReadFile(path));
  google::protobuf::TextFormat::Parser parser;
  FirstError error;
  parser.RecordErrorsTo(&error);
  if (!parser.ParseFromString(text, config)) {
    return absl::InvalidArgumentError(absl::StrCat(path, ":", error.text()));
  }
  for (const std::string& entry : environment) {
    absl::string_view rest = entry;
    if (!absl::ConsumePrefix(&rest, kEnvironmentPrefix)) continue;
    const std::pair<std::string, std::string> parts = absl::StrSplit(rest, absl::MaxSplits('=', 1));
    const absl::Status status = Override(parts.first, parts.second, config);
    if (!status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat("environment variable ", kEnvironmentPrefix,
                                                     parts.first, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

}  // namespace deputies::config
