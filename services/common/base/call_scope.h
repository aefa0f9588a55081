#ifndef SERVICES_COMMON_BASE_CALL_SCOPE_H_
#define SERVICES_COMMON_BASE_CALL_SCOPE_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/caller.h"

namespace deputies::base {

// What domain code knows of the call that it serves. Refers to the call: must not outlive it.
struct CallScope {
  const Caller& caller;
  absl::Time deadline;
  absl::string_view call_id;  // the same in every log line of one client request
  absl::string_view traceparent;
};

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_CALL_SCOPE_H_
