// What happens to suggestions without anybody doing it: tasks past their time, promised days.
#ifndef SERVICES_BOARD_DOMAIN_SUGGESTION_WATCH_H_
#define SERVICES_BOARD_DOMAIN_SUGGESTION_WATCH_H_

#include <cstdint>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/handling_bodies.h"
#include "services/board/domain/suggestion_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {

// When the clock has to look at the suggestion: an open task comes due, or the promised day of the
// last reply. Absent: never.
std::optional<absl::Time> NextLook(const Suggestion& suggestion, absl::Time now);

// Several may run at once.
class SuggestionWatch {
 public:
  static constexpr int kBatch = 50;
  // Between two reminders of the same overdue task.
  static constexpr int kRemindWorkdays = 5;

  // All must outlive this.
  SuggestionWatch(SuggestionStore& store, HandlingBodies& bodies,
                  const base::WorkCalendar& calendar, base::IdSource& ids, const base::Clock& clock)
      : store_(store), bodies_(bodies), calendar_(calendar), ids_(ids), clock_(clock) {}

  // One batch; returns how many it looked at. Reminds the clerks of tasks past their time and the
  // next above, and puts it on record; opens a suggestion again whose promised day has come, so
  // that the body has to report. One that fails is reported and tried again.
  absl::StatusOr<int> RunOnce(
      absl::FunctionRef<void(int64_t home_id, int64_t suggestion_id, const absl::Status&)> failed);

 private:
  absl::Status Move(absl::Time deadline, int64_t home_id, int64_t suggestion_id);
  absl::Status AskForPromise(Suggestion* suggestion, const std::vector<HandlingBody>& serving,
                             SuggestionTransaction& transaction);
  absl::Status RemindOfTasks(Suggestion* suggestion, const std::vector<HandlingBody>& serving,
                             SuggestionTransaction& transaction);

  SuggestionStore& store_;
  HandlingBodies& bodies_;
  const base::WorkCalendar& calendar_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_SUGGESTION_WATCH_H_
