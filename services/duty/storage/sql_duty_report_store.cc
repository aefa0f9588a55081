#include "services/duty/storage/sql_duty_report_store.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "services/common/base/status_macros.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"
#include "services/duty/storage/duty_events.h"

namespace deputies::duty {
namespace {

// In the order of ReadReport's columns.
#define DUTY_REPORT_COLUMNS                                                                    \
  "home_id, id, deputy_id, reporter_id, item, perform_time, place, text, attachments, state, " \
  "submit_time, due_time, checker_id, decider_id, refusal_reason "

constexpr db::Statement kInsertReport{
    "/* duty.InsertReport */ INSERT INTO duty_reports (home_id, id, deputy_id, reporter_id, item, "
    "perform_time, place, text, attachments, state, submit_time, due_time) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kLockReport{"/* duty.LockReport */ SELECT " DUTY_REPORT_COLUMNS
                                    "FROM duty_reports WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kFindReport{"/* duty.FindReport */ SELECT " DUTY_REPORT_COLUMNS
                                    "FROM duty_reports WHERE home_id=? AND id=?"};
constexpr db::Statement kUpdateReport{
    "/* duty.UpdateReport */ UPDATE duty_reports SET state=?, due_time=?, checker_id=?, "
    "decider_id=?, refusal_reason=? WHERE home_id=? AND id=?"};
constexpr db::Statement kListReports{
    "/* duty.ListReports */ SELECT " DUTY_REPORT_COLUMNS
    "FROM duty_reports WHERE home_id=? AND id<? AND (?=0 OR state=?) ORDER BY id DESC LIMIT ?"};
constexpr db::Statement kListReportsOfDeputy{
    "/* duty.ListReportsOfDeputy */ SELECT " DUTY_REPORT_COLUMNS
    "FROM duty_reports WHERE home_id=? AND deputy_id=? AND id<? AND (?=0 OR state=?) "
    "ORDER BY id DESC LIMIT ?"};

constexpr char kReportSource[] = "report";

DutyReport ReadReport(db::Row& row) {
  DutyReport report;
  report.home_id = row.Int(0);
  report.id = row.Int(1);
  report.deputy_id = row.Int(2);
  report.reporter_id = row.Int(3);
  report.item = row.TakeString(4);
  report.perform_time = row.Time(5);
  report.place = row.TakeString(6);
  report.text = row.TakeString(7);
  report.attachments = absl::StrSplit(row.String(8), '\n', absl::SkipEmpty());
  report.state = static_cast<ReportState>(row.Int(9));
  report.submit_time = row.Time(10);
  report.due_time = row.Time(11);
  report.checker_id = row.Int(12);
  report.decider_id = row.Int(13);
  report.refusal_reason = row.TakeString(14);
  return report;
}

DutyFact FactOf(const DutyReport& report) {
  DutyFact fact;
  fact.home_id = report.home_id;
  fact.deputy_id = report.deputy_id;
  fact.item = report.item;
  fact.source_type = kReportSource;
  fact.source_id = report.id;
  fact.perform_time = report.perform_time;
  fact.evidence_hash = EvidenceHash(report);
  return fact;
}

}  // namespace

absl::StatusOr<int64_t> SqlDutyReportStore::Submit(absl::Time deadline, const base::RequestKey& key,
                                                   const DutyReport& report) {
  int64_t id = report.id;
  const auto submit = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, absl::StrCat(report.id), clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &id)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no report id");
    }
    return transaction
        .Execute(kInsertReport, {report.home_id, report.id, report.deputy_id, report.reporter_id,
                                 report.item, report.perform_time, report.place, report.text,
                                 absl::StrJoin(report.attachments, "\n"), report.state,
                                 report.submit_time, report.due_time})
        .status();
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, submit, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::Status SqlDutyReportStore::Step(absl::Time deadline, const base::RequestKey& key,
                                      int64_t report_id, ReportStep step, int64_t person_id,
                                      const std::string& reason, absl::Time now) {
  const auto take = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kLockReport, {key.home_id, report_id}));
    if (rows.empty()) return ReportNotFound();
    DutyReport report = ReadReport(rows.front());
    RETURN_IF_ERROR(TakeStep(&report, step, person_id, reason, now));
    RETURN_IF_ERROR(transaction
                        .Execute(kUpdateReport, {report.state, report.due_time, report.checker_id,
                                                 report.decider_id, report.refusal_reason,
                                                 report.home_id, report.id})
                        .status());
    if (step == ReportStep::kCheck) return absl::OkStatus();
    if (step == ReportStep::kPublish) {
      RETURN_IF_ERROR(TellAct(transaction, ids_, FactOf(report), now));
    }
    Telling telling;
    telling.target_id = report.id;
    if (step == ReportStep::kPublish) {
      telling.kind = events::v1::DUTY_REPORT_PUBLISHED;
      telling.title = "履职申报已公布";
      telling.detail = "已计入履职台账";
    } else {
      telling.kind = events::v1::DUTY_REPORT_REFUSED;
      telling.title = "履职申报未通过";
      telling.detail = "请查看退回理由";
    }
    return TellPerson(transaction, ids_, report.home_id, report.reporter_id, telling, now);
  };
  return database_.InTransaction(deadline, take, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::optional<DutyReport>> SqlDutyReportStore::Find(absl::Time deadline,
                                                                   int64_t home_id,
                                                                   int64_t report_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindReport, {home_id, report_id}));
  if (rows.empty()) return std::nullopt;
  return ReadReport(rows.front());
}

absl::StatusOr<std::vector<DutyReport>> SqlDutyReportStore::List(absl::Time deadline,
                                                                 int64_t home_id, int64_t deputy_id,
                                                                 std::optional<ReportState> state,
                                                                 int64_t before_id, int limit) {
  const int number = state.has_value() ? static_cast<int>(*state) : 0;
  ASSIGN_OR_RETURN(
      db::Rows rows,
      deputy_id == 0
          ? database_.Query(deadline, kListReports, {home_id, before_id, number, number, limit})
          : database_.Query(deadline, kListReportsOfDeputy,
                            {home_id, deputy_id, before_id, number, number, limit}));
  std::vector<DutyReport> reports;
  for (db::Row& row : rows) reports.push_back(ReadReport(row));
  return reports;
}

}  // namespace deputies::duty
