#ifndef SERVICES_DUTY_STORAGE_SQL_RULE_BOOK_STORE_H_
#define SERVICES_DUTY_STORAGE_SQL_RULE_BOOK_STORE_H_

#include <vector>

#include "services/common/base/clock.h"
#include "services/common/db/database.h"
#include "services/duty/domain/rule_book_store.h"

namespace deputies::duty {

class SqlRuleBookStore final : public RuleBookStore {
 public:
  // Both must outlive this.
  SqlRuleBookStore(db::Database& database, const base::Clock& clock)
      : database_(database), clock_(clock) {}

  absl::StatusOr<std::vector<RuleBook>> List(absl::Time deadline, int64_t county_id) override;
  absl::StatusOr<int> Publish(absl::Time deadline, const base::RequestKey& key, int64_t county_id,
                              const RuleBook& book, int64_t publisher_id) override;

 private:
  db::Database& database_;
  const base::Clock& clock_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_SQL_RULE_BOOK_STORE_H_
