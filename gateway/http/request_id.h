// The id that one request carries through every process and log.
#ifndef GATEWAY_HTTP_REQUEST_ID_H_
#define GATEWAY_HTTP_REQUEST_ID_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputies::gateway {

// 32 hex digits, random. Identifies, does not protect: not from a cryptographic source.
std::string NewRequestId();

// The client's own id when it has 8-64 characters of [A-Za-z0-9-]; else a new one.
std::string RequestIdFrom(absl::string_view header);

// The client's W3C trace context when it is well formed (version 00); else empty.
std::string TraceparentFrom(absl::string_view header);

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_REQUEST_ID_H_
