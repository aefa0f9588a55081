// JSON tokens, appended.
#ifndef GATEWAY_TRANSCODE_TABLE_JSON_TEXT_H_
#define GATEWAY_TRANSCODE_TABLE_JSON_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/strings/string_view.h"

namespace deputies::gateway::table {

void AppendInteger(int64_t value, std::string* json);
void AppendUnsigned(uint64_t value, std::string* json);
// 64-bit integers are strings: JavaScript keeps 53 bits of a number.
void AppendQuotedInteger(int64_t value, std::string* json);
void AppendQuotedUnsigned(uint64_t value, std::string* json);
// The shortest digits that read back as the same number; "NaN" and "Infinity" as strings.
void AppendFloat(float value, std::string* json);
void AppendFloat(double value, std::string* json);

// A string with quotes. Bytes that are not UTF-8 become U+FFFD.
void AppendJsonText(absl::string_view text, std::string* json);

}  // namespace deputies::gateway::table

#endif  // GATEWAY_TRANSCODE_TABLE_JSON_TEXT_H_
