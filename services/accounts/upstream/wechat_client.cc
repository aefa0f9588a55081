#include "services/accounts/upstream/wechat_client.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::accounts {

WechatClient::WechatClient(const std::string& address, const rpc::ServiceClient& client,
                           absl::Duration timeout)
    : client_(client),
      timeout_(timeout),
      channel_(rpc::MakeChannel(address)),
      exchange_(wechat::v1::ExchangeService::NewStub(channel_)),
      sms_(wechat::v1::SmsService::NewStub(channel_)),
      code_images_(wechat::v1::CodeImageService::NewStub(channel_)) {}

void WechatClient::Prepare(const CallTrace& trace, grpc::ClientContext* context) {
  rpc::Call cause;
  cause.deadline = trace.deadline;
  cause.request_id = trace.request_id;
  cause.traceparent = trace.traceparent;
  client_.Prepare(cause, timeout_, context);
}

absl::StatusOr<std::string> WechatClient::OpenidOf(const CallTrace& trace,
                                                   const std::string& code) {
  grpc::ClientContext context;
  Prepare(trace, &context);
  wechat::v1::ExchangeLoginCodeRequest request;
  request.set_code(code);
  wechat::v1::ExchangeLoginCodeResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(exchange_->ExchangeLoginCode(&context, request, &response)));
  return response.openid();
}

absl::StatusOr<std::string> WechatClient::PhoneOf(const CallTrace& trace, const std::string& code) {
  grpc::ClientContext context;
  Prepare(trace, &context);
  wechat::v1::ExchangePhoneCodeRequest request;
  request.set_code(code);
  wechat::v1::ExchangePhoneCodeResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(exchange_->ExchangePhoneCode(&context, request, &response)));
  return response.phone();
}

absl::Status WechatClient::SendCode(const CallTrace& trace, const std::string& phone,
                                    const std::string& code, absl::Duration lifetime) {
  grpc::ClientContext context;
  Prepare(trace, &context);
  wechat::v1::SendSmsRequest request;
  request.set_phone(phone);
  request.set_text(absl::StrCat("【代表之家】验证码", code, "，", absl::ToInt64Minutes(lifetime),
                                "分钟内有效。工作人员不会向您索要验证码。"));
  request.set_message_id(trace.request_id);
  wechat::v1::SendSmsResponse response;
  return rpc::FromGrpcStatus(sms_->SendSms(&context, request, &response));
}

absl::StatusOr<CodePicture> WechatClient::DrawCode(const CallTrace& trace,
                                                   const std::string& scene) {
  grpc::ClientContext context;
  Prepare(trace, &context);
  wechat::v1::RenderCodeRequest request;
  request.set_scene(scene);
  wechat::v1::RenderCodeResponse response;
  RETURN_IF_ERROR(rpc::FromGrpcStatus(code_images_->RenderCode(&context, request, &response)));
  return CodePicture{response.image(), response.content_type()};
}

}  // namespace deputies::accounts
