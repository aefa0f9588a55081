#ifndef SERVICES_RECEPTION_RPC_QUEUE_SERVICE_H_
#define SERVICES_RECEPTION_RPC_QUEUE_SERVICE_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "deputies/reception/v1/queue.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/queue_desk.h"

namespace deputies::reception {

// Handlers of deputies.reception.v1.QueueService: from proto, one domain call, to proto.
class QueueService {
 public:
  // Both must outlive the table. Changes wake the `watches` of the day's screen.
  QueueService(QueueDesk& desk, rpc::WatchHub& watches);
  QueueService(const QueueService&) = delete;
  QueueService& operator=(const QueueService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status CheckIn(const rpc::Call& call, const v1::CheckInRequest& request,
                       v1::Ticket* response);
  absl::Status CheckInByCode(const rpc::Call& call, const v1::CheckInByCodeRequest& request,
                             v1::Ticket* response);
  absl::Status TakeTicket(const rpc::Call& call, const v1::TakeTicketRequest& request,
                          v1::Ticket* response);
  absl::Status CallNext(const rpc::Call& call, const v1::CallNextRequest& request,
                        v1::Ticket* response);
  absl::Status HandleTicket(const rpc::Call& call, const v1::HandleTicketRequest& request,
                            v1::Ticket* response);
  absl::Status GetTicket(const rpc::Call& call, const v1::GetTicketRequest& request,
                         v1::Ticket* response);
  absl::Status ListTickets(const rpc::Call& call, const v1::ListTicketsRequest& request,
                           v1::ListTicketsResponse* response);
  absl::Status GetQueue(const rpc::Call& call, const v1::GetQueueRequest& request,
                        v1::Queue* response);
  absl::Status MarkNoShow(const rpc::Call& call, const v1::MarkNoShowRequest& request,
                          v1::MarkNoShowResponse* response);

  void Show(const TicketView& view, const base::Caller& caller, v1::Ticket* response);

  QueueDesk& desk_;
  rpc::WatchHub& watches_;
  rpc::ServiceTable table_;
};

// What wakes the watches of a day's screen.
std::string QueueTopic(int64_t home_id, int64_t day_id);

void ShowQueue(const QueueView& view, v1::Queue* proto);

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_QUEUE_SERVICE_H_
