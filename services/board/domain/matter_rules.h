// What a consultation may ask, and which answers fit what was asked.
#ifndef SERVICES_BOARD_DOMAIN_MATTER_RULES_H_
#define SERVICES_BOARD_DOMAIN_MATTER_RULES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/matter.h"

namespace deputies::board {

inline constexpr absl::Duration kLongestMatter = absl::Hours(24 * 365);

// FIELD_INVALID by the paths of MatterDraft: questions that cannot be answered, dates in the wrong
// order.
absl::Status CheckMatter(const Matter& matter, absl::Time now);

// The answers in the order of the questions, empty ones left out. FIELD_INVALID by the paths of
// GiveVoiceRequest: an answer to no question or twice, an option or point that is none, too many
// choices, a required one missing.
absl::StatusOr<std::vector<VoiceAnswer>> CheckAnswers(const Matter& matter,
                                                      std::vector<VoiceAnswer> answers);

// What the grade means for the results; empty when every voter is verified.
std::string IdentityNotice(base::IdentityGrade min_grade);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MATTER_RULES_H_
