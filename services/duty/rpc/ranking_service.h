#ifndef SERVICES_DUTY_RPC_RANKING_SERVICE_H_
#define SERVICES_DUTY_RPC_RANKING_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/ranking.pb.h"
#include "services/common/base/clock.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/ledger_reader.h"
#include "services/duty/domain/rankings.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.RankingService.
class RankingService {
 public:
  // All must outlive the table.
  RankingService(Rankings& rankings, LedgerReader& ledger, Directory& directory,
                 const base::Clock& clock);
  RankingService(const RankingService&) = delete;
  RankingService& operator=(const RankingService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  absl::Status ListRanking(const rpc::Call& call, const v1::ListRankingRequest& request,
                           v1::ListRankingResponse* response);
  absl::Status OpenObjections(const rpc::Call& call, const v1::OpenObjectionsRequest& request,
                              v1::RankingPeriod* response);
  absl::Status PublishRanking(const rpc::Call& call, const v1::PublishRankingRequest& request,
                              v1::RankingPeriod* response);
  absl::Status FileObjection(const rpc::Call& call, const v1::FileObjectionRequest& request,
                             v1::Objection* response);
  absl::Status AnswerObjection(const rpc::Call& call, const v1::AnswerObjectionRequest& request,
                               v1::Objection* response);
  absl::Status ListObjections(const rpc::Call& call, const v1::ListObjectionsRequest& request,
                              v1::ListObjectionsResponse* response);
  absl::Status ListDutyAlerts(const rpc::Call& call, const v1::ListDutyAlertsRequest& request,
                              v1::ListDutyAlertsResponse* response);

  Rankings& rankings_;
  LedgerReader& ledger_;
  Directory& directory_;
  const base::Clock& clock_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_RANKING_SERVICE_H_
