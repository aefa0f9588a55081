// Between the protos of MatterService and the domain's types.
#ifndef SERVICES_BOARD_RPC_MATTER_CONVERTERS_H_
#define SERVICES_BOARD_RPC_MATTER_CONVERTERS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deputies/board/v1/matter.pb.h"
#include "services/board/domain/matter.h"
#include "services/board/domain/matter_desk.h"
#include "services/common/sheet/sheet.h"

namespace deputies::board {

// FIELD_INVALID for a kind, grade or time that is none.
absl::StatusOr<Matter> FromProto(const v1::MatterDraft& proto);
// FIELD_INVALID for an option that none can be.
absl::StatusOr<std::vector<VoiceAnswer>> FromProto(const v1::GiveVoiceRequest& request);

void ToProto(const Matter& matter, absl::Time now, v1::Matter* proto);
void ToProto(const Voice& voice, int64_t matter_id, v1::Voice* proto);
void ToProto(const MatterTally& tally, absl::Time now, v1::MatterResults* proto);

// A head and a row for each voice; times as in Shanghai.
sheet::Sheet ToSheet(const MatterVoices& voices);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_MATTER_CONVERTERS_H_
