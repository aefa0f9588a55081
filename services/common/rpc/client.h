// Calling another process: channel, signed caller context, deadline. Errors: grpc_status.h.
#ifndef SERVICES_COMMON_RPC_CLIENT_H_
#define SERVICES_COMMON_RPC_CLIENT_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/common/auth/caller_context.h"
#include "services/common/rpc/service_table.h"

namespace deputies::rpc {

// A channel to "unix:/path" or "host:port" with keepalive that fits our servers. Connects when
// first used, and again within a second of a lost connection.
std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address);

// Makes calls in the name of this process (Access INTERNAL). Thread-safe.
class ServiceClient {
 public:
  // `process_name` appears as Caller.service on the other side.
  ServiceClient(const auth::CallerKeys& keys, std::string process_name);

  // Fills the context of one outgoing call made on behalf of `cause`: same request id and trace,
  // deadline no later than the cause's and than `timeout` from now.
  void Prepare(const Call& cause, absl::Duration timeout, grpc::ClientContext* context) const;

  // The same for work that no client asked for (a relay, a command): `request_id` names it in the
  // logs.
  void Prepare(const std::string& request_id, absl::Duration timeout,
               grpc::ClientContext* context) const;

 private:
  const auth::CallerKeys& keys_;
  const std::string process_name_;
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_CLIENT_H_
