#include "services/board/rpc/statistics_service.h"

#include "services/board/rpc/message_converters.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

void ToProto(const DurationFigures& figures, v1::DurationFigures* proto) {
  proto->set_count(figures.count);
  proto->set_median_minutes(figures.median_minutes);
  proto->set_ninetieth_minutes(figures.ninetieth_minutes);
}

void ToProto(const MessageFigures& figures, v1::MessageFigures* proto) {
  proto->set_received(figures.received);
  proto->set_acknowledged(figures.acknowledged);
  proto->set_answered(figures.answered);
  proto->set_solved(figures.solved);
  proto->set_satisfied(figures.satisfied);
  proto->set_not_satisfied(figures.not_satisfied);
  proto->set_closed(figures.closed);
  proto->set_silent(figures.silent);
  proto->set_overdue_now(figures.overdue_now);
  proto->set_answered_late(figures.answered_late);
  ToProto(figures.acknowledge_time, proto->mutable_acknowledge_time());
  ToProto(figures.answer_time, proto->mutable_answer_time());
  ToProto(figures.solve_time, proto->mutable_solve_time());
}

void ToProto(const MessageStatistics& statistics, const v1::GetStatisticsRequest& request,
             v1::MessageStatistics* proto) {
  *proto->mutable_from_time() = request.from_time();
  *proto->mutable_until_time() = request.until_time();
  board::ToProto(statistics.compute_time, proto->mutable_compute_time());
  ToProto(statistics.total, proto->mutable_total());
  for (const auto& [deputy_id, figures] : statistics.deputies) {
    v1::DeputyFigures* row = proto->add_deputies();
    row->set_deputy_id(deputy_id);
    ToProto(figures, row->mutable_figures());
  }
  for (const auto& [category, received] : statistics.categories) {
    v1::CategoryCount* row = proto->add_categories();
    row->set_category(category);
    row->set_received(received);
  }
}

}  // namespace

StatisticsService::StatisticsService(Statistician& statistician)
    : statistician_(statistician), table_("deputies.board.v1.StatisticsService") {
  table_.Bind("GetStatistics", this, &StatisticsService::GetStatistics);
  table_.Bind("GetOpenStatistics", this, &StatisticsService::GetOpenStatistics);
}

absl::StatusOr<MessageStatistics> StatisticsService::Compute(
    const rpc::Call& call, const v1::GetStatisticsRequest& request) {
  ASSIGN_OR_RETURN(const absl::Time from, FromProto(request.from_time(), "fromTime"));
  ASSIGN_OR_RETURN(const absl::Time until, FromProto(request.until_time(), "untilTime"));
  return statistician_.Compute(call.deadline, request.home_id(), from, until);
}

absl::Status StatisticsService::GetStatistics(const rpc::Call& call,
                                              const v1::GetStatisticsRequest& request,
                                              v1::MessageStatistics* response) {
  ASSIGN_OR_RETURN(const MessageStatistics statistics, Compute(call, request));
  ToProto(statistics, request, response);
  return absl::OkStatus();
}

absl::Status StatisticsService::GetOpenStatistics(const rpc::Call& call,
                                                  const v1::GetStatisticsRequest& request,
                                                  v1::MessageStatistics* response) {
  ASSIGN_OR_RETURN(MessageStatistics statistics, Compute(call, request));
  ToProto(Opened(std::move(statistics)), request, response);
  return absl::OkStatus();
}

}  // namespace deputies::board
