#include "services/reception/domain/host_succession.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/plan_maker.h"

namespace deputies::reception {
namespace {

// Plans reach to the end of the next year.
constexpr int kPlannedDaysAhead = 800;

bool IsToCome(const Day& day, absl::Time now) {
  return (day.state == DayState::kDraft || day.state == DayState::kPublished) &&
         day.starts_at > now;
}

bool Hosts(const Day& day, int64_t host_id) {
  return std::any_of(day.hosts.begin(), day.hosts.end(),
                     [&](const DayHost& host) { return host.host_id == host_id; });
}

bool NobodyReceives(const Day& day) {
  return std::all_of(day.hosts.begin(), day.hosts.end(),
                     [](const DayHost& host) { return host.absent; });
}

}  // namespace

absl::Status HostSuccession::PassOn(absl::Time deadline, const Succession& succession) {
  const int64_t home_id = succession.home_id;
  ASSIGN_OR_RETURN(std::vector<Host> hosts, store_.ListHosts(deadline, home_id));
  const auto known = [&](int64_t deputy_id) {
    return std::find_if(hosts.begin(), hosts.end(), [&](const Host& host) {
      return host.kind == HostKind::kDeputy && host.deputy_id == deputy_id;
    });
  };
  if (known(succession.old_deputy_id) == hosts.end()) return absl::OkStatus();
  Host leaving = *known(succession.old_deputy_id);
  leaving.retired = true;
  Host coming;  // id 0: nobody
  if (succession.new_deputy_id != 0) {
    if (const auto found = known(succession.new_deputy_id); found != hosts.end()) {
      coming = *found;
    } else {
      coming = leaving;
      coming.id = ids_.Next();
      coming.deputy_id = succession.new_deputy_id;
      coming.name = succession.new_deputy_name;
    }
    coming.retired = false;
  }
  RETURN_IF_ERROR(store_.InTransaction(deadline, [&](ReceptionTransaction& tx) -> absl::Status {
    RETURN_IF_ERROR(tx.UpsertHost(leaving));
    if (coming.id == 0) return absl::OkStatus();
    // Another delivery, or staff, may have been first.
    ASSIGN_OR_RETURN(const std::optional<int64_t> id, tx.FindHostId(coming));
    if (id.has_value()) coming.id = *id;
    return tx.UpsertHost(coming);
  }));

  const absl::CivilDay today = base::ShanghaiDay(clock_.Now());
  ASSIGN_OR_RETURN(const std::vector<Day> days,
                   store_.ListDays(deadline, home_id, today, today + kPlannedDaysAhead));
  for (const Day& hint : days) {
    if (!IsToCome(hint, clock_.Now()) || !Hosts(hint, leaving.id)) continue;
    RETURN_IF_ERROR(store_.InTransaction(deadline, [&](ReceptionTransaction& tx) {
      return PassDayOn(tx, home_id, hint.id, leaving, coming);
    }));
  }
  return coming.id == 0 ? TellOfEmptyDays(deadline, leaving) : absl::OkStatus();
}

absl::Status HostSuccession::PassDayOn(ReceptionTransaction& tx, int64_t home_id, int64_t day_id,
                                       const Host& leaving, const Host& coming) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(home_id, day_id));
  if (!day.has_value() || !IsToCome(*day, now)) return absl::OkStatus();
  const auto old = std::find_if(day->hosts.begin(), day->hosts.end(),
                                [&](const DayHost& host) { return host.host_id == leaving.id; });
  if (old == day->hosts.end()) return absl::OkStatus();
  // Somebody stands in for the old one already.
  const bool replaced = std::any_of(day->hosts.begin(), day->hosts.end(), [&](const DayHost& host) {
    return host.substitute_for == leaving.id;
  });
  if (replaced || (coming.id == 0 && old->absent)) return absl::OkStatus();

  std::string note;
  DayHost comes;
  if (coming.id != 0) {
    note = absl::StrCat("换届，改由", coming.name, "接待");
    comes.host_id = coming.id;
    comes.deputy_id = coming.deputy_id;
    comes.substitute_for = old->substitute_for;
    RETURN_IF_ERROR(tx.DeleteDayHost(home_id, day_id, leaving.id));
    if (!Hosts(*day, coming.id)) RETURN_IF_ERROR(tx.UpsertDayHost(home_id, day_id, comes));
  } else {
    note = absl::StrCat(leaving.name, "届满，不再接待");
    old->absent = true;
    RETURN_IF_ERROR(tx.UpsertDayHost(home_id, day_id, *old));
  }
  const bool published = day->state == DayState::kPublished;
  ++day->version;
  if (published) {
    day->changed = true;
    day->change_note = note;
  }
  RETURN_IF_ERROR(tx.UpdateDay(*day));
  if (!published) return absl::OkStatus();
  if (coming.id != 0 && !Hosts(*day, coming.id)) {
    Day assigned = *day;
    assigned.hosts = {comes};
    RETURN_IF_ERROR(TellAssigned(tx, assigned, now));
  }
  ASSIGN_OR_RETURN(const std::vector<Slot> slots, tx.LockSlotsOfDay(home_id, day_id));
  std::vector<Booking> bookings;
  for (const Slot& slot : slots) {
    ASSIGN_OR_RETURN(std::vector<Booking> some, tx.LockBookingsOfSlot(home_id, slot.id));
    bookings.insert(bookings.end(), some.begin(), some.end());
  }
  return TellHolders(tx, *day, bookings, now, absl::StrCat(note, "。您的预约还在，也可以改期"));
}

absl::Status HostSuccession::TellOfEmptyDays(absl::Time deadline, const Host& leaving) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  const absl::CivilDay today = base::ShanghaiDay(now);
  ASSIGN_OR_RETURN(const std::vector<Day> days,
                   store_.ListDays(deadline, leaving.home_id, today, today + kPlannedDaysAhead));
  int empty = 0;
  const Day* first = nullptr;
  for (const Day& day : days) {
    if (!IsToCome(day, now) || !Hosts(day, leaving.id) || !NobodyReceives(day)) continue;
    if (day.state != DayState::kPublished) continue;
    if (++empty == 1) first = &day;
  }
  if (first == nullptr) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<RoleHolder> holders,
                   role_holders_.AtHome(deadline, leaving.home_id));
  Notice notice;
  notice.kind = NoticeKind::kReceptionDayChanged;
  for (const RoleHolder& holder : holders) {
    if (holder.role == base::Role::kLiaison) notice.person_ids.push_back(holder.person_id);
  }
  if (notice.person_ids.empty()) return absl::OkStatus();
  notice.target_id = first->id;
  notice.stage = first->version;
  notice.title = absl::StrCat(leaving.name, "届满，没有继任代表");
  notice.detail = absl::StrCat(empty, "个接待日没有接待人，请安排");
  notice.event_time = first->starts_at;
  notice.expire_time = first->ends_at;
  notice.important = true;
  return store_.InTransaction(
      deadline, [&](ReceptionTransaction& tx) { return tx.Tell(leaving.home_id, now, notice); });
}

}  // namespace deputies::reception
