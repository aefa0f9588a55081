// Between reception's protos and the domain's types.
#ifndef SERVICES_RECEPTION_RPC_CONVERTERS_H_
#define SERVICES_RECEPTION_RPC_CONVERTERS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/protobuf/util/time_util.h"

namespace deputies::reception {

inline void SetTime(absl::Time time, google::protobuf::Timestamp* proto) {
  *proto = google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

// "2026-03-02"; FIELD_INVALID naming the field otherwise.
absl::StatusOr<absl::CivilDay> ReadDate(absl::string_view field, absl::string_view text);
// "2026-03"; FIELD_INVALID naming the field otherwise.
absl::StatusOr<absl::CivilMonth> ReadMonth(absl::string_view field, absl::string_view text);
// Minutes of "09:30" from midnight; "24:00" is the end of the day.
absl::StatusOr<int> ReadHour(absl::string_view field, absl::string_view text);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_CONVERTERS_H_
