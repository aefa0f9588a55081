#ifndef SERVICES_BOARD_UPSTREAM_CAUSE_H_
#define SERVICES_BOARD_UPSTREAM_CAUSE_H_

#include <string>

#include "services/board/domain/message.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

// What ServiceClient::Prepare wants to know of the call on whose behalf another process is asked.
inline rpc::Call CauseOf(const CallScope& scope) {
  rpc::Call call;
  call.deadline = scope.deadline;
  call.request_id = std::string(scope.call_id);
  call.traceparent = std::string(scope.traceparent);
  return call;
}

}  // namespace deputies::board

#endif  // SERVICES_BOARD_UPSTREAM_CAUSE_H_
