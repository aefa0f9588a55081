// Handlers of deputies.board.v1.StatisticsService.
#ifndef SERVICES_BOARD_RPC_STATISTICS_SERVICE_H_
#define SERVICES_BOARD_RPC_STATISTICS_SERVICE_H_

#include "deputies/board/v1/statistics.pb.h"
#include "services/board/domain/message_export.h"
#include "services/board/domain/message_statistics.h"
#include "services/common/rpc/service_table.h"

namespace deputies::board {

class StatisticsService {
 public:
  // Both must outlive the table.
  StatisticsService(Statistician& statistician, MessageExporter& exporter);

  StatisticsService(const StatisticsService&) = delete;
  StatisticsService& operator=(const StatisticsService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status GetStatistics(const rpc::Call& call, const v1::GetStatisticsRequest& request,
                             v1::MessageStatistics* response);
  absl::Status GetOpenStatistics(const rpc::Call& call, const v1::GetStatisticsRequest& request,
                                 v1::MessageStatistics* response);
  absl::Status ExportStatistics(const rpc::Call& call, const v1::ExportStatisticsRequest& request,
                                v1::SheetFile* response);
  absl::Status ExportMessages(const rpc::Call& call, const v1::ExportMessagesRequest& request,
                              v1::SheetFile* response);
  absl::Status ExportOpenData(const rpc::Call& call, const v1::ExportOpenDataRequest& request,
                              v1::SheetFile* response);
  absl::Status GetWeeklyDigest(const rpc::Call& call, const v1::GetWeeklyDigestRequest& request,
                               v1::WeeklyDigest* response);

  Statistician& statistician_;
  MessageExporter& exporter_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_STATISTICS_SERVICE_H_
