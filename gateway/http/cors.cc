#include "gateway/http/cors.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace deputies::gateway {

bool Cors::Lists(absl::string_view origin) const {
  return std::find(origins_.begin(), origins_.end(), origin) != origins_.end();
}

bool Cors::AnswerPreflight(const Exchange& exchange, Response* response) const {
  if (exchange.method() != "OPTIONS" || !enabled() ||
      exchange.Header("access-control-request-method").empty()) {
    return false;
  }
  response->code = 204;
  response->headers = "Vary: Origin\r\n";
  const absl::string_view origin = exchange.Header("origin");
  if (!Lists(origin)) return true;
  absl::StrAppend(&response->headers, "Access-Control-Allow-Origin: ", origin,
                  "\r\nAccess-Control-Allow-Methods: GET, HEAD, POST, PUT, DELETE\r\n"
                  "Access-Control-Allow-Headers: Authorization, Content-Type, Idempotency-Key, "
                  "If-None-Match, X-Request-Id, X-Request-Timeout-Ms, traceparent\r\n"
                  "Access-Control-Max-Age: 600\r\n");
  return true;
}

void Cors::AddHeaders(const Exchange& exchange, Response* response) const {
  if (!enabled()) return;
  response->headers.append("Vary: Origin\r\n");
  const absl::string_view origin = exchange.Header("origin");
  if (!Lists(origin)) return;
  absl::StrAppend(&response->headers, "Access-Control-Allow-Origin: ", origin,
                  "\r\nAccess-Control-Expose-Headers: ETag, RateLimit-Limit, RateLimit-Remaining, "
                  "RateLimit-Reset, Retry-After, X-Request-Id\r\n");
}

}  // namespace deputies::gateway
