#ifndef GATEWAY_TRANSCODE_TABLE_JSON_WRITER_H_
#define GATEWAY_TRANSCODE_TABLE_JSON_WRITER_H_

#include <string>

#include "absl/strings/string_view.h"
#include "gateway/transcode/table/message_table.h"

namespace deputies::gateway::table {

// Appends the JSON of a message, straight from its wire bytes: fields by rising number, zero values
// written, 64-bit integers as strings, enums by name, unknown fields left out. Text that is not
// UTF-8 gets U+FFFD in its place. False when the bytes are not such a message; `json` then ends in
// the middle.
bool WriteJson(const MessageTable& table, absl::string_view wire, std::string* json);

}  // namespace deputies::gateway::table

#endif  // GATEWAY_TRANSCODE_TABLE_JSON_WRITER_H_
