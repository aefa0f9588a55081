#include "gateway/api_handler.h"

#include "gateway/api_call.h"
#include "gateway/routing/uri.h"
#include "services/common/log/log.h"

namespace deputies::gateway {

void ApiHandler::Handle(Exchange* exchange) { (new ApiCall(parts_, exchange))->Begin(); }

uint64_t ApiHandler::MaxBodyBytes(const Exchange& head) {
  RouteMatch match;
  if (parts_.router->Match(head.method(), SplitTarget(head.target()).path, &match) != nullptr) {
    return 0;
  }
  const ApiMethod& method = parts_.methods[match.route];
  // Whoever names no session will be refused, and must not fill the memory before.
  const bool refused = !method.route->IsPublic() && head.HeaderCount("authorization") == 0;
  return refused ? 0 : method.max_body_bytes;
}

void ApiHandler::Refused(int http_code) {
  parts_.unrouted->Record(absl::StatusCode::kInvalidArgument, absl::ZeroDuration());
  log::Info("connection refused", {{"status", http_code}});
}

}  // namespace deputies::gateway
