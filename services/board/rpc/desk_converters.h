// What the converters of the boards' desks share.
#ifndef SERVICES_BOARD_RPC_DESK_CONVERTERS_H_
#define SERVICES_BOARD_RPC_DESK_CONVERTERS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "services/common/auth/page_token.h"

namespace deputies::board {

// To the millisecond.
void SetProtoTime(absl::Time time, google::protobuf::Timestamp* proto);

// FIELD_INVALID naming `field` for an instant that none can be.
absl::StatusOr<absl::Time> TimeOfProto(const google::protobuf::Timestamp& proto,
                                       absl::string_view field);

// A position in the list that `list` names with its filters. PAGE_TOKEN_INVALID for a token of
// another list; absent for an empty one.
absl::StatusOr<std::optional<int64_t>> ReadPosition(const auth::PageTokens& tokens,
                                                    absl::string_view list,
                                                    absl::string_view token);
// Empty on the last page.
std::string WritePosition(const auth::PageTokens& tokens, absl::string_view list,
                          const std::optional<int64_t>& position);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_DESK_CONVERTERS_H_
