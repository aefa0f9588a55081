// deputies.events.v1.EventConsumerService of the board process: visits become cases, a deputy's
// open matters the successor's, an erased person's messages nobody's.
#ifndef SERVICES_BOARD_RPC_EVENT_CONSUMER_SERVICE_H_
#define SERVICES_BOARD_RPC_EVENT_CONSUMER_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/events/v1/event.pb.h"
#include "services/board/domain/event_intake.h"
#include "services/board/domain/person_eraser.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class EventConsumerService {
 public:
  // Both must outlive this.
  EventConsumerService(EventIntake& intake, PersonEraser& eraser);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status DeliverEvents(const rpc::Call& call, const events::v1::DeliverEventsRequest& request,
                             events::v1::DeliverEventsResponse* response);

  EventIntake& intake_;
  PersonEraser& eraser_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_EVENT_CONSUMER_SERVICE_H_
