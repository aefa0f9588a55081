#ifndef SERVICES_DUTY_RPC_EXAM_SERVICE_H_
#define SERVICES_DUTY_RPC_EXAM_SERVICE_H_

#include "absl/status/status.h"
#include "deputies/duty/v1/exam.pb.h"
#include "services/common/auth/page_token.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/rpc/service_table.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/exam.h"

namespace deputies::duty {

// Handlers of deputies.duty.v1.ExamService.
class ExamService {
 public:
  // All must outlive the table.
  struct Parts {
    ExamStore& store;
    Directory& directory;
    base::IdSource& ids;
    const auth::PageTokens& page_tokens;
    const base::Clock& clock;
  };
  explicit ExamService(const Parts& parts);
  ExamService(const ExamService&) = delete;
  ExamService& operator=(const ExamService&) = delete;

  const rpc::ServiceTable& table() const { return table_; }

 private:
  // An exam, and the home whose deputy takes it.
  struct Sitting {
    HomeCard home;
    Exam exam;
    int64_t deputy_id = 0;  // 0: staff
  };

  absl::Status AddQuestions(const rpc::Call& call, const v1::AddQuestionsRequest& request,
                            v1::AddQuestionsResponse* response);
  absl::Status RetireQuestion(const rpc::Call& call, const v1::RetireQuestionRequest& request,
                              v1::Question* response);
  absl::Status ListQuestions(const rpc::Call& call, const v1::ListQuestionsRequest& request,
                             v1::ListQuestionsResponse* response);
  absl::Status CreateExam(const rpc::Call& call, const v1::CreateExamRequest& request,
                          v1::Exam* response);
  absl::Status ListExams(const rpc::Call& call, const v1::ListExamsRequest& request,
                         v1::ListExamsResponse* response);
  absl::Status StartExam(const rpc::Call& call, const v1::StartExamRequest& request,
                         v1::ExamAttempt* response);
  absl::Status SaveExamAnswers(const rpc::Call& call, const v1::SaveExamAnswersRequest& request,
                               v1::ExamAttempt* response);
  absl::Status SubmitExam(const rpc::Call& call, const v1::SubmitExamRequest& request,
                          v1::ExamAttempt* response);
  absl::Status GetExamAttempt(const rpc::Call& call, const v1::GetExamAttemptRequest& request,
                              v1::ExamAttempt* response);
  absl::Status ListExamResults(const rpc::Call& call, const v1::ListExamResultsRequest& request,
                               v1::ListExamResultsResponse* response);

  // EXAM_NOT_FOUND unless the home or its county keeps it.
  absl::StatusOr<Sitting> Find(const rpc::Call& call, int64_t home_id, int64_t exam_id);
  template <typename Request>
  absl::Status TakeAnswers(const rpc::Call& call, absl::string_view operation,
                           const Request& request, bool hand_in, v1::ExamAttempt* response);
  absl::Status FillAttempt(const rpc::Call& call, const Sitting& sitting, int number,
                           v1::ExamAttempt* proto);

  const Parts parts_;
  rpc::ServiceTable table_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_RPC_EXAM_SERVICE_H_
