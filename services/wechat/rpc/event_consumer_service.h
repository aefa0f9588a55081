// deputies.events.v1.EventConsumerService of the wechat process: facts of other services become
// notices.
#ifndef SERVICES_WECHAT_RPC_EVENT_CONSUMER_SERVICE_H_
#define SERVICES_WECHAT_RPC_EVENT_CONSUMER_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/events/v1/event.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

class EventConsumerService {
 public:
  // `store` must outlive this.
  explicit EventConsumerService(NoticeStore& store);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status DeliverEvents(const rpc::Call& call, const events::v1::DeliverEventsRequest& request,
                             events::v1::DeliverEventsResponse* response);

  NoticeStore& store_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_RPC_EVENT_CONSUMER_SERVICE_H_
