// Between the protos of SuggestionService and the domain's types.
#ifndef SERVICES_BOARD_RPC_SUGGESTION_CONVERTERS_H_
#define SERVICES_BOARD_RPC_SUGGESTION_CONVERTERS_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/board/v1/suggestion.pb.h"
#include "services/board/domain/suggestion.h"
#include "services/board/domain/suggestion_store.h"

namespace deputies::board {

// FIELD_INVALID below `path` for a kind that is none.
absl::StatusOr<SuggestionText> FromProto(const v1::SuggestionText& proto, absl::string_view path);
// FIELD_INVALID for none of the two decisions.
absl::StatusOr<GateDecision> GateDecisionOf(v1::GateDecision decision);

void ToProto(const Suggestion& suggestion, absl::Time now, v1::Suggestion* proto);
void ToProto(const SuggestionWork& work, absl::Time now,
             v1::ListSuggestionTasksResponse::Entry* proto);
void ToProto(const SuggestionCounts& counts, absl::Time now, v1::SuggestionReport* proto);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_SUGGESTION_CONVERTERS_H_
