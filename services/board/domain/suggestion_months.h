#ifndef SERVICES_BOARD_DOMAIN_SUGGESTION_MONTHS_H_
#define SERVICES_BOARD_DOMAIN_SUGGESTION_MONTHS_H_

#include "absl/time/time.h"

namespace deputies::board {

// The end of the day in Shanghai `months` after the day of `time`; the 31st of a month without one
// is its last day.
absl::Time MonthsAfter(absl::Time time, int months);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_SUGGESTION_MONTHS_H_
