// absl::Status with reason and fields <-> grpc::Status with google.rpc.Status details (AIP-193).
#ifndef SERVICES_COMMON_RPC_GRPC_STATUS_H_
#define SERVICES_COMMON_RPC_GRPC_STATUS_H_

#include "absl/status/status.h"
#include "grpcpp/support/status.h"

namespace deputies::rpc {

// Errors of code INTERNAL, UNKNOWN and DATA_LOSS leave the process without their text: it may name
// tables or files.
grpc::Status ToGrpcStatus(const absl::Status& status);

// A transport error (no connection, deadline) gets the reason BACKEND_UNAVAILABLE or
// DEADLINE_EXCEEDED.
absl::Status FromGrpcStatus(const grpc::Status& status);

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_GRPC_STATUS_H_
