#ifndef SERVICES_DUTY_RPC_EVENT_CONSUMER_SERVICE_H_
#define SERVICES_DUTY_RPC_EVENT_CONSUMER_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/events/v1/event.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/assessment_store.h"
#include "services/duty/domain/ledger_keeper.h"
#include "services/duty/domain/pseudonyms.h"

namespace deputies::duty {

// deputies.events.v1.EventConsumerService of the duty process: facts of all services become entries
// of the ledger, and what homes are assessed by.
class EventConsumerService {
 public:
  // All must outlive this.
  EventConsumerService(LedgerKeeper& keeper, HomeFactStore& home_facts,
                       const Pseudonyms& pseudonyms);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status DeliverEvents(const rpc::Call& call, const events::v1::DeliverEventsRequest& request,
                             events::v1::DeliverEventsResponse* response);

  LedgerKeeper& keeper_;
  HomeFactStore& home_facts_;
  const Pseudonyms& pseudonyms_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_EVENT_CONSUMER_SERVICE_H_
