// What other services tell the board, and what the board makes of it: a visit becomes a case, a
// deputy's open matters become the successor's.
#ifndef SERVICES_BOARD_DOMAIN_EVENT_INTAKE_H_
#define SERVICES_BOARD_DOMAIN_EVENT_INTAKE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/case_watch.h"
#include "services/board/domain/message_lifecycle.h"
#include "services/board/domain/message_store.h"
#include "services/board/domain/suggestion_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {

// A visit on a reception day whose matter goes on.
struct RecordedVisit {
  int64_t home_id = 0;
  int64_t visit_id = 0;
  int64_t deputy_id = 0;   // 0: no deputy received it
  int64_t visitor_id = 0;  // person; 0: not known
  std::string visitor_alias;
  absl::Time record_time;
  std::string subject;
  std::string body;
};

// A deputy's seat went to another.
struct Succession {
  int64_t home_id = 0;
  int64_t old_deputy_id = 0;
  int64_t new_deputy_id = 0;  // 0: nobody in this home
};

// Where the deputies' alive matters are found. Thread-safe.
class MattersOfDeputies {
 public:
  virtual ~MattersOfDeputies() = default;
  // Messages that the clock still watches (open, waiting for the author, or with a promise to keep)
  // which the deputy handles or was addressed in; by id, after `after_id`.
  virtual absl::StatusOr<std::vector<int64_t>> ListMessagesOf(absl::Time deadline, int64_t home_id,
                                                              int64_t deputy_id, int64_t after_id,
                                                              int limit) = 0;
  // Suggestions of the deputy that are not over; by id, after `after_id`.
  virtual absl::StatusOr<std::vector<int64_t>> ListSuggestionsOf(absl::Time deadline,
                                                                 int64_t home_id, int64_t deputy_id,
                                                                 int64_t after_id, int limit) = 0;
};

// Thread-safe. Everything may be told again: what is done stays done once.
class EventIntake {
 public:
  struct Parts {
    MessageStore& messages;
    SuggestionStore& suggestions;
    MattersOfDeputies& matters;
    RoleHolders& holders;
    const base::WorkCalendar& calendar;
    base::IdSource& ids;
    const base::Clock& clock;
  };
  // All parts must outlive this.
  explicit EventIntake(const Parts& parts) : with_(parts), lifecycle_(parts.calendar) {}

  // A private message with the usual clock, which begins when the visit was put on record. One case
  // a visit.
  absl::Status OpenCase(absl::Time deadline, const RecordedVisit& visit);

  // Hands over one by one, so that a call that is cut off goes on when it comes again. What is
  // finished stays under the old name.
  absl::Status PassOn(absl::Time deadline, const Succession& succession);

 private:
  absl::Status PassOnMessage(absl::Time deadline, const Succession& succession, int64_t message_id);
  absl::Status PassOnSuggestion(absl::Time deadline, const Succession& succession,
                                int64_t suggestion_id, int64_t new_person_id);

  const Parts with_;
  const MessageLifecycle lifecycle_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_EVENT_INTAKE_H_
