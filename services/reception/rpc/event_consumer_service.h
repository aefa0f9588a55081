#ifndef SERVICES_RECEPTION_RPC_EVENT_CONSUMER_SERVICE_H_
#define SERVICES_RECEPTION_RPC_EVENT_CONSUMER_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/events/v1/event.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/host_succession.h"
#include "services/reception/domain/person_eraser.h"
#include "services/reception/domain/reception_store.h"

namespace deputies::reception {

// deputies.events.v1.EventConsumerService of the reception process.
class EventConsumerService {
 public:
  // All must outlive this.
  EventConsumerService(PersonEraser& eraser, HostSuccession& succession, ReceptionStore& store);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status DeliverEvents(const rpc::Call& call, const events::v1::DeliverEventsRequest& request,
                             events::v1::DeliverEventsResponse* response);

  PersonEraser& eraser_;
  HostSuccession& succession_;
  ReceptionStore& store_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_EVENT_CONSUMER_SERVICE_H_
