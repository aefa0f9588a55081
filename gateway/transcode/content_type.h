#ifndef GATEWAY_TRANSCODE_CONTENT_TYPE_H_
#define GATEWAY_TRANSCODE_CONTENT_TYPE_H_

#include "absl/strings/string_view.h"
#include "gateway/http/api_error.h"
#include "gateway/routing/route_table.h"

namespace deputies::gateway {

// Whether the route takes a body of this Content-Type (RFC 9110, section 8.3): JSON in UTF-8, or
// of a raw body the types of its rule, any when it names none. Null, or CONTENT_TYPE_UNSUPPORTED
// that names what is taken.
ApiResult CheckContentType(const Route& route, absl::string_view content_type);

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_CONTENT_TYPE_H_
