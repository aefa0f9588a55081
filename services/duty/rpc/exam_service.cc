#include "services/duty/rpc/exam_service.h"

#include <algorithm>
#include <limits>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void FillQuestion(const Question& question, bool with_answer, v1::Question* proto) {
  proto->set_question_id(question.id);
  proto->set_home_id(question.owner.home_id);
  proto->set_topic(question.topic);
  proto->set_text(question.text);
  for (const std::string& option : question.options) proto->add_options(option);
  proto->set_multiple(question.right.size() > 1);
  if (!with_answer) return;
  for (const int choice : question.right) proto->add_right_choices(choice);
  proto->set_explanation(question.explanation);
  proto->set_retired(question.retired);
}

void FillExam(const Exam& exam, const ExamResult& own, v1::Exam* proto) {
  proto->set_exam_id(exam.id);
  proto->set_home_id(exam.owner.home_id);
  proto->set_title(exam.title);
  proto->set_topic(exam.topic);
  proto->set_question_count(exam.question_count);
  proto->set_pass_percent(exam.pass_percent);
  proto->set_time_limit_minutes(static_cast<int>(absl::ToInt64Minutes(exam.time_limit)));
  ToProto(exam.open_time, proto->mutable_open_time());
  ToProto(exam.close_time, proto->mutable_close_time());
  proto->set_max_attempts(exam.max_attempts);
  proto->set_retake_wait_hours(static_cast<int>(absl::ToInt64Hours(exam.retake_wait)));
  proto->set_own_attempts(own.attempts);
  proto->set_own_best_percent(PercentOf(own.best_right_count, exam.question_count));
  proto->set_own_passed(own.passed);
}

uint64_t NewSeed() {
  std::random_device source;
  return static_cast<uint64_t>(source()) << 32 | source();
}

}  // namespace

ExamService::ExamService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.ExamService") {
  table_.Bind("AddQuestions", this, &ExamService::AddQuestions);
  table_.Bind("RetireQuestion", this, &ExamService::RetireQuestion);
  table_.Bind("ListQuestions", this, &ExamService::ListQuestions);
  table_.Bind("CreateExam", this, &ExamService::CreateExam);
  table_.Bind("ListExams", this, &ExamService::ListExams);
  table_.Bind("StartExam", this, &ExamService::StartExam);
  table_.Bind("SaveExamAnswers", this, &ExamService::SaveExamAnswers);
  table_.Bind("SubmitExam", this, &ExamService::SubmitExam);
  table_.Bind("GetExamAttempt", this, &ExamService::GetExamAttempt);
  table_.Bind("ListExamResults", this, &ExamService::ListExamResults);
}

absl::StatusOr<ExamService::Sitting> ExamService::Find(const rpc::Call& call, int64_t home_id,
                                                       int64_t exam_id) {
  Sitting sitting;
  ASSIGN_OR_RETURN(sitting.home, parts_.directory.Home(ScopeOf(call), home_id));
  ASSIGN_OR_RETURN(std::optional<Exam> exam,
                   parts_.store.FindExam(call.deadline, sitting.home, exam_id));
  if (!exam.has_value()) return ExamNotFound();
  sitting.exam = *std::move(exam);
  sitting.deputy_id = call.caller.DeputyIdAt(home_id);
  return sitting;
}

absl::Status ExamService::AddQuestions(const rpc::Call& call,
                                       const v1::AddQuestionsRequest& request,
                                       v1::AddQuestionsResponse* response) {
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(ScopeOf(call), request.home_id()));
  ASSIGN_OR_RETURN(const Owner owner, OwnerFor(call.caller, home, request.for_county()));
  std::vector<Question> questions;
  for (const v1::NewQuestion& proto : request.questions()) {
    Question question;
    question.owner = owner;
    question.id = parts_.ids.Next();
    question.topic = proto.topic();
    question.text = proto.text();
    question.options.assign(proto.options().begin(), proto.options().end());
    question.right.insert(proto.right_choices().begin(), proto.right_choices().end());
    question.explanation = proto.explanation();
    RETURN_IF_ERROR(CheckQuestion(question, absl::StrCat("questions[", questions.size(), "]")));
    questions.push_back(std::move(question));
  }
  ASSIGN_OR_RETURN(const std::vector<int64_t> ids,
                   parts_.store.AddQuestions(call.deadline,
                                             rpc::KeyOf("AddQuestions", call, request), questions));
  response->mutable_question_ids()->Add(ids.begin(), ids.end());
  return absl::OkStatus();
}

