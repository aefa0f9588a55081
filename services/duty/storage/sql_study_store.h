#ifndef SERVICES_DUTY_STORAGE_SQL_STUDY_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_STUDY_STORE_H_

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/study.h"

namespace deputies::duty {

// The study store in MariaDB or MySQL.
class SqlStudyStore final : public StudyStore {
 public:
  // All must outlive the store.
  SqlStudyStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<int64_t> Publish(absl::Time deadline, const base::RequestKey& key,
                                  const StudyMaterial& material) override;
  absl::Status Withdraw(absl::Time deadline, const base::RequestKey& key,
                        const StudyMaterial& material) override;
  absl::StatusOr<std::optional<StudyMaterial>> Find(absl::Time deadline, const HomeCard& home,
                                                    int64_t material_id) override;
  absl::StatusOr<std::vector<StudyMaterial>> List(absl::Time deadline,
                                                  const MaterialQuery& query) override;
  absl::Status Read(absl::Time deadline, const base::RequestKey& key, const StudyMaterial& material,
                    int64_t deputy_id, int percent, absl::Time now) override;
  absl::StatusOr<std::optional<Reading>> FindReading(absl::Time deadline, int64_t home_id,
                                                     int64_t material_id,
                                                     int64_t deputy_id) override;
  absl::StatusOr<std::vector<Reading>> ListReadings(absl::Time deadline, int64_t home_id,
                                                    int64_t material_id) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_STUDY_STORE_H_
