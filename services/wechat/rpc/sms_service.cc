#include "services/wechat/rpc/sms_service.h"

#include "services/common/base/error.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {

SmsService::SmsService(SmsSender* sender) : sender_(sender) {
  table_.Bind("SendSms", this, &SmsService::SendSms);
}

absl::Status SmsService::SendSms(const rpc::Call& call, const v1::SendSmsRequest& request,
                                 v1::SendSmsResponse*) {
  if (sender_ == nullptr) return SmsUnavailable();
  const absl::Status sent =
      sender_->Send(request.phone(), request.text(), request.message_id(), call.deadline);
  if (sent.ok()) return sent;
  return absl::IsInvalidArgument(sent) ? base::InvalidField("phone", "这个号码收不了短信")
                                       : SmsUnavailable();
}

}  // namespace deputies::wechat
