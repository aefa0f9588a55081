#ifndef SERVICES_COMMON_RPC_METHOD_RUNNER_H_
#define SERVICES_COMMON_RPC_METHOD_RUNNER_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "grpcpp/support/byte_buffer.h"
#include "services/common/auth/caller_context.h"
#include "services/common/metrics/metrics.h"
#include "services/common/rpc/access.h"
#include "services/common/rpc/reply_cache.h"
#include "services/common/rpc/service_table.h"
#include "services/common/validate/request_rules.h"

namespace deputies::rpc {

// Runs one method on the bytes of a request: caller, access, field rules, handler, bytes of the
// response.
class MethodRunner {
 public:
  MethodRunner(const ServiceTable::Method& method, const auth::CallerKeys& keys,
               const metrics::CallFamilies& families, absl::Duration slow_call,
               ReplyCache* replies);

  // `signed_caller` is the value of the metadata entry auth::kCallerMetadataKey. Blocks as long as
  // the handler does.
  absl::Status Run(absl::string_view signed_caller, absl::Time deadline,
                   const grpc::ByteBuffer& request, grpc::ByteBuffer* response);

  // The reply to the same call, made a moment ago; empty when there is none. Does not block.
  // `signed_caller` as above.
  std::optional<grpc::ByteBuffer> Recall(absl::string_view signed_caller,
                                         const grpc::ByteBuffer& request);
  // The same for a server-streaming method, up to the handler; the reads are the watch's own.
  absl::Status Open(absl::string_view signed_caller, const grpc::ByteBuffer& request,
                    std::unique_ptr<Watch>* watch);

  bool streams() const { return method_.watch != nullptr; }

  // Counts a call that ended, and logs one that was slow or went wrong with the request id and
  // trace of its caller context, verified or not. `arrival` is when the process got it.
  void Record(const absl::Status& status, absl::Time arrival, absl::string_view signed_caller);

 private:
  // What a reply depends on.
  std::string KeyOf(const common::v1::CallerEnvelope& envelope,
                    const grpc::ByteBuffer& request) const;
  absl::Status Handle(const Call& call, const grpc::ByteBuffer& request,
                      grpc::ByteBuffer* response);
  absl::Status Check(const Call& call, const grpc::ByteBuffer& bytes,
                     google::protobuf::Message* request) const;

  const ServiceTable::Method& method_;
  const auth::CallerKeys& keys_;
  const AccessRule access_;
  const validate::RequestRules rules_;
  metrics::CallMetrics metrics_;
  const absl::Duration slow_call_;
  // Null: no reply of this method is given twice.
  ReplyCache* const replies_;
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_METHOD_RUNNER_H_
