#include "services/accounts/upstream/wechat_client.h"

#include "services/common/base/status_macros.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::accounts {

WechatClient::WechatClient(const std::string& address, const rpc::ServiceClient& client,
                           absl::Duration timeout)
    : client_(client),
      timeout_(timeout),
      stub_(wechat::v1::ExchangeService::NewStub(rpc::MakeChannel(address))) {}

absl::StatusOr<std::string> WechatClient::OpenidOf(const CallTrace& trace,
                                                   const std::string& code) {
  rpc::Call cause;
  cause.deadline = trace.deadline;
  cause.request_id = trace.request_id;
  cause.traceparent = trace.traceparent;
  grpc::ClientContext context;
  client_.Prepare(cause, timeout_, &context);
  wechat::v1::ExchangeLoginCodeRequest request;
  request.set_code(code);
  wechat::v1::ExchangeLoginCodeResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(stub_->ExchangeLoginCode(&context, request, &response)));
  return response.openid();
}

}  // namespace deputies::accounts
