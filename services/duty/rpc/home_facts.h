// What events say of homes, for their yearly assessment.
#ifndef SERVICES_DUTY_RPC_HOME_FACTS_H_
#define SERVICES_DUTY_RPC_HOME_FACTS_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "deputies/events/v1/event.pb.h"
#include "services/duty/domain/home_fact.h"
#include "services/duty/domain/pseudonyms.h"

namespace deputies::duty {

// Absent for an event that no index counts. INVALID_ARGUMENT/FIELD_INVALID naming `path`.
absl::StatusOr<std::optional<HomeFact>> HomeFactOf(const events::v1::Event& event,
                                                   const Pseudonyms& pseudonyms,
                                                   absl::string_view path);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_HOME_FACTS_H_
