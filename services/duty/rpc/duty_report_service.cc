#include "services/duty/rpc/duty_report_service.h"

#include <limits>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void FillReport(const DutyReport& report, absl::Time now, v1::DutyReport* proto) {
  proto->set_report_id(report.id);
  proto->set_home_id(report.home_id);
  proto->set_deputy_id(report.deputy_id);
  proto->set_item(report.item);
  ToProto(report.perform_time, proto->mutable_perform_time());
  proto->set_place(report.place);
  proto->set_text(report.text);
  for (const std::string& attachment : report.attachments) proto->add_attachments(attachment);
  proto->set_state(static_cast<v1::DutyReportState>(report.state));
  ToProto(report.submit_time, proto->mutable_submit_time());
  ToProto(report.due_time, proto->mutable_due_time());
  const bool waits =
      report.state == ReportState::kSubmitted || report.state == ReportState::kChecked;
  proto->set_overdue(waits && now > report.due_time);
  proto->set_refusal_reason(report.refusal_reason);
}

}  // namespace

DutyReportService::DutyReportService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.DutyReportService") {
  table_.Bind("SubmitDutyReport", this, &DutyReportService::SubmitDutyReport);
  table_.Bind("ListDutyReports", this, &DutyReportService::ListDutyReports);
  table_.Bind("CheckDutyReport", this, &DutyReportService::CheckDutyReport);
  table_.Bind("PublishDutyReport", this, &DutyReportService::PublishDutyReport);
  table_.Bind("RefuseDutyReport", this, &DutyReportService::RefuseDutyReport);
}

absl::Status DutyReportService::SubmitDutyReport(const rpc::Call& call,
                                                 const v1::SubmitDutyReportRequest& request,
                                                 v1::DutyReport* response) {
  const absl::Time now = base::ToMillisecond(parts_.clock.Now());
  DutyReport report;
  report.home_id = request.home_id();
  report.id = parts_.ids.Next();
  report.deputy_id = call.caller.DeputyIdAt(request.home_id());
  report.reporter_id = call.caller.person_id;
  report.item = request.item();
  ASSIGN_OR_RETURN(report.perform_time, ToTime(request.perform_time(), "performTime"));
  report.perform_time = base::ToMillisecond(report.perform_time);
  report.place = request.place();
  report.text = request.text();
  report.attachments.assign(request.attachments().begin(), request.attachments().end());
  report.submit_time = now;
  report.due_time = now + kStepTime;
  ASSIGN_OR_RETURN(const BookList books, parts_.books.OfHome(ScopeOf(call), request.home_id()));
  RETURN_IF_ERROR(CheckReport(report, BookOn(*books, base::ShanghaiDay(now)), now));
  ASSIGN_OR_RETURN(
      const int64_t id,
      parts_.store.Submit(call.deadline, rpc::KeyOf("SubmitDutyReport", call, request), report));
  return Answer(call, request.home_id(), id, response);
}

absl::Status DutyReportService::ListDutyReports(const rpc::Call& call,
                                                const v1::ListDutyReportsRequest& request,
                                                v1::ListDutyReportsResponse* response) {
  const std::string list = absl::StrCat("dutyReports/", request.home_id(), "/", request.state());
  ASSIGN_OR_RETURN(const int64_t before,
                   ReadPosition(parts_.page_tokens, list, request.page_token(),
                                std::numeric_limits<int64_t>::max()));
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  const bool staff = call.caller.IsStaffOf(request.home_id());
  std::optional<ReportState> state;
  if (request.state() != 0) state = static_cast<ReportState>(request.state());
  ASSIGN_OR_RETURN(std::vector<DutyReport> reports,
                   parts_.store.List(call.deadline, request.home_id(),
                                     staff ? 0 : call.caller.DeputyIdAt(request.home_id()), state,
                                     before, limit + 1));
  if (reports.size() > static_cast<size_t>(limit)) {
    reports.pop_back();
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, reports.back().id));
  }
  for (const DutyReport& report : reports) {
    FillReport(report, parts_.clock.Now(), response->add_reports());
  }
  return absl::OkStatus();
}

absl::Status DutyReportService::CheckDutyReport(const rpc::Call& call,
                                                const v1::CheckDutyReportRequest& request,
                                                v1::DutyReport* response) {
  return Step(call, rpc::KeyOf("CheckDutyReport", call, request), request.report_id(),
              ReportStep::kCheck, "", response);
}

absl::Status DutyReportService::PublishDutyReport(const rpc::Call& call,
                                                  const v1::PublishDutyReportRequest& request,
                                                  v1::DutyReport* response) {
  return Step(call, rpc::KeyOf("PublishDutyReport", call, request), request.report_id(),
              ReportStep::kPublish, "", response);
}

absl::Status DutyReportService::RefuseDutyReport(const rpc::Call& call,
                                                 const v1::RefuseDutyReportRequest& request,
                                                 v1::DutyReport* response) {
  return Step(call, rpc::KeyOf("RefuseDutyReport", call, request), request.report_id(),
              ReportStep::kRefuse, request.reason(), response);
}

absl::Status DutyReportService::Step(const rpc::Call& call, const base::RequestKey& key,
                                     int64_t report_id, ReportStep step, const std::string& reason,
                                     v1::DutyReport* response) {
  RETURN_IF_ERROR(parts_.store.Step(call.deadline, key, report_id, step, call.caller.person_id,
                                    reason, base::ToMillisecond(parts_.clock.Now())));
  return Answer(call, key.home_id, report_id, response);
}

absl::Status DutyReportService::Answer(const rpc::Call& call, int64_t home_id, int64_t report_id,
                                       v1::DutyReport* response) {
  ASSIGN_OR_RETURN(const std::optional<DutyReport> report,
                   parts_.store.Find(call.deadline, home_id, report_id));
  if (!report.has_value()) return ReportNotFound();
  FillReport(*report, parts_.clock.Now(), response);
  return absl::OkStatus();
}

}  // namespace deputies::duty
