#include "services/duty/domain/appraisal.h"

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "services/common/base/error.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {

absl::Status CheckPlan(const Appraisal& appraisal, absl::Time now) {
  if (appraisal.meeting_time < now) return base::InvalidField("meetingTime", "述职时间已经过去");
  const absl::CivilDay day = base::ShanghaiDay(appraisal.meeting_time);
  if (day < absl::CivilDay(appraisal.year, 1, 1) ||
      day >= absl::CivilDay(appraisal.year + 1, 4, 1)) {
    return base::InvalidField("meetingTime", "须在当年之内，或者次年三月底以前");
  }
  return absl::OkStatus();
}

absl::Status TakeReport(Appraisal* appraisal, int64_t person_id, const std::string& report,
                        absl::Time now) {
  if (appraisal->grade != ReviewGrade::kNone || now >= appraisal->meeting_time) {
    return AppraisalStateConflict("述职会已经开始，不能再提交或修改述职报告");
  }
  appraisal->report = report;
  appraisal->report_time = now;
  appraisal->reporter_id = person_id;
  return absl::OkStatus();
}

absl::Status CheckMayAsk(const Appraisal& appraisal, int asked_before) {
  if (!appraisal.report_time.has_value()) {
    return AppraisalStateConflict("代表还没有提交述职报告，请过几天再来提问");
  }
  if (appraisal.grade != ReviewGrade::kNone) {
    return AppraisalStateConflict("评议已经结束，有事可以给代表留言");
  }
  if (asked_before >= kMaxAppraisalQuestions) {
    return AppraisalStateConflict(
        absl::StrCat("每人最多提", kMaxAppraisalQuestions, "个问题，您已经提完了"));
  }
  return absl::OkStatus();
}

absl::Status LinkBallot(Appraisal* appraisal, const Ballot& ballot) {
  if (appraisal->grade != ReviewGrade::kNone) return AppraisalStateConflict("评议已经结束");
  if (ballot.kind != BallotKind::kSatisfaction ||
      ballot.subject_deputy_id != appraisal->deputy_id) {
    return base::InvalidField("ballotId", "须是对这位代表的满意度测评");
  }
  appraisal->ballot_id = ballot.id;
  return absl::OkStatus();
}

absl::Status TakeReview(Appraisal* appraisal, const std::optional<Ballot>& ballot,
                        ReviewGrade grade, const std::string& opinion, int64_t person_id,
                        absl::Time now) {
  if (appraisal->grade != ReviewGrade::kNone) return AppraisalStateConflict("评议结论已经登记过了");
  if (now < appraisal->meeting_time) return AppraisalStateConflict("述职会还没有开始");
  if (ballot.has_value() && !ballot->closed) {
    return AppraisalStateConflict("满意度测评还没有开箱，请先开箱计票");
  }
  if (grade < ReviewGrade::kExcellent || grade > ReviewGrade::kNotCompetent) {
    return base::InvalidField("grade", "请选择优秀、称职、基本称职或不称职");
  }
  if (!appraisal->report_time.has_value() && grade != ReviewGrade::kNotCompetent) {
    return base::InvalidField("grade", "没有述职报告，只能评为不称职");
  }
  appraisal->grade = grade;
  appraisal->opinion = opinion;
  appraisal->reviewer_id = person_id;
  appraisal->review_time = now;
  return absl::OkStatus();
}

std::vector<absl::Time> ReminderTimes(absl::Time meeting_time, absl::Time now) {
  std::vector<absl::Time> times = {now};
  for (const absl::Duration before : {absl::Hours(7 * 24), absl::Hours(24)}) {
    if (meeting_time - before > now) times.push_back(meeting_time - before);
  }
  return times;
}

}  // namespace deputies::duty
