#ifndef SERVICES_DUTY_STORAGE_SQL_RANKING_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_RANKING_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/db/database.h"
#include "services/duty/domain/ranking_store.h"

namespace deputies::duty {

class SqlRankingStore final : public RankingStore {
 public:
  // Both must outlive this.
  SqlRankingStore(db::Database& database, const base::Clock& clock)
      : database_(database), clock_(clock) {}

  absl::StatusOr<RankingPage> Read(absl::Time deadline, const RankingQuery& query) override;
  absl::StatusOr<std::vector<DutyTotal>> ListTotals(absl::Time deadline,
                                                    const RankingKey& key) override;
  absl::StatusOr<std::vector<RankingKey>> ListKeys(absl::Time deadline,
                                                   const std::string& period) override;
  absl::StatusOr<RankingPeriod> FindPeriod(absl::Time deadline, int64_t county_id,
                                           const std::string& period) override;
  absl::Status OpenObjections(absl::Time deadline, const base::RequestKey& key, int64_t county_id,
                              const RankingPeriod& period) override;
  absl::Status Publish(absl::Time deadline, const base::RequestKey& key, int64_t county_id,
                       const std::string& period, absl::Time now) override;
  absl::StatusOr<int64_t> File(absl::Time deadline, const base::RequestKey& key,
                               const Objection& objection) override;
  absl::Status Answer(absl::Time deadline, const base::RequestKey& key, int64_t objection_id,
                      const std::string& answer, int64_t answerer_id, absl::Time now) override;
  absl::StatusOr<std::optional<Objection>> FindObjection(absl::Time deadline, int64_t home_id,
                                                         int64_t objection_id) override;
  absl::StatusOr<std::vector<Objection>> ListObjections(absl::Time deadline, int64_t home_id,
                                                        int64_t deputy_id,
                                                        const std::string& period) override;

 private:
  absl::StatusOr<int> RankOf(absl::Time deadline, const RankingKey& key, int points);

  db::Database& database_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_RANKING_STORE_H_
