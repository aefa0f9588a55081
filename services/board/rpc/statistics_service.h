// Handlers of deputies.board.v1.StatisticsService.
#ifndef SERVICES_BOARD_RPC_STATISTICS_SERVICE_H_
#define SERVICES_BOARD_RPC_STATISTICS_SERVICE_H_

#include "deputies/board/v1/statistics.pb.h"
#include "services/board/domain/message_statistics.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class StatisticsService {
 public:
  // `statistician` must outlive the table.
  explicit StatisticsService(Statistician& statistician);

  StatisticsService(const StatisticsService&) = delete;
  StatisticsService& operator=(const StatisticsService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::StatusOr<MessageStatistics> Compute(const rpc::Call& call,
                                            const v1::GetStatisticsRequest& request);
  absl::Status GetStatistics(const rpc::Call& call, const v1::GetStatisticsRequest& request,
                             v1::MessageStatistics* response);
  absl::Status GetOpenStatistics(const rpc::Call& call, const v1::GetStatisticsRequest& request,
                                 v1::MessageStatistics* response);

  Statistician& statistician_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_STATISTICS_SERVICE_H_
