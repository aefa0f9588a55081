#include "services/board/rpc/desk_converters.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/util/time_util.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {

using google::protobuf::util::TimeUtil;

void SetProtoTime(absl::Time time, google::protobuf::Timestamp* proto) {
  *proto = TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(time));
}

absl::StatusOr<absl::Time> TimeOfProto(const google::protobuf::Timestamp& proto,
                                       absl::string_view field) {
  if (proto.seconds() < TimeUtil::kTimestampMinSeconds ||
      proto.seconds() > TimeUtil::kTimestampMaxSeconds || proto.nanos() < 0 ||
      proto.nanos() > 999999999) {
    return base::InvalidField(field, "不是有效的时间");
  }
  return absl::FromUnixSeconds(proto.seconds()) + absl::Nanoseconds(proto.nanos());
}

absl::StatusOr<std::optional<int64_t>> ReadPosition(const auth::PageTokens& tokens,
                                                    absl::string_view list,
                                                    absl::string_view token) {
  if (token.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const std::string cursor, tokens.Decode(list, token));
  int64_t position = 0;
  if (!absl::SimpleAtoi(cursor, &position)) {
    return absl::InternalError("a page token of ours holds no position");
  }
  return position;
}

std::string WritePosition(const auth::PageTokens& tokens, absl::string_view list,
                          const std::optional<int64_t>& position) {
  return position.has_value() ? tokens.Encode(list, absl::StrCat(*position)) : "";
}

}  // namespace deputies::board
