// Checks a JSON body against its message type before anything lenient reads it.
#ifndef GATEWAY_TRANSCODE_BODY_CHECK_H_
#define GATEWAY_TRANSCODE_BODY_CHECK_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/http/api_error.h"
#include "google/protobuf/descriptor.h"

namespace deputies::gateway {

// JSON paths whose value is fixed (by the URL) and may only be repeated in the body.
using FixedFields = std::vector<std::pair<std::string, std::string>>;

// Null when `body` is the strict JSON form (see MethodCodec) of a `type`. `type` must not hold
// itself.
ApiResult CheckJsonBody(absl::string_view body, const google::protobuf::Descriptor& type,
                        const FixedFields& fixed);

}  // namespace deputies::gateway

#endif  // GATEWAY_TRANSCODE_BODY_CHECK_H_
