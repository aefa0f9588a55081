#ifndef GATEWAY_UPSTREAM_UPSTREAM_ERROR_H_
#define GATEWAY_UPSTREAM_UPSTREAM_ERROR_H_

#include "gateway/http/api_error.h"
#include "grpcpp/support/status.h"

namespace deputies::gateway {

// What a client sees of a failed call. Reason and fields come from the google.rpc.Status details; a
// status without them comes from gRPC itself, and its text stays inside.
ApiResult FromUpstream(const grpc::Status& status);

}  // namespace deputies::gateway

#endif  // GATEWAY_UPSTREAM_UPSTREAM_ERROR_H_
