#ifndef SERVICES_DUTY_DOMAIN_RULE_BOOK_STORE_H_
#define SERVICES_DUTY_DOMAIN_RULE_BOOK_STORE_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/base/request_key.h"
#include "services/duty/domain/rule_book.h"

namespace deputies::duty {

// Thread-safe.
class RuleBookStore {
 public:
  virtual ~RuleBookStore() = default;
  // Published books of the county, rising by version.
  virtual absl::StatusOr<std::vector<RuleBook>> List(absl::Time deadline, int64_t county_id) = 0;
  // Publishes under the next version, which it answers with; of two at the same time, both get
  // their own. FAILED_PRECONDITION/RANKING_STATE_CONFLICT when a book of that day or a later one is
  // there.
  virtual absl::StatusOr<int> Publish(absl::Time deadline, const base::RequestKey& key,
                                      int64_t county_id, const RuleBook& book,
                                      int64_t publisher_id) = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_RULE_BOOK_STORE_H_
