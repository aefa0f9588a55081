#include "services/duty/storage/sql_appraisal_store.h"

#include <set>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/digest.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/db/request_keys.h"
#include "services/duty/domain/errors.h"
#include "services/duty/storage/duty_events.h"

namespace deputies::duty {
namespace {

// In the order of ReadAppraisal's columns.
#define DUTY_APPRAISAL_COLUMNS(report)                                             \
  "home_id, id, deputy_id, year, meeting_time, place, plan_revision, planner_id, " \
  "reporter_id, " report                                                           \
  ", report_time, ballot_id, grade, opinion, reviewer_id, review_time FROM appraisals "

constexpr db::Statement kInsertAppraisal{
    "/* duty.InsertAppraisal */ INSERT INTO appraisals (home_id, id, deputy_id, year, "
    "meeting_time, place, planner_id, report) VALUES (?, ?, ?, ?, ?, ?, ?, '')"};
constexpr db::Statement kLockAppraisalOfYear{
    "/* duty.LockAppraisalOfYear */ SELECT " DUTY_APPRAISAL_COLUMNS(
        "report") "WHERE home_id=? AND deputy_id=? AND year=? FOR UPDATE"};
constexpr db::Statement kLockAppraisal{"/* duty.LockAppraisal */ SELECT " DUTY_APPRAISAL_COLUMNS(
    "report") "WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kFindAppraisal{
    "/* duty.FindAppraisal */ SELECT " DUTY_APPRAISAL_COLUMNS("report") "WHERE home_id=? AND id=?"};
constexpr db::Statement kFindLastReviewed{
    "/* duty.FindLastReviewed */ SELECT " DUTY_APPRAISAL_COLUMNS(
        "''") "WHERE home_id=? AND deputy_id=? AND grade<>0 ORDER BY year DESC LIMIT 1"};
constexpr db::Statement kListAppraisals{"/* duty.ListAppraisals */ SELECT " DUTY_APPRAISAL_COLUMNS(
    "''") "WHERE home_id=? AND year=? ORDER BY meeting_time, id"};
constexpr db::Statement kUpdateAppraisal{
    "/* duty.UpdateAppraisal */ UPDATE appraisals SET meeting_time=?, place=?, plan_revision=?, "
    "planner_id=?, reporter_id=?, report=?, report_time=?, ballot_id=?, grade=?, opinion=?, "
    "reviewer_id=?, review_time=? WHERE home_id=? AND id=?"};
constexpr db::Statement kInsertAppraisalQuestion{
    "/* duty.InsertAppraisalQuestion */ INSERT INTO appraisal_questions (home_id, appraisal_id, "
    "id, asker_id, text, ask_time) VALUES (?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kCountAsked{
    "/* duty.CountAsked */ SELECT COUNT(*) FROM appraisal_questions "
    "WHERE home_id=? AND appraisal_id=? AND asker_id=?"};
constexpr db::Statement kFindAsker{
    "/* duty.FindAsker */ SELECT asker_id, answer_time FROM appraisal_questions "
    "WHERE home_id=? AND appraisal_id=? AND id=?"};
constexpr db::Statement kAnswerQuestion{
    "/* duty.AnswerQuestion */ UPDATE appraisal_questions SET answer=?, answer_time=? "
    "WHERE home_id=? AND appraisal_id=? AND id=?"};
constexpr db::Statement kListAppraisalQuestions{
    "/* duty.ListAppraisalQuestions */ SELECT id, asker_id, text, ask_time, answer, answer_time "
    "FROM appraisal_questions WHERE home_id=? AND appraisal_id=? ORDER BY id"};
// Who last acted for a deputy in this service: in a report to the voters, or in one of duty.
constexpr db::Statement kFindReporter{
    "/* duty.FindReporter */ SELECT reporter_id FROM duty_reports "
    "WHERE home_id=? AND deputy_id=? ORDER BY id DESC LIMIT 1"};
constexpr db::Statement kFindEarlierReporter{
    "/* duty.FindEarlierReporter */ SELECT reporter_id FROM appraisals "
    "WHERE home_id=? AND deputy_id=? AND reporter_id<>0 ORDER BY year DESC LIMIT 1"};

constexpr char kAppraisalSource[] = "appraisal";
constexpr char kReportMade[] = "report_to_voters";
constexpr char kReportMissing[] = "report_missing";
// Stages of one plan's reminders; a moved meeting begins the next ones.
constexpr int kStagesPerPlan = 10;

std::optional<absl::Time> OptionalTime(const db::Row& row, size_t column) {
  if (row.IsNull(column)) return std::nullopt;
  return row.Time(column);
}

Appraisal ReadAppraisal(db::Row& row) {
  Appraisal appraisal;
  appraisal.home_id = row.Int(0);
  appraisal.id = row.Int(1);
  appraisal.deputy_id = row.Int(2);
  appraisal.year = static_cast<int>(row.Int(3));
  appraisal.meeting_time = row.Time(4);
  appraisal.place = row.TakeString(5);
  appraisal.plan_revision = static_cast<int>(row.Int(6));
  appraisal.planner_id = row.Int(7);
  appraisal.reporter_id = row.Int(8);
  appraisal.report = row.TakeString(9);
  appraisal.report_time = OptionalTime(row, 10);
  appraisal.ballot_id = row.Int(11);
  appraisal.grade = static_cast<ReviewGrade>(row.Int(12));
  appraisal.opinion = row.TakeString(13);
  appraisal.reviewer_id = row.Int(14);
  appraisal.review_time = OptionalTime(row, 15);
  return appraisal;
}

absl::Status Save(db::Transaction& transaction, const Appraisal& appraisal) {
  return transaction
      .Execute(kUpdateAppraisal,
               {appraisal.meeting_time, appraisal.place, appraisal.plan_revision,
                appraisal.planner_id, appraisal.reporter_id, appraisal.report,
                appraisal.report_time, appraisal.ballot_id, appraisal.grade, appraisal.opinion,
                appraisal.reviewer_id, appraisal.review_time, appraisal.home_id, appraisal.id})
      .status();
}

}  // namespace

absl::Status SqlAppraisalStore::TellMeeting(db::Transaction& transaction,
                                            const Appraisal& appraisal, absl::Time now) {
  std::set<int64_t> persons = {appraisal.planner_id};
  for (const db::Statement* statement : {&kFindReporter, &kFindEarlierReporter}) {
    ASSIGN_OR_RETURN(const db::Rows rows,
                     transaction.Query(*statement, {appraisal.home_id, appraisal.deputy_id}));
    if (!rows.empty()) persons.insert(rows.front().Int(0));
  }
  const std::string title = absl::StrCat(
      absl::FormatTime("%m月%d日%H:%M", appraisal.meeting_time, base::Shanghai()), "述职");
  int stage = appraisal.plan_revision * kStagesPerPlan;
  for (const absl::Time time : ReminderTimes(appraisal.meeting_time, now)) {
    Telling telling;
    telling.kind = events::v1::APPRAISAL_MEETING;
    telling.target_id = appraisal.id;
    telling.stage = stage++;
    telling.title = title;
    telling.detail = appraisal.place;
    telling.event_time = appraisal.meeting_time;
    if (time > now) telling.send_time = time;
    telling.expire_time = appraisal.meeting_time;
    for (const int64_t person_id : persons) {
      RETURN_IF_ERROR(TellPerson(transaction, ids_, appraisal.home_id, person_id, telling, now));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<int64_t> SqlAppraisalStore::Plan(absl::Time deadline, const base::RequestKey& key,
                                                const Appraisal& plan, absl::Time now) {
  int64_t id = 0;
  const auto run = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) {
      return absl::SimpleAtoi(*earlier, &id)
                 ? absl::OkStatus()
                 : absl::InternalError("a request key of ours holds no appraisal id");
    }
    Appraisal appraisal = plan;
    const absl::Status inserted =
        transaction
            .Execute(kInsertAppraisal, {plan.home_id, plan.id, plan.deputy_id, plan.year,
                                        plan.meeting_time, plan.place, plan.planner_id})
            .status();
    if (db::IsDuplicateKey(inserted, "uk_appraisals_deputy_year")) {
      ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kLockAppraisalOfYear,
                                                        {plan.home_id, plan.deputy_id, plan.year}));
      if (rows.empty()) return absl::InternalError("an appraisal of the year is gone");
      appraisal = ReadAppraisal(rows.front());
      if (appraisal.grade != ReviewGrade::kNone) {
        return AppraisalStateConflict("这一年的评议已经结束，不能再改时间");
      }
      appraisal.meeting_time = plan.meeting_time;
      appraisal.place = plan.place;
      appraisal.planner_id = plan.planner_id;
      ++appraisal.plan_revision;
      RETURN_IF_ERROR(Save(transaction, appraisal));
    } else {
      RETURN_IF_ERROR(inserted);
    }
    id = appraisal.id;
    RETURN_IF_ERROR(db::StoreResult(transaction, key, absl::StrCat(id)));
    return TellMeeting(transaction, appraisal, now);
  };
  RETURN_IF_ERROR(database_.InTransaction(deadline, run, db::Repeat::kAfterUnknownOutcome));
  return id;
}

