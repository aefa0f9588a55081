#include "services/duty/rpc/ranking_service.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

// Says of equal neighbours on the page that they share their place.
void ExplainTies(v1::ListRankingResponse* response) {
  for (int i = 1; i < response->rows_size(); ++i) {
    if (response->rows(i).rank() != response->rows(i - 1).rank()) continue;
    for (v1::RankingRow* row : {response->mutable_rows(i - 1), response->mutable_rows(i)}) {
      row->set_note(absl::StrCat("得分相同，并列第", row->rank(), "名"));
    }
  }
}

}  // namespace

RankingService::RankingService(Rankings& rankings, LedgerReader& ledger, Directory& directory,
                               const base::Clock& clock)
    : rankings_(rankings),
      ledger_(ledger),
      directory_(directory),
      clock_(clock),
      table_("deputies.duty.v1.RankingService") {
  table_.Bind("ListRanking", this, &RankingService::ListRanking);
  table_.Bind("OpenObjections", this, &RankingService::OpenObjections);
  table_.Bind("PublishRanking", this, &RankingService::PublishRanking);
  table_.Bind("FileObjection", this, &RankingService::FileObjection);
  table_.Bind("AnswerObjection", this, &RankingService::AnswerObjection);
  table_.Bind("ListObjections", this, &RankingService::ListObjections);
  table_.Bind("ListDutyAlerts", this, &RankingService::ListDutyAlerts);
}

absl::Status RankingService::ListRanking(const rpc::Call& call,
                                         const v1::ListRankingRequest& request,
                                         v1::ListRankingResponse* response) {
  RankingQuery query;
  query.key.of_county = request.scope() == v1::COUNTY;
  query.key.level = request.level();
  query.key.period = request.period();
  query.offset = request.offset();
  query.limit = request.page_size();
  ASSIGN_OR_RETURN(const Rankings::View view,
                   rankings_.Read(ScopeOf(call), request.home_id(), std::move(query)));
  ToProto(view.period, response->mutable_period());
  for (const RankedTotal& row : view.page.rows) ToProto(row, response->add_rows());
  ExplainTies(response);
  response->set_ranked_count(view.page.ranked_count);
  if (view.page.own.has_value()) ToProto(*view.page.own, response->mutable_own());
  return absl::OkStatus();
}

absl::Status RankingService::OpenObjections(const rpc::Call& call,
                                            const v1::OpenObjectionsRequest& request,
                                            v1::RankingPeriod* response) {
  ASSIGN_OR_RETURN(const absl::Time end_time,
                   ToTime(request.objection_end_time(), "objectionEndTime"));
  ASSIGN_OR_RETURN(
      const RankingPeriod period,
      rankings_.OpenObjections(ScopeOf(call), rpc::KeyOf("OpenObjections", call, request),
                               request.period(), end_time));
  ToProto(period, response);
  return absl::OkStatus();
}

absl::Status RankingService::PublishRanking(const rpc::Call& call,
                                            const v1::PublishRankingRequest& request,
                                            v1::RankingPeriod* response) {
  ASSIGN_OR_RETURN(const RankingPeriod period,
                   rankings_.Publish(ScopeOf(call), rpc::KeyOf("PublishRanking", call, request),
                                     request.period()));
  ToProto(period, response);
  return absl::OkStatus();
}

absl::Status RankingService::FileObjection(const rpc::Call& call,
                                           const v1::FileObjectionRequest& request,
                                           v1::Objection* response) {
  ASSIGN_OR_RETURN(const Objection objection,
                   rankings_.File(ScopeOf(call), rpc::KeyOf("FileObjection", call, request),
                                  request.period(), request.text()));
  ToProto(objection, response);
  return absl::OkStatus();
}

absl::Status RankingService::AnswerObjection(const rpc::Call& call,
                                             const v1::AnswerObjectionRequest& request,
                                             v1::Objection* response) {
  ASSIGN_OR_RETURN(const Objection objection,
                   rankings_.Answer(ScopeOf(call), rpc::KeyOf("AnswerObjection", call, request),
                                    request.objection_id(), request.answer()));
  ToProto(objection, response);
  return absl::OkStatus();
}

absl::Status RankingService::ListObjections(const rpc::Call& call,
                                            const v1::ListObjectionsRequest& request,
                                            v1::ListObjectionsResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<Objection> objections,
                   rankings_.ListObjections(ScopeOf(call), request.home_id(), request.period()));
  for (const Objection& objection : objections) ToProto(objection, response->add_objections());
  return absl::OkStatus();
}

absl::Status RankingService::ListDutyAlerts(const rpc::Call& call,
                                            const v1::ListDutyAlertsRequest& request,
                                            v1::ListDutyAlertsResponse* response) {
  ASSIGN_OR_RETURN(const Period period, Period::ParseOrYearOf(request.period(), clock_.Now()));
  ASSIGN_OR_RETURN(const std::vector<DutyAlert> alerts,
                   ledger_.Alerts(ScopeOf(call), request.home_id(), period));
  for (const DutyAlert& alert : alerts) {
    v1::DutyAlert* proto = response->add_alerts();
    proto->set_kind(static_cast<v1::DutyAlertKind>(alert.kind));
    proto->set_deputy_id(alert.deputy_id);
    const absl::StatusOr<DeputyCard> deputy =
        directory_.Deputy(ScopeOf(call), request.home_id(), alert.deputy_id);
    if (deputy.ok()) proto->set_deputy_name(deputy->name);
    proto->set_item(alert.item);
    if (alert.kind == AlertKind::kBurst) proto->set_day(absl::FormatCivilTime(alert.day));
    proto->set_count(alert.count);
    proto->set_total(alert.total);
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
