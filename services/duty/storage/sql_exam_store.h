#ifndef SERVICES_DUTY_STORAGE_SQL_EXAM_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_EXAM_STORE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/exam.h"

namespace deputies::duty {

// The exam store in MariaDB or MySQL.
class SqlExamStore final : public ExamStore {
 public:
  // All must outlive the store.
  SqlExamStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<std::vector<int64_t>> AddQuestions(
      absl::Time deadline, const base::RequestKey& key,
      const std::vector<Question>& questions) override;
  absl::Status Retire(absl::Time deadline, const base::RequestKey& key,
                      const Question& question) override;
  absl::StatusOr<std::optional<Question>> FindQuestion(absl::Time deadline, const HomeCard& home,
                                                       int64_t question_id) override;
  absl::StatusOr<std::vector<Question>> ListQuestions(absl::Time deadline, const HomeCard& home,
                                                      int64_t before_id, int limit) override;
  absl::StatusOr<std::vector<Question>> ReadQuestions(absl::Time deadline, const HomeCard& home,
                                                      const std::vector<int64_t>& ids) override;
  absl::StatusOr<int64_t> CreateExam(absl::Time deadline, const base::RequestKey& key,
                                     const HomeCard& home, const Exam& exam) override;
  absl::StatusOr<std::optional<Exam>> FindExam(absl::Time deadline, const HomeCard& home,
                                               int64_t exam_id) override;
  absl::StatusOr<std::vector<Exam>> ListExams(absl::Time deadline, const HomeCard& home) override;
  absl::StatusOr<int> Start(absl::Time deadline, const base::RequestKey& key, const HomeCard& home,
                            const Exam& exam, int64_t deputy_id, uint64_t seed,
                            absl::Time now) override;
  absl::StatusOr<int> Answer(absl::Time deadline, const base::RequestKey& key, const HomeCard& home,
                             const Exam& exam, int64_t deputy_id, const Answers& answers,
                             bool hand_in, absl::Time now) override;
  absl::StatusOr<std::vector<Attempt>> ListAttempts(absl::Time deadline, int64_t home_id,
                                                    int64_t exam_id, int64_t deputy_id) override;
  absl::StatusOr<std::vector<ExamResult>> ListResults(absl::Time deadline, int64_t home_id,
                                                      int64_t exam_id) override;
  absl::StatusOr<std::vector<ExamResult>> ListOwnResults(absl::Time deadline, int64_t home_id,
                                                         int64_t deputy_id) override;

 private:
  // Changes a deputy's attempts at an exam; answers with the number of one.
  using AttemptsWork = std::function<absl::StatusOr<int>(db::Transaction&, std::vector<Attempt>&)>;

  // Does `work` once per key, with the attempts locked; a repeat has the number of the first.
  absl::StatusOr<int> InAttempts(absl::Time deadline, const base::RequestKey& key,
                                 const HomeCard& home, const Exam& exam, int64_t deputy_id,
                                 const AttemptsWork& work);
  // Marks the attempt by the answers that it holds, at `end`; a pass is told to the ledger.
  absl::Status Mark(db::Transaction& transaction, const HomeCard& home, const Exam& exam,
                    Attempt* attempt, absl::Time now);

  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_EXAM_STORE_H_
