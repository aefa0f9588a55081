// deputies.reception.v1.QueueWatchService over the domain.
#ifndef SERVICES_RECEPTION_RPC_QUEUE_WATCH_SERVICE_H_
#define SERVICES_RECEPTION_RPC_QUEUE_WATCH_SERVICE_H_

#include <memory>

#include "absl/status/statusor.h"
#include "deputies/reception/v1/watch.pb.h"
#include "services/common/rpc/service_table.h"
#include "services/reception/domain/queue_desk.h"

namespace deputies::reception {

class QueueWatchService {
 public:
  // `desk` must outlive this and every watch.
  explicit QueueWatchService(QueueDesk& desk);

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::StatusOr<std::unique_ptr<rpc::Watch>> WatchQueue(const rpc::Call& call,
                                                         const v1::WatchQueueRequest& request);

  QueueDesk& desk_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_RPC_QUEUE_WATCH_SERVICE_H_
