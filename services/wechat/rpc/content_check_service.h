// deputies.wechat.v1.ContentCheckService over the domain.
#ifndef SERVICES_WECHAT_RPC_CONTENT_CHECK_SERVICE_H_
#define SERVICES_WECHAT_RPC_CONTENT_CHECK_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/wechat/v1/content_check.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/wechat/domain/contacts.h"
#include "services/wechat/domain/content_checker.h"
#include "services/wechat/domain/push.h"

namespace deputies::wechat {

class ContentCheckService {
 public:
  // All must outlive this.
  ContentCheckService(ContentChecker& checker, Contacts& contacts, PushStore& pushes);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CheckText(const rpc::Call& call, const v1::CheckTextRequest& request,
                         v1::CheckTextResponse* response);

  absl::Status OrderMediaCheck(const rpc::Call& call, const v1::OrderMediaCheckRequest& request,
                               v1::OrderMediaCheckResponse* response);
  absl::Status GetMediaVerdict(const rpc::Call& call, const v1::GetMediaVerdictRequest& request,
                               v1::GetMediaVerdictResponse* response);

  ContentChecker& checker_;
  Contacts& contacts_;
  PushStore& pushes_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_CONTENT_CHECK_SERVICE_H_
