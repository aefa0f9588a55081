#ifndef SERVICES_BOARD_DOMAIN_WEEKLY_CALLER_H_
#define SERVICES_BOARD_DOMAIN_WEEKLY_CALLER_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/notice.h"
#include "services/common/base/clock.h"

namespace deputies::board {

// Thread-safe.
class WeekStore {
 public:
  virtual ~WeekStore() = default;
  // Homes that ever had a message, by id, after `after_id`.
  virtual absl::StatusOr<std::vector<int64_t>> ListHomes(absl::Time deadline, int64_t after_id,
                                                         int limit) = 0;
  // A message was posted in the week before `week`, or waits too long now.
  virtual absl::StatusOr<bool> HasWeek(absl::Time deadline, int64_t home_id, absl::Time week,
                                       absl::Time now) = 0;
  // Tells, once for the home and week.
  virtual absl::Status Announce(absl::Time deadline, int64_t home_id, absl::Time week,
                                const std::vector<NoticeOrder>& orders) = 0;
};

// On Monday mornings tells the chair and the liaison of every home that had something that last
// week's digest is there. For one thread; several processes may run one each.
class WeeklyCaller {
 public:
  // In Shanghai.
  static constexpr absl::Duration kTimeOfDay = absl::Hours(8);

  // Both must outlive this.
  WeeklyCaller(WeekStore& store, const base::Clock& clock) : store_(store), clock_(clock) {}

  // Does nothing when this week's homes were told. An error leaves the rest to the next run.
  absl::Status RunOnce();

 private:
  WeekStore& store_;
  const base::Clock& clock_;
  absl::Time done_ = absl::InfinitePast();  // the week that is told everywhere
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_WEEKLY_CALLER_H_