absl::StatusOr<std::optional<Appraisal>> SqlAppraisalStore::Find(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 int64_t appraisal_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kFindAppraisal, {home_id, appraisal_id}));
  if (rows.empty()) return std::nullopt;
  return ReadAppraisal(rows.front());
}

absl::StatusOr<std::optional<Appraisal>> SqlAppraisalStore::FindLastReviewed(absl::Time deadline,
                                                                             int64_t home_id,
                                                                             int64_t deputy_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kFindLastReviewed, {home_id, deputy_id}));
  if (rows.empty()) return std::nullopt;
  return ReadAppraisal(rows.front());
}

absl::StatusOr<std::vector<Appraisal>> SqlAppraisalStore::List(absl::Time deadline, int64_t home_id,
                                                               int year) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListAppraisals, {home_id, year}));
  std::vector<Appraisal> appraisals;
  for (db::Row& row : rows) appraisals.push_back(ReadAppraisal(row));
  return appraisals;
}

absl::StatusOr<std::vector<AppraisalQuestion>> SqlAppraisalStore::ListQuestions(
    absl::Time deadline, int64_t home_id, int64_t appraisal_id) {
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kListAppraisalQuestions, {home_id, appraisal_id}));
  std::vector<AppraisalQuestion> questions;
  for (db::Row& row : rows) {
    questions.push_back({row.Int(0), row.Int(1), row.TakeString(2), row.Time(3), row.TakeString(4),
                         OptionalTime(row, 5)});
  }
  return questions;
}

