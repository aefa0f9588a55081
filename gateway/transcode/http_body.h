// google.api.HttpBody on the wire: the bytes of HTTP bodies that are no JSON.
#ifndef GATEWAY_TRANSCODE_HTTP_BODY_H_
#define GATEWAY_TRANSCODE_HTTP_BODY_H_

#include <string>

#include "absl/strings/string_view.h"
#include "gateway/routing/route_table.h"

namespace deputies::gateway {

// Appends the body of a request of a route with `raw_body`.
void AppendHttpBody(const Route& route, absl::string_view content_type, absl::string_view data,
                    std::string* wire);

struct HttpBody {
  // Fit for a header line: printable ASCII, never empty.
  absl::string_view content_type;
  absl::string_view data;
};

// Reads the response of a route with `raw_response`; the views are into `wire`. False when the
// bytes are no HttpBody.
bool ReadHttpBody(absl::string_view wire, HttpBody* body);

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_HTTP_BODY_H_
