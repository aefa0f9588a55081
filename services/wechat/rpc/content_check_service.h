// deputies.wechat.v1.ContentCheckService over the domain.
#ifndef SERVICES_WECHAT_RPC_CONTENT_CHECK_SERVICE_H_
#define SERVICES_WECHAT_RPC_CONTENT_CHECK_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/wechat/v1/content_check.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/wechat/domain/contacts.h"
#include "services/wechat/domain/content_checker.h"

namespace deputies::wechat {

class ContentCheckService {
 public:
  // Both must outlive this.
  ContentCheckService(ContentChecker& checker, Contacts& contacts);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CheckText(const rpc::Call& call, const v1::CheckTextRequest& request,
                         v1::CheckTextResponse* response);

  ContentChecker& checker_;
  Contacts& contacts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_CONTENT_CHECK_SERVICE_H_
