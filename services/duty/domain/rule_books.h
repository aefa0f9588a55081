#ifndef SERVICES_DUTY_DOMAIN_RULE_BOOKS_H_
#define SERVICES_DUTY_DOMAIN_RULE_BOOKS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/clock.h"
#include "services/duty/domain/directory.h"
#include "services/duty/domain/ledger_store.h"
#include "services/duty/domain/rule_book_store.h"

namespace deputies::duty {

using BookList = std::shared_ptr<const std::vector<RuleBook>>;

// The rule books of each county. Thread-safe.
class RuleBooks {
 public:
  // All must outlive this.
  RuleBooks(RuleBookStore& store, Directory& directory, LedgerStore& ledger,
            const base::Clock& clock)
      : store_(store), directory_(directory), ledger_(ledger), clock_(clock) {}

  // Rising by effective day, the built-in one first; at most kLifetime old.
  absl::StatusOr<BookList> Of(absl::Time deadline, int64_t county_id);
  absl::StatusOr<BookList> OfHome(const base::CallScope& scope, int64_t home_id);

  // A draft's day must be the first of a month to come. Answers with the published book.
  absl::StatusOr<RuleBook> Publish(const base::CallScope& scope, const base::RequestKey& key,
                                   absl::string_view effective_day, RuleBook draft);

  // A home's scores of a period: as they are, and as they would be had `draft` always held.
  struct Simulated {
    DeputyCard deputy;
    Score current;
    Score draft;
  };
  absl::StatusOr<std::vector<Simulated>> Simulate(const base::CallScope& scope, int64_t home_id,
                                                  const Period& period, RuleBook draft);

  // Another process may publish; its book takes effect days later.
  static constexpr absl::Duration kLifetime = absl::Seconds(30);

 private:
  RuleBookStore& store_;
  Directory& directory_;
  LedgerStore& ledger_;
  const base::Clock& clock_;
  std::mutex mutex_;
  std::map<int64_t, std::pair<absl::Time, BookList>> books_;  // by county: when read
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_RULE_BOOKS_H_
