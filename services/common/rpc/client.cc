#include "services/common/rpc/client.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace deputies::rpc {

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // Paired with the server's minimum ping interval (server.cc).
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

ServiceClient::ServiceClient(const auth::CallerKeys& keys, std::string process_name)
    : keys_(keys), process_name_(std::move(process_name)) {}

void ServiceClient::Prepare(const Call& cause, absl::Duration timeout,
                            grpc::ClientContext* context) const {
  const absl::Time now = absl::Now();
  common::v1::Caller caller;
  caller.set_kind(common::v1::Caller::SERVICE);
  caller.set_service(process_name_);
  context->AddMetadata(auth::kCallerMetadataKey,
                       keys_.Sign(caller, cause.request_id, cause.traceparent, now));
  context->set_deadline(absl::ToChronoTime(std::min(cause.deadline, now + timeout)));
}

void ServiceClient::Prepare(const std::string& request_id, absl::Duration timeout,
                            grpc::ClientContext* context) const {
  Call cause;
  cause.deadline = absl::InfiniteFuture();
  cause.request_id = request_id;
  Prepare(cause, timeout, context);
}

}  // namespace deputies::rpc
