#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_STATISTICS_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_STATISTICS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/common/base/clock.h"

namespace deputies::board {

// What statistics want to know of one message. `life` holds the facts' times and the clock.
struct CaseFacts {
  int64_t id = 0;
  absl::Time create_time;
  int64_t deputy_id = 0;  // who handles it, else who was addressed, else 0
  std::string category;
  std::optional<absl::Time> due_time;
  std::optional<Judgement> satisfied;  // of the verdict
  Life life;
};

struct DurationFigures {
  int32_t count = 0;
  int32_t median_minutes = 0;     // nearest rank
  int32_t ninetieth_minutes = 0;  // nearest rank
};

struct MessageFigures {
  int32_t received = 0;
  int32_t acknowledged = 0;
  int32_t answered = 0;
  int32_t solved = 0;
  int32_t satisfied = 0;
  int32_t not_satisfied = 0;
  int32_t closed = 0;
  int32_t silent = 0;
  int32_t overdue_now = 0;
  int32_t answered_late = 0;
  DurationFigures acknowledge_time;
  DurationFigures answer_time;
  DurationFigures solve_time;
};

struct MessageStatistics {
  absl::Time compute_time;
  MessageFigures total;
  std::vector<std::pair<int64_t, MessageFigures>> deputies;  // by id
  std::vector<std::pair<std::string, int32_t>> categories;   // most frequent first
};

// Figures over these messages as they are at `now`.
MessageStatistics Summarize(const std::vector<CaseFacts>& cases, absl::Time now);

// A count that would point to single persons: one to kSmallCell - 1.
inline constexpr int32_t kSmallCell = 5;
inline constexpr int32_t kHiddenCount = -1;

// As everybody may see it: no deputies, small counts hidden, the others rounded down to kSmallCell,
// rare subjects put together so that no group is small.
MessageStatistics Opened(MessageStatistics statistics);

// Thread-safe.
class StatisticsStore {
 public:
  virtual ~StatisticsStore() = default;
  // Messages of the home with ids in [from_id, until_id), by id, after `after_id`; merged ones are
  // left out: they count where they went.
  virtual absl::StatusOr<std::vector<CaseFacts>> ListFacts(absl::Time deadline, int64_t home_id,
                                                           int64_t after_id, int64_t from_id,
                                                           int64_t until_id, int limit) = 0;
};

// FIELD_INVALID/untilTime for a period that is none or longer than kLongestPeriod.
inline constexpr absl::Duration kLongestPeriod = absl::Hours(24 * 400);
absl::Status CheckPeriod(absl::Time from, absl::Time until);

// Thread-safe.
class Statistician {
 public:
  Statistician(StatisticsStore& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Of messages posted in [from, until). FIELD_INVALID for a period that is none or too long.
  absl::StatusOr<MessageStatistics> Compute(absl::Time deadline, int64_t home_id, absl::Time from,
                                            absl::Time until);

  // The same for everybody. Whole months of Shanghai alone: the difference of two periods that a
  // day parts would tell of single persons.
  absl::StatusOr<MessageStatistics> ComputeOpen(absl::Time deadline, int64_t home_id,
                                                absl::Time from, absl::Time until);

 private:
  StatisticsStore& store_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_STATISTICS_H_