absl::Status SqlAppraisalStore::Change(
    absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
    absl::FunctionRef<absl::Status(db::Transaction&, Appraisal&)> change) {
  const auto run = [&](db::Transaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<std::string> earlier,
                     db::ClaimRequest(transaction, key, "", clock_.Now()));
    if (earlier.has_value()) return absl::OkStatus();
    ASSIGN_OR_RETURN(db::Rows rows, transaction.Query(kLockAppraisal, {key.home_id, appraisal_id}));
    if (rows.empty()) return AppraisalNotFound();
    Appraisal appraisal = ReadAppraisal(rows.front());
    return change(transaction, appraisal);
  };
  return database_.InTransaction(deadline, run, db::Repeat::kAfterUnknownOutcome);
}

absl::Status SqlAppraisalStore::Report(absl::Time deadline, const base::RequestKey& key,
                                       int64_t appraisal_id, int64_t deputy_id,
                                       const std::string& report, absl::Time now) {
  return Change(deadline, key, appraisal_id,
                [&](db::Transaction& transaction, Appraisal& appraisal) -> absl::Status {
                  if (appraisal.deputy_id != deputy_id) return AppraisalNotFound();
                  RETURN_IF_ERROR(TakeReport(&appraisal, key.person_id, report, now));
                  return Save(transaction, appraisal);
                });
}

