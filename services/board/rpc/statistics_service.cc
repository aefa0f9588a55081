#include "services/board/rpc/statistics_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "services/board/rpc/message_converters.h"
#include "services/board/rpc/sheet_file.h"
#include "services/board/rpc/statistics_sheets.h"
#include "services/common/base/error.h"
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

struct Period {
  absl::Time from;
  absl::Time until;
};

// Of a request with from_time and until_time.
template <typename Request>
absl::StatusOr<Period> PeriodOf(const Request& request) {
  Period period;
  ASSIGN_OR_RETURN(period.from, board::FromProto(request.from_time(), "fromTime"));
  ASSIGN_OR_RETURN(period.until, board::FromProto(request.until_time(), "untilTime"));
  return period;
}

}  // namespace

StatisticsService::StatisticsService(Statistician& statistician, MessageExporter& exporter)
    : statistician_(statistician),
      exporter_(exporter),
      table_("deputies.board.v1.StatisticsService") {
  table_.Bind("GetStatistics", this, &StatisticsService::GetStatistics);
  table_.Bind("GetOpenStatistics", this, &StatisticsService::GetOpenStatistics);
  table_.Bind("ExportStatistics", this, &StatisticsService::ExportStatistics);
  table_.Bind("ExportMessages", this, &StatisticsService::ExportMessages);
  table_.Bind("ExportOpenData", this, &StatisticsService::ExportOpenData);
  table_.Bind("GetWeeklyDigest", this, &StatisticsService::GetWeeklyDigest);
}

absl::Status StatisticsService::GetStatistics(const rpc::Call& call,
                                              const v1::GetStatisticsRequest& request,
                                              v1::MessageStatistics* response) {
  ASSIGN_OR_RETURN(const Period period, PeriodOf(request));
  ASSIGN_OR_RETURN(
      const MessageStatistics statistics,
      statistician_.Compute(call.deadline, request.home_id(), period.from, period.until));
  ToProto(statistics, request, response);
  return absl::OkStatus();
}

absl::Status StatisticsService::GetOpenStatistics(const rpc::Call& call,
                                                  const v1::GetStatisticsRequest& request,
                                                  v1::MessageStatistics* response) {
  ASSIGN_OR_RETURN(const Period period, PeriodOf(request));
  ASSIGN_OR_RETURN(
      const MessageStatistics statistics,
      statistician_.ComputeOpen(call.deadline, request.home_id(), period.from, period.until));
  ToProto(statistics, request, response);
  return absl::OkStatus();
}

absl::Status StatisticsService::ExportStatistics(const rpc::Call& call,
                                                 const v1::ExportStatisticsRequest& request,
                                                 v1::SheetFile* response) {
  RETURN_IF_ERROR(CheckSheetFormat(request.format()));
  ASSIGN_OR_RETURN(const Period period, PeriodOf(request));
  ASSIGN_OR_RETURN(
      const MessageStatistics statistics,
      statistician_.Compute(call.deadline, request.home_id(), period.from, period.until));
  return ToFile(StatisticsSheet(statistics), request.format(),
                absl::StrCat("statistics-", request.home_id()), response);
}

absl::Status StatisticsService::ExportMessages(const rpc::Call& call,
                                               const v1::ExportMessagesRequest& request,
                                               v1::SheetFile* response) {
  RETURN_IF_ERROR(CheckSheetFormat(request.format()));
  ASSIGN_OR_RETURN(const Period period, PeriodOf(request));
  ASSIGN_OR_RETURN(
      const std::vector<Message> messages,
      exporter_.ListMessages(call.deadline, request.home_id(), period.from, period.until));
  return ToFile(MessagesSheet(messages), request.format(),
                absl::StrCat("messages-", request.home_id()), response);
}

absl::Status StatisticsService::ExportOpenData(const rpc::Call& call,
                                               const v1::ExportOpenDataRequest& request,
                                               v1::SheetFile* response) {
  RETURN_IF_ERROR(CheckSheetFormat(request.format()));
  if (request.year() < 2000 || request.year() > 2100) {
    return base::InvalidField("year", "请写 2000 到 2100 之间的年份");
  }
  switch (request.dataset()) {
    case v1::OPEN_MESSAGES: {
      ASSIGN_OR_RETURN(const MessageExporter::OpenYear open,
                       exporter_.ComputeOpenYear(call.deadline, request.home_id(), request.year()));
      std::vector<std::pair<std::string, MessageStatistics>> months;
      for (const auto& [month, statistics] : open.months) {
        months.emplace_back(absl::StrFormat("%d-%02d", request.year(), month), statistics);
      }
      return ToFile(OpenFiguresSheet(months, open.year), request.format(),
                    absl::StrCat("open-messages-", request.year()), response);
    }
    case v1::OPEN_MODERATION_LOG: {
      ASSIGN_OR_RETURN(
          const std::vector<ModerationLogEntry> entries,
          exporter_.ListModerationLog(call.deadline, request.home_id(), request.year()));
      return ToFile(ModerationLogSheet(entries), request.format(),
                    absl::StrCat("moderation-log-", request.year()), response);
    }
    default:
      return base::InvalidField("dataset", "请选择 OPEN_MESSAGES 或 OPEN_MODERATION_LOG");
  }
}

absl::Status StatisticsService::GetWeeklyDigest(const rpc::Call& call,
                                                const v1::GetWeeklyDigestRequest& request,
                                                v1::WeeklyDigest* response) {
  std::optional<absl::Time> time;
  if (request.has_week_time()) {
    ASSIGN_OR_RETURN(time, board::FromProto(request.week_time(), "weekTime"));
  }
  ASSIGN_OR_RETURN(const WeeklyDigest digest,
                   exporter_.Digest(call.deadline, request.home_id(), time));
  board::ToProto(digest.from, response->mutable_from_time());
  board::ToProto(digest.until, response->mutable_until_time());
  board::ToProto(digest.statistics.compute_time, response->mutable_compute_time());
  ToProto(digest.statistics.total, response->mutable_figures());
  for (const auto& [category, received] : digest.statistics.categories) {
    v1::CategoryCount* row = response->add_categories();
    row->set_category(category);
    row->set_received(received);
  }
  for (const Message& message : digest.overdue) {
    v1::DigestEntry* entry = response->add_overdue();
    entry->set_message_id(message.id);
    entry->set_subject(message.subject);
    entry->set_state(static_cast<v1::MessageState>(message.state));
    entry->set_owner(static_cast<v1::MessageOwner>(message.owner));
    board::ToProto(*message.due_time, entry->mutable_due_time());
    entry->set_page(
        absl::StrCat("pages/message/message?homeId=", message.home_id, "&messageId=", message.id));
  }
  return absl::OkStatus();
}

}  // namespace deputies::board
