#ifndef SERVICES_DUTY_STORAGE_SQL_ACTIVITY_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_ACTIVITY_STORE_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"
#include "services/duty/domain/activity.h"

namespace deputies::duty {

class SqlActivityStore final : public ActivityStore {
 public:
  // `ids` names outbox events, `clock` dates request keys. All must outlive this.
  SqlActivityStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::StatusOr<int64_t> Create(absl::Time deadline, const base::RequestKey& key,
                                 const Activity& activity) override;
  absl::StatusOr<std::optional<Activity>> Find(absl::Time deadline, int64_t home_id,
                                               int64_t activity_id) override;
  absl::StatusOr<std::vector<Activity>> List(absl::Time deadline, int64_t home_id, int64_t offset,
                                             int limit) override;
  absl::StatusOr<std::vector<SignUp>> ListSignUps(absl::Time deadline, int64_t home_id,
                                                  int64_t activity_id) override;
  absl::Status SignUpFor(absl::Time deadline, const base::RequestKey& key, int64_t activity_id,
                         int64_t deputy_id, absl::Time now) override;
  absl::Status CancelSignUp(absl::Time deadline, const base::RequestKey& key, int64_t activity_id,
                            int64_t deputy_id, absl::Time now) override;
  absl::Status Attend(absl::Time deadline, const base::RequestKey& key, int64_t activity_id,
                      int64_t deputy_id, absl::Time now) override;
  absl::Status SaveMinutes(absl::Time deadline, const base::RequestKey& key, int64_t activity_id,
                           const std::string& minutes, absl::Time now) override;

 private:
  // Claims the key, locks the activity, which is the first lock of every change, and runs `change`.
  absl::Status Change(absl::Time deadline, const base::RequestKey& key, int64_t activity_id,
                      const std::function<absl::Status(db::Transaction&, const Activity&)>& change);

  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_ACTIVITY_STORE_H_
