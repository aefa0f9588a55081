#ifndef SERVICES_WECHAT_STORAGE_SQL_PUSH_STORE_H_
#define SERVICES_WECHAT_STORAGE_SQL_PUSH_STORE_H_

#include <optional>
#include <string>

#include "services/common/db/database.h"
#include "services/common/db/retention_sweeper.h"
#include "services/wechat/domain/push.h"

namespace deputies::wechat {

class SqlPushStore final : public PushStore {
 public:
  // `database` must outlive this.
  explicit SqlPushStore(db::Database& database) : database_(database) {}

  absl::StatusOr<bool> Record(absl::Time deadline, const PushEffects& effects,
                              absl::Time now) override;
  absl::StatusOr<std::optional<PushEffects::MediaVerdict>> FindVerdict(
      absl::Time deadline, const std::string& trace_id) override;

 private:
  db::Database& database_;
};

// Deletes verdicts after 60 days.
db::RetentionRule VerdictRetention();

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_STORAGE_SQL_PUSH_STORE_H_
