// Request targets (RFC 3986), read strictly.
#ifndef GATEWAY_ROUTING_URI_H_
#define GATEWAY_ROUTING_URI_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/http/api_error.h"

namespace deputies::gateway {

// Undoes percent-encoding; with `plus_is_space`, '+' too. False for a '%' without two hex digits,
// and for text that is not UTF-8 or holds a control character.
bool PercentDecode(absl::string_view text, bool plus_is_space, std::string* decoded);

// Length of the well-formed UTF-8 (no surrogates, nothing overlong) with which the text begins: all
// of it when it is UTF-8.
size_t Utf8PrefixLength(absl::string_view text);

// The path and, without its '?', the query of an origin-form target.
struct Target {
  absl::string_view path;
  absl::string_view query;
};
Target SplitTarget(absl::string_view target);

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

// "a=b&c=d", at most 64 parameters. 400/HTTP_INVALID for bad encoding; the connection stays usable.
ApiResult ParseQuery(absl::string_view query, QueryParameters* parameters);

}  // namespace deputies::gateway

#endif  // GATEWAY_ROUTING_URI_H_
