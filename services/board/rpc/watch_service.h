// deputies.board.v1.WatchService over the domain.
#ifndef SERVICES_BOARD_RPC_WATCH_SERVICE_H_
#define SERVICES_BOARD_RPC_WATCH_SERVICE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "deputies/board/v1/watch.pb.h"
#include "services/board/domain/own_changes.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class WatchService {
 public:
  // Both must outlive this and every watch.
  WatchService(OwnChangeStore& changes, const base::Clock& clock);

  const rpc::ServiceTable& table() const { return table_; }

  // What wakes the watches of a person's own messages.
  static std::string TopicOf(int64_t author_id);

 private:
  absl::StatusOr<std::unique_ptr<rpc::Watch>> WatchMyMessages(
      const rpc::Call& call, const v1::WatchMyMessagesRequest& request);

  OwnChangeStore& changes_;
  const base::Clock& clock_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_WATCH_SERVICE_H_
