// Errors that the gateway answers, its own and those of the services, and their one shape:
// {"error":{"code":404,"status":"NOT_FOUND","reason":"MESSAGE_NOT_FOUND","message":"...",
//           "requestId":"...","details":[{"field":"...","description":"..."}]}}
#ifndef GATEWAY_HTTP_API_ERROR_H_
#define GATEWAY_HTTP_API_ERROR_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/http/exchange.h"
#include "services/common/base/error.h"

namespace deputies::gateway {

struct ApiError {
  int http_code = 500;
  absl::StatusCode code = absl::StatusCode::kInternal;
  // An entry of deputies.common.v1.ErrorReason.
  std::string reason;
  // Chinese, for people.
  std::string message;
  std::vector<base::FieldViolation> details;
  // Seconds for Retry-After; 0 for none.
  int retry_after_seconds = 0;
  // Value of Allow, for 405.
  std::string allow;
  // Further whole header lines.
  std::string headers;
  // Adds "WWW-Authenticate: Bearer", for 401.
  bool challenge = false;
  // The connection cannot be used any more (its framing is lost).
  bool close = false;
};

// Null means OK. A pointer because nearly every result is OK.
using ApiResult = std::unique_ptr<ApiError>;

// Google's mapping of canonical codes to HTTP (google/rpc/code.proto).
int HttpCodeOf(absl::StatusCode code);

ApiResult MakeApiError(absl::StatusCode code, absl::string_view reason, absl::string_view message);

// The request itself. `field` is the path in the JSON body or the name of the query parameter.
ApiResult FieldInvalid(absl::string_view field, absl::string_view description);
ApiResult FieldUnknown(absl::string_view field);
// `offset` counts bytes from 0.
ApiResult JsonInvalid(size_t offset, absl::string_view what);
ApiResult RouteNotFound();
ApiResult MethodNotAllowed(absl::string_view allow);
ApiResult ContentTypeUnsupported();
// Malformed HTTP. `http_code` is 400, 405, 408, 413, 414, 417 or 431, never a 5xx: the mistake
// is the client's.
ApiResult HttpInvalid(int http_code, absl::string_view what);
ApiResult BodyTooLarge(size_t limit_bytes);

// Who is calling.
ApiResult SessionRequired();
ApiResult SessionInvalid();

// The state of the system.
ApiResult BackendUnavailable();
ApiResult DeadlineExceeded();
ApiResult Overloaded();
// `retry_after_seconds` is at least 1.
ApiResult RateLimited(int retry_after_seconds);
ApiResult InternalError();

// The answer for an error.
Response ErrorResponse(const ApiError& error, absl::string_view request_id);

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_API_ERROR_H_
