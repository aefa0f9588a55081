#ifndef SERVICES_BOARD_STORAGE_SQL_SUGGESTION_STORE_H_
#define SERVICES_BOARD_STORAGE_SQL_SUGGESTION_STORE_H_

#include <optional>
#include <vector>

#include "services/board/domain/suggestion_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::board {

// Wants the board's schema (migrations/). All arguments must outlive this. Thread-safe.
class SqlSuggestionStore final : public SuggestionStore {
 public:
  SqlSuggestionStore(db::Database& database, base::IdSource& ids, const base::Clock& clock)
      : database_(database), ids_(ids), clock_(clock) {}

  absl::Status InTransaction(
      absl::Time deadline,
      absl::FunctionRef<absl::Status(SuggestionTransaction&)> closure) override;
  absl::StatusOr<std::optional<Suggestion>> FindSuggestion(absl::Time deadline, int64_t home_id,
                                                           int64_t id) override;
  absl::StatusOr<std::vector<Suggestion>> ListSuggestions(absl::Time deadline,
                                                          const SuggestionQuery& query) override;
  absl::StatusOr<std::vector<SuggestionWork>> ListTasks(absl::Time deadline, int64_t home_id,
                                                        int64_t body_id, const TaskPosition& after,
                                                        int limit) override;
  absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> ListDue(absl::Time deadline,
                                                                   absl::Time now,
                                                                   int limit) override;
  absl::StatusOr<SuggestionCounts> CountSuggestions(absl::Time deadline, int64_t home_id,
                                                    absl::Time begin, absl::Time end,
                                                    absl::Time now) override;

 private:
  db::Database& database_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_SUGGESTION_STORE_H_
