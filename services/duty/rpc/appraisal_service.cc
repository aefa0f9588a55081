#include "services/duty/rpc/appraisal_service.h"

#include <string>
#include <utility>
#include <vector>

#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void FillAppraisal(const Appraisal& appraisal, v1::Appraisal* proto) {
  proto->set_appraisal_id(appraisal.id);
  proto->set_home_id(appraisal.home_id);
  proto->set_deputy_id(appraisal.deputy_id);
  proto->set_year(appraisal.year);
  ToProto(appraisal.meeting_time, proto->mutable_meeting_time());
  proto->set_place(appraisal.place);
  if (appraisal.report_time.has_value()) {
    ToProto(*appraisal.report_time, proto->mutable_report_time());
  }
  proto->set_report(appraisal.report);
  proto->set_ballot_id(appraisal.ballot_id);
  proto->set_grade(static_cast<v1::ReviewGrade>(appraisal.grade));
  proto->set_opinion(appraisal.opinion);
  if (appraisal.review_time.has_value()) {
    ToProto(*appraisal.review_time, proto->mutable_review_time());
  }
}

void FillAppraisalQuestion(const AppraisalQuestion& question, int64_t reader_id,
                           v1::AppraisalQuestion* proto) {
  proto->set_question_id(question.id);
  proto->set_text(question.text);
  ToProto(question.ask_time, proto->mutable_ask_time());
  proto->set_own(question.asker_id == reader_id);
  proto->set_answer(question.answer);
  if (question.answer_time.has_value()) {
    ToProto(*question.answer_time, proto->mutable_answer_time());
  }
}

}  // namespace

AppraisalService::AppraisalService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.AppraisalService") {
  table_.Bind("PlanAppraisal", this, &AppraisalService::PlanAppraisal);
  table_.Bind("ListAppraisals", this, &AppraisalService::ListAppraisals);
  table_.Bind("GetAppraisal", this, &AppraisalService::GetAppraisal);
  table_.Bind("SubmitAppraisalReport", this, &AppraisalService::SubmitAppraisalReport);
  table_.Bind("AskAppraisalQuestion", this, &AppraisalService::AskAppraisalQuestion);
  table_.Bind("AnswerAppraisalQuestion", this, &AppraisalService::AnswerAppraisalQuestion);
  table_.Bind("LinkAppraisalBallot", this, &AppraisalService::LinkAppraisalBallot);
  table_.Bind("ReviewAppraisal", this, &AppraisalService::ReviewAppraisal);
}

absl::StatusOr<std::optional<Ballot>> AppraisalService::FindBallot(const rpc::Call& call,
                                                                   int64_t home_id,
                                                                   int64_t ballot_id) {
  if (ballot_id == 0) return std::nullopt;
  ASSIGN_OR_RETURN(std::optional<Ballot> ballot,
                   parts_.ballots.Find(call.deadline, home_id, ballot_id));
  if (!ballot.has_value()) return BallotNotFound();
  return ballot;
}

absl::Status AppraisalService::Answer(const rpc::Call& call, int64_t home_id, int64_t appraisal_id,
                                      v1::Appraisal* response) {
  ASSIGN_OR_RETURN(const std::optional<Appraisal> appraisal,
                   parts_.store.Find(call.deadline, home_id, appraisal_id));
  if (!appraisal.has_value()) return AppraisalNotFound();
  FillAppraisal(*appraisal, response);
  ASSIGN_OR_RETURN(const std::optional<Ballot> ballot,
                   FindBallot(call, home_id, appraisal->ballot_id));
  if (ballot.has_value() && ballot->closed) {
    ASSIGN_OR_RETURN(const std::vector<BallotPaper> papers,
                     parts_.ballots.ListPapers(call.deadline, home_id, ballot->id));
    ToProto(Tally(*ballot, papers), response->mutable_ballot_result());
  }
  const bool sees_all =
      call.caller.IsStaffOf(home_id) || call.caller.DeputyIdAt(home_id) == appraisal->deputy_id;
  ASSIGN_OR_RETURN(const std::vector<AppraisalQuestion> questions,
                   parts_.store.ListQuestions(call.deadline, home_id, appraisal_id));
  for (const AppraisalQuestion& question : questions) {
    const int64_t reader_id = call.caller.person_id;
    const bool own = reader_id != 0 && question.asker_id == reader_id;
    if (!sees_all && !own && !question.answer_time.has_value()) continue;
    FillAppraisalQuestion(question, reader_id, response->add_questions());
  }
  return absl::OkStatus();
}

absl::Status AppraisalService::PlanAppraisal(const rpc::Call& call,
                                             const v1::PlanAppraisalRequest& request,
                                             v1::Appraisal* response) {
  Appraisal plan;
  plan.home_id = request.home_id();
  plan.id = parts_.ids.Next();
  plan.deputy_id = request.deputy_id();
  plan.year = request.year();
  ASSIGN_OR_RETURN(plan.meeting_time, ToTime(request.meeting_time(), "meetingTime"));
  plan.meeting_time = base::ToMillisecond(plan.meeting_time);
  plan.place = request.place();
  plan.planner_id = call.caller.person_id;
  const absl::Time now = base::ToMillisecond(parts_.clock.Now());
  RETURN_IF_ERROR(CheckPlan(plan, now));
  RETURN_IF_ERROR(
      parts_.directory.Deputy(ScopeOf(call), request.home_id(), request.deputy_id()).status());
  ASSIGN_OR_RETURN(
      const int64_t id,
      parts_.store.Plan(call.deadline, rpc::KeyOf("PlanAppraisal", call, request), plan, now));
  return Answer(call, request.home_id(), id, response);
}

