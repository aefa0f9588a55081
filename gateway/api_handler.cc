#include "gateway/api_handler.h"

#include "gateway/api_call.h"
#include "services/common/log/log.h"

namespace deputies::gateway {

void ApiHandler::Handle(Exchange* exchange) { (new ApiCall(parts_, exchange))->Begin(); }

void ApiHandler::Refused(int http_code) {
  parts_.unrouted->Record(absl::StatusCode::kInvalidArgument, absl::ZeroDuration());
  log::Info("connection refused", {{"status", http_code}});
}

}  // namespace deputies::gateway
