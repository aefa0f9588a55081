// The running services, called in the name of deputiesctl.
#ifndef DEPLOY_CTL_SERVICES_H_
#define DEPLOY_CTL_SERVICES_H_

#include <map>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/ctl/v1/config.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "services/common/auth/caller_context.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::ctl {

class Services {
 public:
  // How long one call may take.
  static constexpr absl::Duration kCallTimeout = absl::Seconds(30);
  // How long a call is repeated while its service is away or overloaded.
  static constexpr absl::Duration kPatience = absl::Seconds(30);

  // Reads the caller keys; connects when first used.
  static absl::StatusOr<std::unique_ptr<Services>> Open(const v1::CtlConfig& config);

  // Makes one call, for instance
  //   services.Call<board::v1::MessageService>(&board::v1::MessageService::Stub::ImportMessages,
  //   request, &response);
  // Repeats it for kPatience while the answer is UNAVAILABLE, ABORTED or DEADLINE_EXCEEDED: every
  // call of this program may be repeated.
  template <typename Service, typename Request, typename Response>
  absl::Status Call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&,
                                                          Response*),
                    const Request& request, Response* response) const {
    const std::string service = Service::service_full_name();
    absl::StatusOr<std::shared_ptr<grpc::Channel>> channel = ChannelOf(service);
    if (!channel.ok()) return channel.status();
    const std::unique_ptr<typename Service::Stub> stub = Service::NewStub(*channel);
    return Repeat(service, [&](grpc::ClientContext* context) {
      response->Clear();
      return (stub.get()->*method)(context, request, response);
    });
  }

 private:
  explicit Services(auth::CallerKeys keys);

  absl::StatusOr<std::shared_ptr<grpc::Channel>> ChannelOf(const std::string& service) const;
  absl::Status Repeat(const std::string& service,
                      const std::function<grpc::Status(grpc::ClientContext*)>& call) const;

  const auth::CallerKeys keys_;
  const rpc::ServiceClient client_;
  std::map<std::string, std::string> addresses_;                    // by service
  std::map<std::string, std::shared_ptr<grpc::Channel>> channels_;  // by address
};

// The error in one line, with the fields that it names.
std::string Describe(const absl::Status& status);

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_SERVICES_H_
