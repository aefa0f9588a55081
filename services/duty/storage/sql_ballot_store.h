#ifndef SERVICES_DUTY_STORAGE_SQL_BALLOT_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_BALLOT_STORE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/ballot.h"

namespace deputies::duty {

class SqlBallotStore final : public BallotStore {
 public:
  // All must outlive this.
  SqlBallotStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<int64_t> Create(absl::Time deadline, const base::RequestKey& key,
                                 const Ballot& ballot) override;
  absl::StatusOr<std::optional<Ballot>> Find(absl::Time deadline, int64_t home_id,
                                             int64_t ballot_id) override;
  absl::StatusOr<std::vector<Ballot>> List(absl::Time deadline, int64_t home_id) override;
  absl::Status Cast(absl::Time deadline, const base::RequestKey& key, int64_t ballot_id,
                    int64_t voter_id, const std::string& sealed, absl::Time now) override;
  absl::Status Close(absl::Time deadline, const base::RequestKey& key, int64_t ballot_id,
                     const std::function<std::vector<BallotPaper>(const std::vector<std::string>&)>&
                         open) override;
  absl::StatusOr<std::vector<BallotPaper>> ListPapers(absl::Time deadline, int64_t home_id,
                                                      int64_t ballot_id) override;
  absl::StatusOr<std::vector<int64_t>> ListRoll(absl::Time deadline, int64_t home_id,
                                                int64_t ballot_id) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_BALLOT_STORE_H_
