// deputies.wechat.v1.PushService over the domain.
#ifndef SERVICES_WECHAT_RPC_PUSH_SERVICE_H_
#define SERVICES_WECHAT_RPC_PUSH_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/wechat/v1/push.pb.h"
#include "google/api/httpbody.pb.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"
#include "services/wechat/domain/push_handler.h"

namespace deputies::wechat {

class PushService {
 public:
  // All must outlive this. Null `reader`: no pushes are set up, every one is refused.
  PushService(const PushReader* reader, PushHandler& handler, const base::Clock& clock);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status VerifyPushAddress(const rpc::Call& call, const v1::VerifyPushAddressRequest& request,
                                 google::api::HttpBody* response);
  absl::Status ReceivePush(const rpc::Call& call, const v1::ReceivePushRequest& request,
                           google::api::HttpBody* response);

  const PushReader* const reader_;
  PushHandler& handler_;
  const base::Clock& clock_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_PUSH_SERVICE_H_
