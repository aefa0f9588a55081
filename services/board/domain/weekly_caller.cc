#include "services/board/domain/weekly_caller.h"

#include "absl/time/clock.h"
#include "services/board/domain/message_export.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr absl::Duration kWeekTimeout = absl::Seconds(10);
constexpr int kHomesAtOnce = 100;

}  // namespace

absl::Status WeeklyCaller::RunOnce() {
  const absl::Time now = clock_.Now();
  const absl::Time week = WeekOf(now);
  if (done_ == week || now < week + kTimeOfDay) return absl::OkStatus();
  for (int64_t after_id = 0;;) {
    ASSIGN_OR_RETURN(const std::vector<int64_t> homes,
                     store_.ListHomes(absl::Now() + kWeekTimeout, after_id, kHomesAtOnce));
    for (const int64_t home_id : homes) {
      const absl::Time deadline = absl::Now() + kWeekTimeout;
      ASSIGN_OR_RETURN(const bool any, store_.HasWeek(deadline, home_id, week, now));
      if (!any) continue;
      NoticeOrder order;
      order.notice.kind = NoticeKind::kWeeklyDigest;
      order.notice.home_id = home_id;
      order.notice.message_id = home_id;
      // Weeks since 1970, which tell one Monday from the next.
      order.notice.stage = static_cast<int32_t>(absl::ToUnixSeconds(week) / (7 * 24 * 3600));
      std::vector<NoticeOrder> orders(2, order);
      orders[0].role = base::Role::kChair;
      orders[1].role = base::Role::kLiaison;
      RETURN_IF_ERROR(store_.Announce(deadline, home_id, week, orders));
    }
    if (homes.size() < static_cast<size_t>(kHomesAtOnce)) break;
    after_id = homes.back();
  }
  done_ = week;
  return absl::OkStatus();
}

}  // namespace deputies::board
