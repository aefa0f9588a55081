#ifndef SERVICES_COMMON_DIRECTORY_CAUSE_H_
#define SERVICES_COMMON_DIRECTORY_CAUSE_H_

#include <string>

#include "services/common/base/call_scope.h"
#include "services/common/rpc/service_table.h"

namespace deputies::directory {

// What ServiceClient::Prepare wants to know of the call on whose behalf another process is asked.
inline rpc::Call CauseOf(const base::CallScope& scope) {
  rpc::Call call;
  call.deadline = scope.deadline;
  call.request_id = std::string(scope.call_id);
  call.traceparent = std::string(scope.traceparent);
  return call;
}

}  // namespace deputies::directory

#endif  // SERVICES_COMMON_DIRECTORY_CAUSE_H_
