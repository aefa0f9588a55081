#ifndef SERVICES_COMMON_BASE_GRADE_TOO_LOW_H_
#define SERVICES_COMMON_BASE_GRADE_TOO_LOW_H_

#include "absl/status/status.h"
#include "services/common/base/caller.h"

namespace deputies::base {

// PERMISSION_DENIED/GRADE_TOO_LOW that asks for what is missing first: the lowest grade that is not
// `reached`.
absl::Status GradeTooLow(IdentityGrade reached);

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_GRADE_TOO_LOW_H_