absl::Status ExamService::RetireQuestion(const rpc::Call& call,
                                         const v1::RetireQuestionRequest& request,
                                         v1::Question* response) {
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(ScopeOf(call), request.home_id()));
  ASSIGN_OR_RETURN(std::optional<Question> question,
                   parts_.store.FindQuestion(call.deadline, home, request.question_id()));
  if (!question.has_value()) return QuestionNotFound();
  RETURN_IF_ERROR(CheckMayKeep(call.caller, question->owner));
  RETURN_IF_ERROR(
      parts_.store.Retire(call.deadline, rpc::KeyOf("RetireQuestion", call, request), *question));
  question->retired = true;
  FillQuestion(*question, /*with_answer=*/true, response);
  return absl::OkStatus();
}

absl::Status ExamService::ListQuestions(const rpc::Call& call,
                                        const v1::ListQuestionsRequest& request,
                                        v1::ListQuestionsResponse* response) {
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(ScopeOf(call), request.home_id()));
  const std::string list = absl::StrCat("examQuestions/", request.home_id());
  ASSIGN_OR_RETURN(const int64_t before_id,
                   ReadPosition(parts_.page_tokens, list, request.page_token(),
                                std::numeric_limits<int64_t>::max()));
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  ASSIGN_OR_RETURN(std::vector<Question> questions,
                   parts_.store.ListQuestions(call.deadline, home, before_id, limit + 1));
  if (questions.size() > static_cast<size_t>(limit)) {
    questions.pop_back();
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, questions.back().id));
  }
  for (const Question& question : questions) {
    FillQuestion(question, /*with_answer=*/true, response->add_questions());
  }
  return absl::OkStatus();
}

absl::Status ExamService::CreateExam(const rpc::Call& call, const v1::CreateExamRequest& request,
                                     v1::Exam* response) {
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(ScopeOf(call), request.home_id()));
  Exam exam;
  ASSIGN_OR_RETURN(exam.owner, OwnerFor(call.caller, home, request.for_county()));
  exam.id = parts_.ids.Next();
  exam.title = request.title();
  exam.topic = request.topic();
  exam.question_count = request.question_count();
  exam.pass_percent = request.pass_percent();
  exam.time_limit = absl::Minutes(request.time_limit_minutes());
  ASSIGN_OR_RETURN(exam.open_time, ToTime(request.open_time(), "openTime"));
  ASSIGN_OR_RETURN(exam.close_time, ToTime(request.close_time(), "closeTime"));
  exam.open_time = base::ToMillisecond(exam.open_time);
  exam.close_time = base::ToMillisecond(exam.close_time);
  exam.max_attempts = request.max_attempts();
  exam.retake_wait = absl::Hours(request.retake_wait_hours());
  RETURN_IF_ERROR(CheckExam(exam, parts_.clock.Now()));
  ASSIGN_OR_RETURN(
      const int64_t id,
      parts_.store.CreateExam(call.deadline, rpc::KeyOf("CreateExam", call, request), home, exam));
  ASSIGN_OR_RETURN(const Sitting sitting, Find(call, request.home_id(), id));
  FillExam(sitting.exam, ExamResult(), response);
  return absl::OkStatus();
}

absl::Status ExamService::ListExams(const rpc::Call& call, const v1::ListExamsRequest& request,
                                    v1::ListExamsResponse* response) {
  ASSIGN_OR_RETURN(const HomeCard home, parts_.directory.Home(ScopeOf(call), request.home_id()));
  ASSIGN_OR_RETURN(const std::vector<Exam> exams, parts_.store.ListExams(call.deadline, home));
  std::map<int64_t, ExamResult> own;
  const int64_t deputy_id = call.caller.DeputyIdAt(home.home_id);
  if (deputy_id != 0) {
    ASSIGN_OR_RETURN(const std::vector<ExamResult> results,
                     parts_.store.ListOwnResults(call.deadline, home.home_id, deputy_id));
    for (const ExamResult& result : results) own[result.exam_id] = result;
  }
  for (const Exam& exam : exams) FillExam(exam, own[exam.id], response->add_exams());
  return absl::OkStatus();
}

absl::Status ExamService::StartExam(const rpc::Call& call, const v1::StartExamRequest& request,
                                    v1::ExamAttempt* response) {
  ASSIGN_OR_RETURN(const Sitting sitting, Find(call, request.home_id(), request.exam_id()));
  ASSIGN_OR_RETURN(const int number,
                   parts_.store.Start(call.deadline, rpc::KeyOf("StartExam", call, request),
                                      sitting.home, sitting.exam, sitting.deputy_id, NewSeed(),
                                      base::ToMillisecond(parts_.clock.Now())));
  return FillAttempt(call, sitting, number, response);
}

