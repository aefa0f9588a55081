// The public listener: routing -> session -> transcoding -> call -> answer.
#ifndef GATEWAY_API_HANDLER_H_
#define GATEWAY_API_HANDLER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "gateway/filters/session_filter.h"
#include "gateway/http/exchange.h"
#include "gateway/http/static_pages.h"
#include "gateway/routing/router.h"
#include "gateway/transcode/transcoder.h"
#include "gateway/upstream/upstream_client.h"
#include "services/common/auth/caller_context.h"
#include "services/common/metrics/metrics.h"

namespace deputies::gateway {

// What serving one route takes, made at start. Same positions as the routes.
struct ApiMethod {
  const Route* route = nullptr;
  std::unique_ptr<MethodCodec> codec;
  size_t backend = 0;
  std::string grpc_method;  // "/package.Service/Method"
  absl::Duration timeout;
  metrics::CallMetrics* metrics = nullptr;
  // AuthService's ends of sessions, after which the cache must forget.
  enum class SessionEnd { kNone, kThis, kAllOfPerson };
  SessionEnd session_end = SessionEnd::kNone;
};

struct ApiHandlerParts {
  const Router* router = nullptr;
  std::vector<ApiMethod> methods;
  UpstreamClient* upstream = nullptr;
  SessionFilter* sessions = nullptr;
  const auth::CallerKeys* keys = nullptr;
  const StaticPages* pages = nullptr;
  // Requests that reach no route.
  metrics::CallMetrics* unrouted = nullptr;
};

class ApiHandler final : public Handler {
 public:
  explicit ApiHandler(ApiHandlerParts parts) : parts_(std::move(parts)) {}

  void Handle(Exchange* exchange) override;
  void Refused(int http_code) override;

 private:
  class Call;
  const ApiHandlerParts parts_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_API_HANDLER_H_