absl::Status AppraisalService::ListAppraisals(const rpc::Call& call,
                                              const v1::ListAppraisalsRequest& request,
                                              v1::ListAppraisalsResponse* response) {
  const int year = request.year() != 0
                       ? request.year()
                       : static_cast<int>(base::ShanghaiDay(parts_.clock.Now()).year());
  ASSIGN_OR_RETURN(const std::vector<Appraisal> appraisals,
                   parts_.store.List(call.deadline, request.home_id(), year));
  for (const Appraisal& appraisal : appraisals) {
    FillAppraisal(appraisal, response->add_appraisals());
  }
  return absl::OkStatus();
}

absl::Status AppraisalService::GetAppraisal(const rpc::Call& call,
                                            const v1::GetAppraisalRequest& request,
                                            v1::Appraisal* response) {
  return Answer(call, request.home_id(), request.appraisal_id(), response);
}

absl::Status AppraisalService::SubmitAppraisalReport(
    const rpc::Call& call, const v1::SubmitAppraisalReportRequest& request,
    v1::Appraisal* response) {
  RETURN_IF_ERROR(
      parts_.store.Report(call.deadline, rpc::KeyOf("SubmitAppraisalReport", call, request),
                          request.appraisal_id(), call.caller.DeputyIdAt(request.home_id()),
                          request.report(), base::ToMillisecond(parts_.clock.Now())));
  return Answer(call, request.home_id(), request.appraisal_id(), response);
}

absl::Status AppraisalService::AskAppraisalQuestion(const rpc::Call& call,
                                                    const v1::AskAppraisalQuestionRequest& request,
                                                    v1::Appraisal* response) {
  AppraisalQuestion question;
  question.id = parts_.ids.Next();
  question.asker_id = call.caller.person_id;
  question.text = request.text();
  question.ask_time = base::ToMillisecond(parts_.clock.Now());
  RETURN_IF_ERROR(parts_.store.Ask(call.deadline, rpc::KeyOf("AskAppraisalQuestion", call, request),
                                   request.appraisal_id(), question));
  return Answer(call, request.home_id(), request.appraisal_id(), response);
}

absl::Status AppraisalService::AnswerAppraisalQuestion(
    const rpc::Call& call, const v1::AnswerAppraisalQuestionRequest& request,
    v1::Appraisal* response) {
  RETURN_IF_ERROR(parts_.store.Answer(
      call.deadline, rpc::KeyOf("AnswerAppraisalQuestion", call, request), request.appraisal_id(),
      call.caller.DeputyIdAt(request.home_id()), request.question_id(), request.answer(),
      base::ToMillisecond(parts_.clock.Now())));
  return Answer(call, request.home_id(), request.appraisal_id(), response);
}

absl::Status AppraisalService::LinkAppraisalBallot(const rpc::Call& call,
                                                   const v1::LinkAppraisalBallotRequest& request,
                                                   v1::Appraisal* response) {
  ASSIGN_OR_RETURN(const std::optional<Appraisal> appraisal,
                   parts_.store.Find(call.deadline, request.home_id(), request.appraisal_id()));
  if (!appraisal.has_value()) return AppraisalNotFound();
  ASSIGN_OR_RETURN(const std::optional<Ballot> ballot,
                   FindBallot(call, request.home_id(), request.ballot_id()));
  RETURN_IF_ERROR(parts_.store.Link(call.deadline, rpc::KeyOf("LinkAppraisalBallot", call, request),
                                    request.appraisal_id(), *ballot));
  return Answer(call, request.home_id(), request.appraisal_id(), response);
}

absl::Status AppraisalService::ReviewAppraisal(const rpc::Call& call,
                                               const v1::ReviewAppraisalRequest& request,
                                               v1::Appraisal* response) {
  ASSIGN_OR_RETURN(const std::optional<Appraisal> appraisal,
                   parts_.store.Find(call.deadline, request.home_id(), request.appraisal_id()));
  if (!appraisal.has_value()) return AppraisalNotFound();
  ASSIGN_OR_RETURN(const std::optional<Ballot> ballot,
                   FindBallot(call, request.home_id(), appraisal->ballot_id));
  RETURN_IF_ERROR(parts_.store.Review(call.deadline, rpc::KeyOf("ReviewAppraisal", call, request),
                                      request.appraisal_id(), ballot,
                                      static_cast<ReviewGrade>(request.grade()), request.opinion(),
                                      base::ToMillisecond(parts_.clock.Now())));
  return Answer(call, request.home_id(), request.appraisal_id(), response);
}

}  // namespace deputies::duty
