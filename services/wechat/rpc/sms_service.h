#ifndef SERVICES_WECHAT_RPC_SMS_SERVICE_H_
#define SERVICES_WECHAT_RPC_SMS_SERVICE_H_

#include "deputies/wechat/v1/sms.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/wechat/domain/sms_sender.h"

namespace deputies::wechat {

// deputies.wechat.v1.SmsService.
class SmsService {
 public:
  // `sender` is null where no provider is configured; else it must outlive the service.
  explicit SmsService(SmsSender* sender);
  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status SendSms(const rpc::Call& call, const v1::SendSmsRequest& request,
                       v1::SendSmsResponse* response);

  SmsSender* sender_;
  rpc::ServiceTable table_{"deputies.wechat.v1.SmsService"};
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_SMS_SERVICE_H_
