#ifndef SERVICES_DUTY_STORAGE_SQL_ASSESSMENT_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_ASSESSMENT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/assessment_store.h"

namespace deputies::duty {

// Schemes and results stand in sql_assessment_store.cc, decisions and evidence in
// sql_assessment_records.cc.
class SqlAssessmentStore final : public AssessmentStore {
 public:
  // All must outlive this.
  SqlAssessmentStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<std::vector<AssessmentScheme>> ListSchemes(absl::Time deadline,
                                                            int64_t county_id) override;
  absl::StatusOr<int> PublishScheme(absl::Time deadline, const base::RequestKey& key,
                                    int64_t county_id, const AssessmentScheme& scheme,
                                    int64_t publisher_id) override;
  absl::StatusOr<int> PublishResult(absl::Time deadline, const base::RequestKey& key,
                                    const AssessmentResult& result,
                                    const std::vector<Told>& told) override;
  absl::StatusOr<std::optional<AssessmentResult>> FindResult(absl::Time deadline, int64_t county_id,
                                                             int year, int version) override;
  absl::StatusOr<int64_t> Decide(absl::Time deadline, const base::RequestKey& key,
                                 const Award& award, const Told& told) override;
  absl::Status Revoke(absl::Time deadline, const base::RequestKey& key, int64_t award_id,
                      const std::string& reason) override;
  absl::StatusOr<std::optional<Award>> FindAward(absl::Time deadline, int64_t home_id,
                                                 int64_t award_id) override;
  absl::StatusOr<std::vector<Award>> ListAwards(absl::Time deadline, int64_t home_id,
                                                int year) override;
  absl::StatusOr<int64_t> SubmitEvidence(absl::Time deadline, const base::RequestKey& key,
                                         const HomeEvidence& evidence) override;
  absl::Status CheckEvidence(absl::Time deadline, const base::RequestKey& key, int64_t evidence_id,
                             bool accept, const std::string& reason) override;
  absl::StatusOr<std::optional<HomeEvidence>> FindEvidence(absl::Time deadline, int64_t home_id,
                                                           int64_t evidence_id) override;
  absl::StatusOr<std::vector<HomeEvidence>> ListEvidence(absl::Time deadline, int64_t home_id,
                                                         std::optional<EvidenceState> state,
                                                         int64_t before_id, int limit) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_ASSESSMENT_STORE_H_
