#ifndef SERVICES_DUTY_STORAGE_SQL_HOME_FACT_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_HOME_FACT_STORE_H_

#include <vector>

#include "services/common/db/database.h"
#include "services/duty/domain/assessment_store.h"

namespace deputies::duty {

// Enters one fact within a transaction; see HomeFact for what becomes of two of one identity.
absl::Status NoteFact(db::Transaction& transaction, const HomeFact& fact);

class SqlHomeFactStore final : public HomeFactStore {
 public:
  // `database` must outlive this.
  explicit SqlHomeFactStore(db::Database& database) : database_(database) {}

  absl::Status Note(absl::Time deadline, const std::vector<HomeFact>& facts) override;
  absl::StatusOr<std::vector<HomeFact>> ListYear(absl::Time deadline, int64_t home_id,
                                                 int year) override;

 private:
  db::Database& database_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_HOME_FACT_STORE_H_