template <typename Request>
absl::Status ExamService::TakeAnswers(const rpc::Call& call, absl::string_view operation,
                                      const Request& request, bool hand_in,
                                      v1::ExamAttempt* response) {
  ASSIGN_OR_RETURN(const Sitting sitting, Find(call, request.home_id(), request.exam_id()));
  Answers answers;
  for (const v1::ExamAnswer& answer : request.answers()) {
    answers[answer.question_id()].insert(answer.choices().begin(), answer.choices().end());
  }
  ASSIGN_OR_RETURN(const int number,
                   parts_.store.Answer(call.deadline, rpc::KeyOf(operation, call, request),
                                       sitting.home, sitting.exam, sitting.deputy_id, answers,
                                       hand_in, base::ToMillisecond(parts_.clock.Now())));
  return FillAttempt(call, sitting, number, response);
}

absl::Status ExamService::SaveExamAnswers(const rpc::Call& call,
                                          const v1::SaveExamAnswersRequest& request,
                                          v1::ExamAttempt* response) {
  return TakeAnswers(call, "SaveExamAnswers", request, /*hand_in=*/false, response);
}

absl::Status ExamService::SubmitExam(const rpc::Call& call, const v1::SubmitExamRequest& request,
                                     v1::ExamAttempt* response) {
  return TakeAnswers(call, "SubmitExam", request, /*hand_in=*/true, response);
}

absl::Status ExamService::GetExamAttempt(const rpc::Call& call,
                                         const v1::GetExamAttemptRequest& request,
                                         v1::ExamAttempt* response) {
  ASSIGN_OR_RETURN(const Sitting sitting, Find(call, request.home_id(), request.exam_id()));
  return FillAttempt(call, sitting, request.number(), response);
}

absl::Status ExamService::ListExamResults(const rpc::Call& call,
                                          const v1::ListExamResultsRequest& request,
                                          v1::ListExamResultsResponse* response) {
  ASSIGN_OR_RETURN(const Sitting sitting, Find(call, request.home_id(), request.exam_id()));
  ASSIGN_OR_RETURN(const std::vector<ExamResult> results,
                   parts_.store.ListResults(call.deadline, request.home_id(), request.exam_id()));
  for (const ExamResult& result : results) {
    v1::ExamResult* proto = response->add_results();
    proto->set_deputy_id(result.deputy_id);
    proto->set_attempts(result.attempts);
    proto->set_best_percent(PercentOf(result.best_right_count, sitting.exam.question_count));
    proto->set_passed(result.passed);
  }
  return absl::OkStatus();
}

absl::Status ExamService::FillAttempt(const rpc::Call& call, const Sitting& sitting, int number,
                                      v1::ExamAttempt* proto) {
  ASSIGN_OR_RETURN(const std::vector<Attempt> attempts,
                   parts_.store.ListAttempts(call.deadline, sitting.home.home_id, sitting.exam.id,
                                             sitting.deputy_id));
  const auto attempt =
      std::find_if(attempts.begin(), attempts.end(),
                   [number](const Attempt& candidate) { return candidate.number == number; });
  if (attempt == attempts.end()) return ExamNotFound();
  ASSIGN_OR_RETURN(const std::vector<Question> questions,
                   parts_.store.ReadQuestions(call.deadline, sitting.home, attempt->question_ids));
  proto->set_exam_id(sitting.exam.id);
  proto->set_number(attempt->number);
  ToProto(attempt->start_time, proto->mutable_start_time());
  ToProto(attempt->deadline, proto->mutable_deadline());
  proto->set_marked(attempt->end_time.has_value());
  proto->set_late(attempt->late);
  proto->set_right_count(attempt->right_count);
  proto->set_percent(PercentOf(attempt->right_count, attempt->question_ids.size()));
  proto->set_passed(attempt->passed);
  proto->set_answers_shown(ShowsAnswers(sitting.exam, *attempt, attempts, parts_.clock.Now()));
  for (const Question& question : questions) {
    FillQuestion(question, proto->answers_shown(), proto->add_questions());
  }
  for (const auto& [id, choices] : attempt->answers) {
    v1::ExamAnswer* answer = proto->add_answers();
    answer->set_question_id(id);
    for (const int choice : choices) answer->add_choices(choice);
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
