// Examinations: what a question and an exam are, which questions an attempt draws, what answers are
// worth, who may try when.
#ifndef SERVICES_DUTY_DOMAIN_EXAM_H_
#define SERVICES_DUTY_DOMAIN_EXAM_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/study.h"

namespace deputies::duty {

using Choices = std::set<int>;
// Choices by question.
using Answers = std::map<int64_t, Choices>;

// Never changes, but that it may be retired.
struct Question {
  Owner owner;
  int64_t id = 0;
  std::string topic;
  std::string text;
  std::vector<std::string> options;
  Choices right;
  std::string explanation;
  bool retired = false;
};

struct Exam {
  Owner owner;
  int64_t id = 0;
  std::string title;
  std::string topic;  // empty: every topic
  int question_count = 0;
  int pass_percent = 0;
  absl::Duration time_limit;
  absl::Time open_time;
  absl::Time close_time;
  int max_attempts = 1;
  absl::Duration retake_wait;
};

struct Attempt {
  int64_t deputy_id = 0;
  int number = 0;  // 1 the first
  absl::Time start_time;
  absl::Time deadline;
  uint64_t seed = 0;
  std::vector<int64_t> question_ids;  // as drawn
  Answers answers;
  std::optional<absl::Time> end_time;  // marked
  bool late = false;
  int right_count = 0;
  bool passed = false;
};

// INVALID_ARGUMENT/FIELD_INVALID naming a field below `path`.
absl::Status CheckQuestion(const Question& question, const std::string& path);
absl::Status CheckExam(const Exam& exam, absl::Time now);

// `count` of the ids, and their order: a pure function of seed and ids. All when there are fewer.
std::vector<int64_t> DrawQuestions(uint64_t seed, std::vector<int64_t> ids, int count);

// Whole percents, rounded down.
int PercentOf(int right_count, size_t question_count);

// How many of the attempt's questions are answered exactly right.
int CountRight(const Attempt& attempt, const std::vector<Question>& questions);

// INVALID_ARGUMENT/FIELD_INVALID when an answer is to no question of the attempt, or chooses an
// option that the question does not have.
absl::Status CheckAnswers(const Answers& answers, const std::vector<Question>& questions);

// OK when a deputy with these attempts, all marked, may begin another one now;
// FAILED_PRECONDITION/EXAM_STATE_CONFLICT says in words why not.
absl::Status MayStart(const Exam& exam, const std::vector<Attempt>& attempts, absl::Time now);

// Whether the right answers may be seen: the attempt is over, and no further one of the deputy can
// profit from them.
bool ShowsAnswers(const Exam& exam, const Attempt& attempt, const std::vector<Attempt>& attempts,
                  absl::Time now);

// Numbers joined by commas, and back; what is no number is left out.
std::string FormatChoices(const Choices& choices);
Choices ParseChoices(absl::string_view text);
// One question a line: "<id> <choices>".
std::string FormatAnswers(const Answers& answers);
Answers ParseAnswers(absl::string_view text);

// What a home's deputy has reached.
struct ExamResult {
  int64_t exam_id = 0;
  int64_t deputy_id = 0;
  int attempts = 0;
  int best_right_count = 0;
  bool passed = false;
};

// Each write happens once per request key. Thread-safe.
class ExamStore {
 public:
  virtual ~ExamStore() = default;
  // Answers with the ids that the first call stored.
  virtual absl::StatusOr<std::vector<int64_t>> AddQuestions(
      absl::Time deadline, const base::RequestKey& key, const std::vector<Question>& questions) = 0;
  virtual absl::Status Retire(absl::Time deadline, const base::RequestKey& key,
                              const Question& question) = 0;
  virtual absl::StatusOr<std::optional<Question>> FindQuestion(absl::Time deadline,
                                                               const HomeCard& home,
                                                               int64_t question_id) = 0;
  // Newest first, below `before_id`.
  virtual absl::StatusOr<std::vector<Question>> ListQuestions(absl::Time deadline,
                                                              const HomeCard& home,
                                                              int64_t before_id, int limit) = 0;
  // In the order of the ids.
  virtual absl::StatusOr<std::vector<Question>> ReadQuestions(absl::Time deadline,
                                                              const HomeCard& home,
                                                              const std::vector<int64_t>& ids) = 0;

  // Answers with the id that the first call stored. EXAM_STATE_CONFLICT when there are too few
  // questions.
  virtual absl::StatusOr<int64_t> CreateExam(absl::Time deadline, const base::RequestKey& key,
                                             const HomeCard& home, const Exam& exam) = 0;
  virtual absl::StatusOr<std::optional<Exam>> FindExam(absl::Time deadline, const HomeCard& home,
                                                       int64_t exam_id) = 0;
  // The last to close first, at most 50.
  virtual absl::StatusOr<std::vector<Exam>> ListExams(absl::Time deadline,
                                                      const HomeCard& home) = 0;

  // Begins an attempt, or finds the running one; answers with its number. One whose time ran out is
  // marked by what was saved. EXAM_STATE_CONFLICT.
  virtual absl::StatusOr<int> Start(absl::Time deadline, const base::RequestKey& key,
                                    const HomeCard& home, const Exam& exam, int64_t deputy_id,
                                    uint64_t seed, absl::Time now) = 0;
  // Replaces the saved answers of the running attempt; answers with its number. With `hand_in`
  // marks it; the first pass is told to the ledger. EXAM_STATE_CONFLICT.
  virtual absl::StatusOr<int> Answer(absl::Time deadline, const base::RequestKey& key,
                                     const HomeCard& home, const Exam& exam, int64_t deputy_id,
                                     const Answers& answers, bool hand_in, absl::Time now) = 0;
  // Rising numbers.
  virtual absl::StatusOr<std::vector<Attempt>> ListAttempts(absl::Time deadline, int64_t home_id,
                                                            int64_t exam_id, int64_t deputy_id) = 0;
  // Of the home's deputies in the exam.
  virtual absl::StatusOr<std::vector<ExamResult>> ListResults(absl::Time deadline, int64_t home_id,
                                                              int64_t exam_id) = 0;
  // Of one deputy in all exams.
  virtual absl::StatusOr<std::vector<ExamResult>> ListOwnResults(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 int64_t deputy_id) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_EXAM_H_
