// Timestamp, Duration and FieldMask in JSON, by the proto3 JSON mapping.
#ifndef GATEWAY_TRANSCODE_TABLE_WELL_KNOWN_H_
#define GATEWAY_TRANSCODE_TABLE_WELL_KNOWN_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputies::gateway::table {

// Appends "2026-11-24T03:00:00Z" (0, 3, 6 or 9 digits of fraction) without quotes. False outside
// the years 1-9999.
bool AppendTimestamp(int64_t seconds, int32_t nanos, std::string* out);
// RFC 3339 with 'Z' or an offset. False for anything else, also for days that do not exist.
bool ParseTimestamp(absl::string_view text, int64_t* seconds, int32_t* nanos);

// Appends "1.5s" without quotes. False beyond 10,000 years or when the signs differ.
bool AppendDuration(int64_t seconds, int32_t nanos, std::string* out);
bool ParseDuration(absl::string_view text, int64_t* seconds, int32_t* nanos);

// "user.displayName" <-> "user.display_name". False when the path cannot make the round trip.
bool PathToCamelCase(absl::string_view path, std::string* out);
bool PathToSnakeCase(absl::string_view path, std::string* out);

}  // namespace deputies::gateway::table

#endif  // GATEWAY_TRANSCODE_TABLE_WELL_KNOWN_H_
