// deputies.wechat.v1.NotificationService over the domain.
#ifndef SERVICES_WECHAT_RPC_NOTIFICATION_SERVICE_H_
#define SERVICES_WECHAT_RPC_NOTIFICATION_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/wechat/v1/notification.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"
#include "services/wechat/domain/notice.h"
#include "services/wechat/domain/notice_catalog.h"

namespace deputies::wechat {

class NotificationService {
 public:
  // All must outlive this.
  NotificationService(InboxStore& store, const NoticeCatalog& catalog,
                      const auth::PageTokens& page_tokens, const base::Clock& clock);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ListNotices(const rpc::Call& call, const v1::ListNoticesRequest& request,
                           v1::ListNoticesResponse* response);
  absl::Status MarkNoticesRead(const rpc::Call& call, const v1::MarkNoticesReadRequest& request,
                               v1::MarkNoticesReadResponse* response);
  absl::Status ListNoticeTemplates(const rpc::Call& call,
                                   const v1::ListNoticeTemplatesRequest& request,
                                   v1::ListNoticeTemplatesResponse* response);
  absl::Status RecordConsents(const rpc::Call& call, const v1::RecordConsentsRequest& request,
                              v1::RecordConsentsResponse* response);
  absl::Status ListCalls(const rpc::Call& call, const v1::ListCallsRequest& request,
                         v1::ListCallsResponse* response);
  absl::Status RecordCall(const rpc::Call& call, const v1::RecordCallRequest& request,
                          v1::CallEntry* response);

  void ToProto(const Notice& notice, v1::Notice* proto) const;
  void ToProto(const Notice& notice, v1::CallEntry* proto) const;

  InboxStore& store_;
  const NoticeCatalog& catalog_;
  const auth::PageTokens& page_tokens_;
  const base::Clock& clock_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_NOTIFICATION_SERVICE_H_
