// The key of a request that carries a `request_id`.
#ifndef SERVICES_COMMON_RPC_REQUEST_KEY_H_
#define SERVICES_COMMON_RPC_REQUEST_KEY_H_

#include <array>

#include "absl/strings/string_view.h"
#include "google/protobuf/message.h"
#include "services/common/base/request_key.h"
#include "services/common/rpc/service_table.h"

namespace deputies::rpc {

// SHA-256 over the request's deterministic bytes without its `request_id`.
std::array<unsigned char, 32> ContentHash(const google::protobuf::Message& request);

// `operation` must outlive the key. For requests of one home.
template <typename Request>
base::RequestKey KeyOf(absl::string_view operation, const Call& call, const Request& request) {
  return {request.home_id(), call.caller.person_id, operation, request.request_id(),
          ContentHash(request)};
}

// For requests that concern no one home.
template <typename Request>
base::RequestKey HomelessKeyOf(absl::string_view operation, const Call& call,
                               const Request& request) {
  return {0, call.caller.person_id, operation, request.request_id(), ContentHash(request)};
}

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_REQUEST_KEY_H_
