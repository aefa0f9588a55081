#ifndef SERVICES_DUTY_STORAGE_SQL_APPRAISAL_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_APPRAISAL_STORE_H_

#include "absl/functional/function_ref.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/appraisal.h"

namespace deputies::duty {

// The appraisal store in MariaDB or MySQL.
class SqlAppraisalStore final : public AppraisalStore {
 public:
  // All must outlive the store.
  SqlAppraisalStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<int64_t> Plan(absl::Time deadline, const base::RequestKey& key,
                               const Appraisal& plan, absl::Time now) override;
  absl::StatusOr<std::optional<Appraisal>> Find(absl::Time deadline, int64_t home_id,
                                                int64_t appraisal_id) override;
  absl::StatusOr<std::optional<Appraisal>> FindLastReviewed(absl::Time deadline, int64_t home_id,
                                                            int64_t deputy_id) override;
  absl::StatusOr<std::vector<Appraisal>> List(absl::Time deadline, int64_t home_id,
                                              int year) override;
  absl::StatusOr<std::vector<AppraisalQuestion>> ListQuestions(absl::Time deadline, int64_t home_id,
                                                               int64_t appraisal_id) override;
  absl::Status Report(absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
                      int64_t deputy_id, const std::string& report, absl::Time now) override;
  absl::Status Ask(absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
                   const AppraisalQuestion& question) override;
  absl::Status Answer(absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
                      int64_t deputy_id, int64_t question_id, const std::string& answer,
                      absl::Time now) override;
  absl::Status Link(absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
                    const Ballot& ballot) override;
  absl::Status Review(absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
                      const std::optional<Ballot>& ballot, ReviewGrade grade,
                      const std::string& opinion, absl::Time now) override;

 private:
  // Runs `change` over the locked appraisal, once per key. APPRAISAL_NOT_FOUND.
  absl::Status Change(absl::Time deadline, const base::RequestKey& key, int64_t appraisal_id,
                      absl::FunctionRef<absl::Status(db::Transaction&, Appraisal&)> change);
  // Tells the planner and whoever last acted for the deputy of the meeting.
  absl::Status TellMeeting(db::Transaction& transaction, const Appraisal& appraisal,
                           absl::Time now);

  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_APPRAISAL_STORE_H_
