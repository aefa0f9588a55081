#include "services/reception/domain/host_reminders.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::reception {
namespace {

constexpr int kReminderDayBatch = 200;
// The longest lead that a policy may have bounds the search; the home's own lead decides.
constexpr absl::Duration kLongestHostLead = absl::Hours(168);
// Code points of a notice's detail (events.v1.NoticeRequested), less the words around the names.
constexpr size_t kMostNamed = 3;

}  // namespace

absl::StatusOr<int> HostReminders::Send(absl::Time deadline) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  int reminded = 0;
  // The later lead first: a day that is past both is told of once.
  for (int stage = 2; stage >= 1; --stage) {
    ASSIGN_OR_RETURN(
        const std::vector<Day> due,
        store_.ListUnremindedDays(deadline, stage, now, now + kLongestHostLead, kReminderDayBatch));
    for (const Day& hint : due) {
      ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(deadline, hint.home_id));
      const int lead = stage == 1 ? policy.first_reminder_hours : policy.second_reminder_hours;
      if (now < hint.starts_at - absl::Hours(lead)) continue;
      RETURN_IF_ERROR(Remind(deadline, hint, stage));
      ++reminded;
    }
  }
  return reminded;
}

absl::Status HostReminders::Remind(absl::Time deadline, const Day& hint, int stage) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  ASSIGN_OR_RETURN(const std::vector<RoleHolder> holders,
                   role_holders_.AtHome(deadline, hint.home_id));
  return store_.InTransaction(deadline, [&](ReceptionTransaction& tx) -> absl::Status {
    ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(hint.home_id, hint.id));
    if (!day.has_value() || day->state != DayState::kPublished || day->host_reminders >= stage ||
        day->starts_at != hint.starts_at) {
      return absl::OkStatus();
    }
    day->host_reminders = stage;
    RETURN_IF_ERROR(tx.UpdateDay(*day));

    Notice to_hosts;
    to_hosts.kind = NoticeKind::kHostReminder;
    to_hosts.target_id = day->id;
    to_hosts.stage = day->version * 10 + stage;
    to_hosts.title = absl::StrCat(
        "群众接待日 ", absl::FormatTime("%m月%d日 %H:%M", day->starts_at, base::Shanghai()));
    to_hosts.detail = absl::StrCat("请准时接待", day->room.empty() ? "" : "，地点：", day->room);
    to_hosts.event_time = day->starts_at;
    to_hosts.expire_time = day->ends_at;
    to_hosts.important = true;
    Notice to_liaisons = to_hosts;
    to_liaisons.stage += 5;  // a liaison may also receive
    std::vector<std::string> without_account;
    for (const DayHost& host : day->hosts) {
      if (host.absent) continue;
      bool told = false;
      for (const RoleHolder& holder : holders) {
        if (host.deputy_id == 0 || holder.deputy_id != host.deputy_id) continue;
        to_hosts.person_ids.push_back(holder.person_id);
        told = true;
      }
      if (!told) without_account.push_back(host.name);
    }
    if (!to_hosts.person_ids.empty()) {
      RETURN_IF_ERROR(tx.Tell(day->home_id, now, std::move(to_hosts)));
    }
    if (without_account.empty()) return absl::OkStatus();
    for (const RoleHolder& holder : holders) {
      if (holder.role == base::Role::kLiaison) to_liaisons.person_ids.push_back(holder.person_id);
    }
    if (to_liaisons.person_ids.empty()) return absl::OkStatus();
    const size_t count = without_account.size();
    if (count > kMostNamed) without_account.resize(kMostNamed);
    to_liaisons.detail = absl::StrCat("请提醒接待人：", absl::StrJoin(without_account, "、"));
    if (count > kMostNamed) absl::StrAppend(&to_liaisons.detail, "等", count, "人");
    return tx.Tell(day->home_id, now, std::move(to_liaisons));
  });
}

}  // namespace deputies::reception
