// Where suggestions are kept. Implemented by storage/SqlSuggestionStore.
#ifndef SERVICES_BOARD_DOMAIN_SUGGESTION_STORE_H_
#define SERVICES_BOARD_DOMAIN_SUGGESTION_STORE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/desk_transaction.h"
#include "services/board/domain/suggestion.h"

namespace deputies::board {

class SuggestionTransaction : public DeskTransaction {
 public:
  // Whole, locked until the end; absent when there is none.
  virtual absl::StatusOr<std::optional<Suggestion>> LockSuggestion(int64_t home_id, int64_t id) = 0;
  // With co-signers and entries.
  virtual absl::Status InsertSuggestion(const Suggestion& suggestion) = 0;
  // Writes the row, co-signers, tasks, replies and awards of a locked suggestion, and those entries
  // whose id is above `last_entry`.
  virtual absl::Status UpdateSuggestion(const Suggestion& suggestion, int64_t last_entry) = 0;
};

// Newest first.
struct SuggestionQuery {
  int64_t home_id = 0;
  bool all = false;       // otherwise the public ones and those of the person
  int64_t person_id = 0;  // 0: nobody
  int64_t deputy_id = 0;  // whose suggestions the person sees too; 0: none
  int64_t before_id = std::numeric_limits<int64_t>::max();
  int limit = 0;
};

struct SuggestionWork {
  Suggestion suggestion;  // without texts
  SuggestionTask task;
};

// Place in the task list.
struct TaskPosition {
  absl::Time due_time = absl::FromUnixSeconds(0);
  int64_t suggestion_id = 0;
  int64_t body_id = 0;
};

struct SuggestionCounts {
  int32_t submitted = 0;
  int32_t handed_over = 0;
  int32_t replied = 0;
  int32_t closed = 0;
  int32_t overdue = 0;
  int32_t classes[4] = {};
  int32_t satisfaction[2][3] = {};  // by round, then satisfied, basically, dissatisfied
};

// Thread-safe.
class SuggestionStore {
 public:
  virtual ~SuggestionStore() = default;

  // As MessageStore::InTransaction.
  virtual absl::Status InTransaction(
      absl::Time deadline, absl::FunctionRef<absl::Status(SuggestionTransaction&)> closure) = 0;
  virtual absl::StatusOr<std::optional<Suggestion>> FindSuggestion(absl::Time deadline,
                                                                   int64_t home_id, int64_t id) = 0;
  // The rows alone.
  virtual absl::StatusOr<std::vector<Suggestion>> ListSuggestions(absl::Time deadline,
                                                                  const SuggestionQuery& query) = 0;
  // Open tasks, soonest due first, those after `after`; of one body unless `body_id` is 0.
  virtual absl::StatusOr<std::vector<SuggestionWork>> ListTasks(absl::Time deadline,
                                                                int64_t home_id, int64_t body_id,
                                                                const TaskPosition& after,
                                                                int limit) = 0;
  // (home, suggestion) whose next_time has come, over all homes, oldest first.
  virtual absl::StatusOr<std::vector<std::pair<int64_t, int64_t>>> ListDue(absl::Time deadline,
                                                                           absl::Time now,
                                                                           int limit) = 0;
  // Of suggestions handed in from `begin` to before `end`; overdue at `now`.
  virtual absl::StatusOr<SuggestionCounts> CountSuggestions(absl::Time deadline, int64_t home_id,
                                                            absl::Time begin, absl::Time end,
                                                            absl::Time now) = 0;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_SUGGESTION_STORE_H_
