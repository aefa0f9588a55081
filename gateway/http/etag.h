#ifndef GATEWAY_HTTP_ETAG_H_
#define GATEWAY_HTTP_ETAG_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputies::gateway {

// Strong validator of a representation (RFC 9110, section 8.8.3): 128 bits of BLAKE2b, in quotes.
std::string EtagOf(absl::string_view bytes);

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_ETAG_H_
