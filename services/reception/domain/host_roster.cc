#include "services/reception/domain/host_roster.h"

#include <optional>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/reception/domain/day_book.h"
#include "services/reception/domain/errors.h"
#include "services/reception/domain/write_once.h"

namespace deputies::reception {
namespace {

// Receptions a year where nobody says otherwise: a deputy each month, a member or an organ head
// once.
constexpr int kDutyOfDeputy = 12;
constexpr int kDutyOfOthers = 1;

// A deputy is known by the record, everybody else by kind and name.
bool IsSameHost(const Host& a, const Host& b) {
  return a.kind == b.kind && a.deputy_id == b.deputy_id && (a.deputy_id != 0 || a.name == b.name);
}

}  // namespace

absl::StatusOr<std::vector<Host>> HostRoster::List(const base::CallScope& scope, int64_t home_id) {
  return store_.ListHosts(scope.deadline, home_id);
}

absl::StatusOr<Host> HostRoster::Find(const base::CallScope& scope, int64_t home_id,
                                      int64_t host_id) {
  ASSIGN_OR_RETURN(std::vector<Host> hosts, store_.ListHosts(scope.deadline, home_id));
  for (Host& host : hosts) {
    if (host.id == host_id) return std::move(host);
  }
  return HostNotFound();
}

absl::StatusOr<Host> HostRoster::Set(const base::CallScope& scope, const base::RequestKey& key,
                                     Host host) {
  host.home_id = key.home_id;
  if (host.kind != HostKind::kDeputy) {
    if (host.deputy_id != 0) return base::InvalidField("deputyId", "只有代表才填代表编号");
    RETURN_IF_ERROR(directory_.CheckHome(scope, key.home_id));
  } else {
    if (host.deputy_id == 0) return base::InvalidField("deputyId", "请选择代表");
    RETURN_IF_ERROR(directory_.CheckDeputy(scope, key.home_id, host.deputy_id));
  }
  if (host.yearly_duty == 0) {
    host.yearly_duty = host.kind == HostKind::kDeputy ? kDutyOfDeputy : kDutyOfOthers;
  }
  const int64_t new_id = ids_.Next();
  RETURN_IF_ERROR(
      WriteOnce(store_, scope, key, new_id, [&](ReceptionTransaction& tx) -> absl::Status {
        host.id = new_id;
        ASSIGN_OR_RETURN(const std::optional<int64_t> known, tx.FindHostId(host));
        if (known.has_value()) host.id = *known;
        return tx.UpsertHost(host);
      }).status());
  ASSIGN_OR_RETURN(std::vector<Host> hosts, store_.ListHosts(scope.deadline, key.home_id));
  for (Host& entry : hosts) {
    if (IsSameHost(entry, host)) return std::move(entry);
  }
  return HostNotFound();
}

absl::StatusOr<HostRoster::AbsenceAdded> HostRoster::AddAbsence(const base::CallScope& scope,
                                                                const base::RequestKey& key,
                                                                int64_t host_id,
                                                                const Absence& absence) {
  if (absence.to < absence.from) return base::InvalidField("to", "结束日期不能早于开始日期");
  if (absence.to - absence.from > DayBook::kMaxRangeDays) {
    return base::InvalidField("to", "一次最多请假400天");
  }
  RETURN_IF_ERROR(Find(scope, key.home_id, host_id).status());
  const int64_t absence_id = ids_.Next();
  RETURN_IF_ERROR(
      WriteOnce(store_, scope, key, host_id, [&](ReceptionTransaction& tx) -> absl::Status {
        return tx.InsertAbsence(key.home_id, host_id, absence_id, absence);
      }).status());
  AbsenceAdded added;
  ASSIGN_OR_RETURN(added.host, Find(scope, key.home_id, host_id));
  ASSIGN_OR_RETURN(const std::vector<Day> days,
                   store_.ListDays(scope.deadline, key.home_id, absence.from, absence.to));
  for (const Day& day : days) {
    if (day.state == DayState::kCancelled) continue;
    for (const DayHost& host : day.hosts) {
      if (host.host_id == host_id && !host.absent) added.affected.push_back(day);
    }
  }
  return added;
}

absl::StatusOr<Policy> HostRoster::GetPolicy(const base::CallScope& scope, int64_t home_id) {
  RETURN_IF_ERROR(directory_.CheckHome(scope, home_id));
  return store_.FindPolicy(scope.deadline, home_id);
}

absl::StatusOr<Policy> HostRoster::SetPolicy(const base::CallScope& scope,
                                             const base::RequestKey& key, Policy policy) {
  if (policy.second_reminder_hours > policy.first_reminder_hours) {
    return base::InvalidField("secondReminderHours", "第二次提醒要比第一次晚");
  }
  policy.home_id = key.home_id;
  RETURN_IF_ERROR(WriteOnce(store_, scope, key, key.home_id, [&](ReceptionTransaction& tx) {
                    return tx.UpsertPolicy(policy);
                  }).status());
  return store_.FindPolicy(scope.deadline, key.home_id);
}

}  // namespace deputies::reception
