#ifndef SERVICES_DUTY_STORAGE_SQL_DUTY_REPORT_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_DUTY_REPORT_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/duty_report.h"

namespace deputies::duty {

class SqlDutyReportStore final : public DutyReportStore {
 public:
  // `ids` names outbox events, `clock` dates request keys. All must outlive this.
  SqlDutyReportStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<int64_t> Submit(absl::Time deadline, const base::RequestKey& key,
                                 const DutyReport& report) override;
  absl::Status Step(absl::Time deadline, const base::RequestKey& key, int64_t report_id,
                    ReportStep step, int64_t person_id, const std::string& reason,
                    absl::Time now) override;
  absl::StatusOr<std::optional<DutyReport>> Find(absl::Time deadline, int64_t home_id,
                                                 int64_t report_id) override;
  absl::StatusOr<std::vector<DutyReport>> List(absl::Time deadline, int64_t home_id,
                                               int64_t deputy_id, std::optional<ReportState> state,
                                               int64_t before_id, int limit) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_DUTY_REPORT_STORE_H_