absl::Status SqlAppraisalStore::Ask(absl::Time deadline, const base::RequestKey& key,
                                    int64_t appraisal_id, const AppraisalQuestion& question) {
  return Change(
      deadline, key, appraisal_id,
      [&](db::Transaction& transaction, Appraisal& appraisal) -> absl::Status {
        ASSIGN_OR_RETURN(
            const db::Rows asked,
            transaction.Query(kCountAsked, {key.home_id, appraisal_id, question.asker_id}));
        RETURN_IF_ERROR(CheckMayAsk(appraisal, static_cast<int>(asked.front().Int(0))));
        RETURN_IF_ERROR(transaction
                            .Execute(kInsertAppraisalQuestion,
                                     {key.home_id, appraisal_id, question.id, question.asker_id,
                                      question.text, question.ask_time})
                            .status());
        Telling telling;
        telling.kind = events::v1::APPRAISAL_QUESTION_ASKED;
        telling.target_id = question.id;
        telling.title = absl::StrCat(appraisal.year, "年度述职");
        telling.detail = "请在评议结束以前回答";
        return TellPerson(transaction, ids_, key.home_id, appraisal.reporter_id, telling,
                          question.ask_time);
      });
}

absl::Status SqlAppraisalStore::Answer(absl::Time deadline, const base::RequestKey& key,
                                       int64_t appraisal_id, int64_t deputy_id, int64_t question_id,
                                       const std::string& answer, absl::Time now) {
  return Change(
      deadline, key, appraisal_id,
      [&](db::Transaction& transaction, Appraisal& appraisal) -> absl::Status {
        if (appraisal.deputy_id != deputy_id) return AppraisalNotFound();
        ASSIGN_OR_RETURN(const db::Rows found,
                         transaction.Query(kFindAsker, {key.home_id, appraisal_id, question_id}));
        if (found.empty()) return QuestionNotFound();
        if (!found.front().IsNull(1)) return AppraisalStateConflict("这个问题已经回答过了");
        RETURN_IF_ERROR(
            transaction
                .Execute(kAnswerQuestion, {answer, now, key.home_id, appraisal_id, question_id})
                .status());
        Telling telling;
        telling.kind = events::v1::APPRAISAL_QUESTION_ANSWERED;
        telling.target_id = question_id;
        telling.title = absl::StrCat(appraisal.year, "年度述职");
        telling.detail = "代表回答了您的提问";
        return TellPerson(transaction, ids_, key.home_id, found.front().Int(0), telling, now);
      });
}

absl::Status SqlAppraisalStore::Link(absl::Time deadline, const base::RequestKey& key,
                                     int64_t appraisal_id, const Ballot& ballot) {
  return Change(deadline, key, appraisal_id,
                [&](db::Transaction& transaction, Appraisal& appraisal) -> absl::Status {
                  RETURN_IF_ERROR(LinkBallot(&appraisal, ballot));
                  return Save(transaction, appraisal);
                });
}

absl::Status SqlAppraisalStore::Review(absl::Time deadline, const base::RequestKey& key,
                                       int64_t appraisal_id, const std::optional<Ballot>& ballot,
                                       ReviewGrade grade, const std::string& opinion,
                                       absl::Time now) {
  return Change(
      deadline, key, appraisal_id,
      [&](db::Transaction& transaction, Appraisal& appraisal) -> absl::Status {
        if (appraisal.ballot_id != (ballot.has_value() ? ballot->id : 0)) {
          return base::MakeError(absl::StatusCode::kAborted, "CONCURRENT_CHANGE",
                                 "刚刚换了一次测评，请刷新后再办");
        }
        RETURN_IF_ERROR(TakeReview(&appraisal, ballot, grade, opinion, key.person_id, now));
        RETURN_IF_ERROR(Save(transaction, appraisal));
        const bool reported = appraisal.report_time.has_value();
        DutyFact fact;
        fact.home_id = appraisal.home_id;
        fact.deputy_id = appraisal.deputy_id;
        fact.item = reported ? kReportMade : kReportMissing;
        fact.source_type = kAppraisalSource;
        fact.source_id = appraisal.id;
        fact.perform_time = appraisal.meeting_time;
        if (reported) fact.evidence_hash = base::Sha256(appraisal.report);
        return TellAct(transaction, ids_, fact, now);
      });
}

}  // namespace deputies::duty
