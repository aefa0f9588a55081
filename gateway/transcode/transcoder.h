// Between HTTP/JSON and the wire bytes of protobuf. Codecs are compiled once per route at start.
#ifndef GATEWAY_TRANSCODE_TRANSCODER_H_
#define GATEWAY_TRANSCODE_TRANSCODER_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/http/api_error.h"
#include "gateway/routing/route_table.h"
#include "gateway/routing/uri.h"

namespace deputies::gateway {

// The parts of a request that carry its message.
struct RequestParts {
  // In the order of Route::bindings.
  const std::vector<std::string>& path_values;
  const QueryParameters& query;
  // JSON, empty for none, which stands for {}; or the bytes of a raw body.
  absl::string_view body;
  // Of a raw body; any text.
  absl::string_view content_type = {};
  // Value of the Idempotency-Key header, which stands for the body's requestId; empty for none.
  absl::string_view idempotency_key = {};
};

// Converts the messages of one route. Immutable, thread-safe.
class MethodCodec {
 public:
  virtual ~MethodCodec() = default;

  // Appends the request message's wire bytes to the empty `wire`. The JSON form is proto3's, read
  // strictly: UTF-8, at most 16 levels and 2,000 tokens, each key once and by its camelCase name,
  // no null, right types, enums by name. JSON_INVALID with a position, FIELD_UNKNOWN or
  // FIELD_INVALID with the field's path.
  virtual ApiResult EncodeRequest(const RequestParts& parts, std::string* wire) const = 0;

  // Appends the JSON form of the response message: 64-bit integers as strings, zero values written,
  // camelCase, enums by name. INTERNAL when the bytes cannot be shown. Not for routes with a raw
  // response (http_body.h).
  virtual absl::Status DecodeResponse(absl::string_view wire, std::string* json) const = 0;
};

class Transcoder {
 public:
  virtual ~Transcoder() = default;
  // `route` must have passed CompileRoutes and outlive the codec; the codec must not outlive this.
  virtual std::unique_ptr<MethodCodec> Compile(const Route& route) const = 0;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_TRANSCODER_H_
