#include "services/accounts/rpc/phone_service.h"

#include "services/accounts/rpc/converters.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::accounts {

PhoneService::PhoneService(PhoneSignIn& phones) : phones_(phones) {
  table_.Bind("SendSmsCode", this, &PhoneService::SendSmsCode);
  table_.Bind("SmsLogin", this, &PhoneService::SmsLogin);
  table_.Bind("BindPhone", this, &PhoneService::BindPhone);
}

absl::Status PhoneService::SendSmsCode(const rpc::Call& call, const v1::SendSmsCodeRequest& request,
                                       google::protobuf::Empty*) {
  return phones_.SendCode({call.deadline, call.request_id, call.traceparent}, request.phone());
}

absl::Status PhoneService::SmsLogin(const rpc::Call& call, const v1::SmsLoginRequest& request,
                                    v1::Session* response) {
  ASSIGN_OR_RETURN(const NewSession session,
                   phones_.WithSms(call.deadline, request.phone(), request.sms_code()));
  ToProto(session, response);
  return absl::OkStatus();
}

absl::Status PhoneService::BindPhone(const rpc::Call& call, const v1::BindPhoneRequest& request,
                                     google::protobuf::Empty*) {
  const base::RequestKey key = rpc::HomelessKeyOf("BindPhone", call, request);
  if (!request.wechat_phone_code().empty()) {
    return phones_.BindByWechat({call.deadline, call.request_id, call.traceparent}, key,
                                request.wechat_phone_code());
  }
  if (request.sms_code().empty()) {
    return base::InvalidField("smsCode", "请填写短信验证码");
  }
  return phones_.BindBySms(call.deadline, key, request.phone(), request.sms_code());
}

}  // namespace deputies::accounts
