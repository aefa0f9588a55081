#include "gateway/transcode/table/json_text.h"

#include <charconv>
#include <cmath>
#include <cstring>

#include "simdjson.h"

namespace deputies::gateway::table {
namespace {

// Shortest text that reads back as the same number.
template <typename Float>
void AppendFloating(Float value, std::string* json) {
  if (std::isnan(value)) {
    json->append("\"NaN\"");
  } else if (std::isinf(value)) {
    json->append(value > 0 ? "\"Infinity\"" : "\"-Infinity\"");
  } else {
    char digits[32];
    const auto result = std::to_chars(digits, digits + sizeof(digits), value);
    const absl::string_view text(digits, static_cast<size_t>(result.ptr - digits));
    json->append(text.data(), text.size());
    // Readers take a whole number beyond 64 bits for an error.
    constexpr size_t kSafeDigits = 18;
    if (text.size() > kSafeDigits && text.find_first_of(".e") == absl::string_view::npos) {
      json->append(".0");
    }
  }
}

// True when none of the eight bytes is a control character, a quote or a backslash.
bool IsPlain(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  constexpr uint64_t kHighs = 0x8080808080808080;
  const auto has_zero = [](uint64_t v) { return (v - kOnes) & ~v & kHighs; };
  const uint64_t below_space = (bytes - kOnes * 0x20) & ~bytes & kHighs;
  return (below_space | has_zero(bytes ^ (kOnes * '"')) | has_zero(bytes ^ (kOnes * '\\'))) == 0;
}

void AppendEscaped(unsigned char c, std::string* json) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      json->append("\\\"");
      return;
    case '\\':
      json->append("\\\\");
      return;
    case '\n':
      json->append("\\n");
      return;
    case '\r':
      json->append("\\r");
      return;
    case '\t':
      json->append("\\t");
      return;
    default:
      json->append("\\u00");
      json->push_back(kHex[c >> 4]);
      json->push_back(kHex[c & 15]);
  }
}

// Appends valid UTF-8 with what JSON wants escaped.
void AppendValidText(absl::string_view text, std::string* json) {
  const char* at = text.data();
  const char* const end = at + text.size();
  const char* plain = at;
  while (at != end) {
    uint64_t word;
    if (end - at >= 8 && (std::memcpy(&word, at, 8), IsPlain(word))) {
      at += 8;
      continue;
    }
    const auto c = static_cast<unsigned char>(*at);
    if (c < 0x20 || c == '"' || c == '\\') {
      json->append(plain, static_cast<size_t>(at - plain));
      AppendEscaped(c, json);
      plain = at + 1;
    }
    ++at;
  }
  json->append(plain, static_cast<size_t>(at - plain));
}

// Replaces every byte that belongs to no valid sequence.
std::string RepairUtf8(absl::string_view text) {
  std::string repaired;
  while (!text.empty()) {
    size_t length = 1;
    while (length < 4 && length <= text.size() && !simdjson::validate_utf8(text.data(), length)) {
      ++length;
    }
    if (length <= text.size() && length <= 4 && simdjson::validate_utf8(text.data(), length)) {
      repaired.append(text.data(), length);
      text.remove_prefix(length);
    } else {
      repaired.append("\xef\xbf\xbd");
      text.remove_prefix(1);
    }
  }
  return repaired;
}

}  // namespace

void AppendInteger(int64_t value, std::string* json) {
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof(digits), value);
  json->append(digits, result.ptr);
}

void AppendUnsigned(uint64_t value, std::string* json) {
  char digits[24];
  const auto result = std::to_chars(digits, digits + sizeof(digits), value);
  json->append(digits, result.ptr);
}

void AppendQuotedInteger(int64_t value, std::string* json) {
  json->push_back('"');
  AppendInteger(value, json);
  json->push_back('"');
}

void AppendQuotedUnsigned(uint64_t value, std::string* json) {
  json->push_back('"');
  AppendUnsigned(value, json);
  json->push_back('"');
}

void AppendFloat(float value, std::string* json) { AppendFloating(value, json); }
void AppendFloat(double value, std::string* json) { AppendFloating(value, json); }

void AppendJsonText(absl::string_view text, std::string* json) {
  json->push_back('"');
  if (simdjson::validate_utf8(text.data(), text.size())) {
    AppendValidText(text, json);
  } else {
    AppendValidText(RepairUtf8(text), json);
  }
  json->push_back('"');
}

}  // namespace deputies::gateway::table
