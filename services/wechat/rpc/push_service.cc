#include "services/wechat/rpc/push_service.h"

#include "services/common/base/status_macros.h"
#include "services/wechat/domain/errors.h"

namespace deputies::wechat {

PushService::PushService(const PushReader* reader, PushHandler& handler, const base::Clock& clock)
    : reader_(reader), handler_(handler), clock_(clock), table_("deputies.wechat.v1.PushService") {
  table_.Bind("VerifyPushAddress", this, &PushService::VerifyPushAddress);
  table_.Bind("ReceivePush", this, &PushService::ReceivePush);
}

absl::Status PushService::VerifyPushAddress(const rpc::Call&,
                                            const v1::VerifyPushAddressRequest& request,
                                            google::api::HttpBody* response) {
  PushQuery query;
  query.signature = request.signature();
  query.timestamp = request.timestamp();
  query.nonce = request.nonce();
  if (reader_ == nullptr || !reader_->IsAddressCheck(query, clock_.Now())) return PushInvalid();
  response->set_content_type("text/plain");
  response->set_data(request.echostr());
  return absl::OkStatus();
}

absl::Status PushService::ReceivePush(const rpc::Call& call, const v1::ReceivePushRequest& request,
                                      google::api::HttpBody* response) {
  if (reader_ == nullptr) return PushInvalid();
  ASSIGN_OR_RETURN(const PushMessage message,
                   reader_->Read({request.signature(), request.timestamp(), request.nonce(),
                                  request.encrypt_type(), request.msg_signature()},
                                 request.body().data(), clock_.Now()));
  RETURN_IF_ERROR(handler_.Handle(message, call.request_id, call.deadline));
  response->set_content_type("text/plain");
  response->set_data("success");
  return absl::OkStatus();
}

}  // namespace deputies::wechat
