// The public listener: routing -> session -> rate limit -> transcoding -> cache -> admission ->
// call -> answer.
#ifndef GATEWAY_API_HANDLER_H_
#define GATEWAY_API_HANDLER_H_

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "gateway/filters/public_cache.h"
#include "gateway/filters/rate_limiter.h"
#include "gateway/filters/session_filter.h"
#include "gateway/filters/watch_limits.h"
#include "gateway/gateway_metrics.h"
#include "gateway/http/client_address.h"
#include "gateway/http/cloud_hosting.h"
#include "gateway/http/cors.h"
#include "gateway/http/exchange.h"
#include "gateway/http/static_pages.h"
#include "gateway/routing/router.h"
#include "gateway/transcode/transcoder.h"
#include "gateway/upstream/admission.h"
#include "gateway/upstream/upstream_client.h"
#include "services/common/auth/caller_context.h"
#include "services/common/metrics/metrics.h"

namespace deputies::gateway {

// What serving one route takes, made at start. Same positions as the routes.
struct ApiMethod {
  const Route* route = nullptr;
  std::unique_ptr<MethodCodec> codec;
  size_t backend = 0;
  Admission* admission = nullptr;
  CallPriority priority = CallPriority::kRead;
  std::string grpc_method;  // "/package.Service/Method"
  absl::Duration timeout;
  metrics::CallMetrics* metrics = nullptr;
  // Position in the limiter's list.
  size_t rate_limit = 0;
  // The path variable that names the home; -1 for none.
  int home_variable = -1;
  bool writes = false;
  // Answers anonymous callers all alike.
  bool cacheable = false;
  // A read or a write with a request id: doing it twice is doing it once.
  bool repeatable = false;
  // Its latency tells how busy the service is.
  bool quick = false;
  // Bytes of a raw body; 0 where bodies are JSON or no longer than usual.
  uint64_t max_body_bytes = 0;
  // AuthService's ends of sessions, after which the cache must forget.
  enum class SessionEnd { kNone, kThis, kAllOfPerson };
  SessionEnd session_end = SessionEnd::kNone;
};

struct ApiHandlerParts {
  const Router* router = nullptr;
  std::vector<ApiMethod> methods;
  UpstreamClient* upstream = nullptr;
  SessionFilter* sessions = nullptr;
  RateLimiter* limiter = nullptr;
  // Null: nothing is kept.
  PublicCache* cache = nullptr;
  WatchLimits* watches = nullptr;
  RetryBudget* retries = nullptr;
  const TrustedProxies* proxies = nullptr;
  const CloudHosting* cloud_hosting = nullptr;
  const Cors* cors = nullptr;
  const auth::CallerKeys* keys = nullptr;
  const StaticPages* pages = nullptr;
  bool head_requests = false;
  // First segments of the routes, "/v1/": no pages there.
  std::vector<std::string> route_roots;
  // Requests that reach no route.
  metrics::CallMetrics* unrouted = nullptr;
};

class ApiHandler final : public Handler {
 public:
  explicit ApiHandler(ApiHandlerParts parts) : parts_(std::move(parts)) {}

  void Handle(Exchange* exchange) override;
  uint64_t MaxBodyBytes(const Exchange& head) override;
  void Refused(int http_code) override;

 private:
  const ApiHandlerParts parts_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_API_HANDLER_H_
