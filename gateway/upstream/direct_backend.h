#ifndef GATEWAY_UPSTREAM_DIRECT_BACKEND_H_
#define GATEWAY_UPSTREAM_DIRECT_BACKEND_H_

#include <functional>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/status.h"

namespace deputies::gateway {

// A service that lives in the gateway's own process (services/all_in_one). Thread-safe.
class DirectBackend {
 public:
  virtual ~DirectBackend() = default;

  using Done = std::function<void(grpc::Status status, grpc::ByteBuffer response)>;
  // `method` is "/package.Service/Method", `signed_caller` the value of the metadata entry
  // auth::kCallerMetadataKey. `done` runs once, on a thread of the service or before this returns.
  // False, and nothing happens, when the service does not know the method.
  virtual bool Start(const std::string& method, std::string signed_caller, absl::Time deadline,
                     const grpc::ByteBuffer& request, Done done) = 0;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_UPSTREAM_DIRECT_BACKEND_H_
