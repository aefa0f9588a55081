#include "services/reception/domain/plan_maker.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/reception/domain/county_homes.h"
#include "services/reception/domain/errors.h"
#include "services/reception/domain/write_once.h"

namespace deputies::reception {
namespace {

using base::CallScope;
using base::RequestKey;

// Positions of the hosts that may be planned.
std::map<int64_t, int> AddHosts(const std::vector<Host>& hosts, absl::CivilDay first, int year,
                                PlannerInput* input) {
  std::map<int64_t, int> positions;
  for (const Host& host : hosts) {
    if (host.retired) continue;
    positions[host.id] = static_cast<int>(input->hosts.size());
    input->hosts.push_back(
        {host.name, DutyLeft(host.yearly_duty, first, year), {0}, host.absences});
  }
  return positions;
}

}  // namespace

absl::Status TellAssigned(ReceptionTransaction& transaction, const Day& day, absl::Time now) {
  for (const DayHost& host : day.hosts) {
    if (host.deputy_id == 0 || host.absent) continue;
    Duty duty;
    duty.deputy_id = host.deputy_id;
    duty.item = "reception_assigned";
    duty.source_type = "reception_day";
    duty.source_id = day.id;
    duty.perform_time = day.starts_at;
    RETURN_IF_ERROR(transaction.Tell(day.home_id, now, duty));
  }
  return absl::OkStatus();
}

absl::StatusOr<PlanDrafter::Year> PlanMaker::RestOf(int year) const {
  const absl::CivilDay tomorrow = base::ShanghaiDay(clock_.Now()) + 1;
  const PlanDrafter::Year rest{year, std::max(absl::CivilDay(year, 1, 1), tomorrow),
                               absl::CivilDay(year, 12, 31)};
  if (rest.first > rest.last) return base::InvalidField("year", "这一年已经过去");
  return rest;
}

Plan PlanMaker::NewPlan(const CallScope& scope, int64_t home_id, int year) {
  Plan plan;
  plan.home_id = home_id;
  plan.id = ids_.Next();
  plan.year = year;
  plan.maker_person_id = scope.caller.person_id;
  plan.create_time = base::ToMillisecond(clock_.Now());
  return plan;
}

absl::StatusOr<Plan> PlanMaker::Create(const CallScope& scope, const RequestKey& key, int year,
                                       const std::vector<PlanRule>& rules) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
  if (earlier.has_value()) return Get(scope, home_id, *earlier);
  RETURN_IF_ERROR(directory_.CheckHome(scope, home_id));
  ASSIGN_OR_RETURN(const PlanDrafter::Year rest, RestOf(year));
  ASSIGN_OR_RETURN(const std::vector<Host> hosts, store_.ListHosts(scope.deadline, home_id));
  if (hosts.empty()) {
    return PlanInfeasible("还没有接待人名单，请先添加代表、常委会组成人员和国家机关负责人");
  }
  PlanDrafter drafter(store_, recurrence_, calendar_, ids_, rest);
  const Plan plan = NewPlan(scope, home_id, year);
  ASSIGN_OR_RETURN(const bool has_days, drafter.Add(scope.deadline, plan, rules, hosts));
  if (!has_days) return base::InvalidField("rules", "这些规则在这一年里一天也没有");
  // Before the planner looks: with the standing plan's duties it would name a conflict instead.
  ASSIGN_OR_RETURN(const std::vector<Plan> known, store_.ListPlans(scope.deadline, home_id));
  if (std::any_of(known.begin(), known.end(),
                  [year](const Plan& other) { return other.year == year; })) {
    ASSIGN_OR_RETURN(const int64_t known_id,
                     WriteOnce(store_, scope, key, plan.id,
                               [year](ReceptionTransaction&) { return PlanExists(year); }));
    return Get(scope, home_id, known_id);
  }
  RETURN_IF_ERROR(drafter.Assign());
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, plan.id, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const bool stored, drafter.Store(tx));
        return stored ? absl::OkStatus() : PlanExists(year);
      }));
  return Get(scope, home_id, id);
}

absl::StatusOr<CountyPlan> PlanMaker::CreateForCounty(const CallScope& scope, const RequestKey& key,
                                                      int64_t organization_id, int year,
                                                      const std::vector<PlanRule>& rules) {
  ASSIGN_OR_RETURN(const std::set<int64_t> homes, HomesOfOffice(scope.caller, organization_id));
  ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
  CountyPlan county;
  if (!earlier.has_value()) {
    ASSIGN_OR_RETURN(const PlanDrafter::Year rest, RestOf(year));
    PlanDrafter drafter(store_, recurrence_, calendar_, ids_, rest);
    Plan plan = NewPlan(scope, 0, year);  // one time of making shows that they belong together
    for (const int64_t home_id : homes) {
      ASSIGN_OR_RETURN(const std::vector<Plan> known, store_.ListPlans(scope.deadline, home_id));
      if (std::any_of(known.begin(), known.end(),
                      [year](const Plan& other) { return other.year == year; })) {
        continue;
      }
      ASSIGN_OR_RETURN(const std::vector<Host> hosts, store_.ListHosts(scope.deadline, home_id));
      if (std::all_of(hosts.begin(), hosts.end(), [](const Host& host) { return host.retired; })) {
        continue;
      }
      plan.home_id = home_id;
      plan.id = ids_.Next();
      RETURN_IF_ERROR(drafter.Add(scope.deadline, plan, rules, hosts).status());
    }
    RETURN_IF_ERROR(drafter.Assign());
    RETURN_IF_ERROR(WriteOnce(store_, scope, key, organization_id,
                              [&](ReceptionTransaction& tx) -> absl::Status {
                                ASSIGN_OR_RETURN(const bool stored, drafter.Store(tx));
                                return stored ? absl::OkStatus() : ChangedMeanwhile();
                              })
                        .status());
  }
  for (const int64_t home_id : homes) {
    ASSIGN_OR_RETURN(const std::vector<Plan> known, store_.ListPlans(scope.deadline, home_id));
    const auto made = std::find_if(known.begin(), known.end(),
                                   [year](const Plan& plan) { return plan.year == year; });
    if (made != known.end()) {
      county.plans.push_back(*made);
    } else {
      county.left_home_ids.push_back(home_id);
    }
  }
  return county;
}

absl::StatusOr<std::vector<Plan>> PlanMaker::List(const CallScope& scope, int64_t home_id) {
  return store_.ListPlans(scope.deadline, home_id);
}

absl::StatusOr<Plan> PlanMaker::Get(const CallScope& scope, int64_t home_id, int64_t plan_id) {
  ASSIGN_OR_RETURN(std::vector<Plan> plans, store_.ListPlans(scope.deadline, home_id));
  for (Plan& plan : plans) {
    if (plan.id != plan_id) continue;
    ASSIGN_OR_RETURN(plan.days,
                     store_.ListDays(scope.deadline, home_id, absl::CivilDay(plan.year, 1, 1),
                                     absl::CivilDay(plan.year, 12, 31)));
    plan.days.erase(std::remove_if(plan.days.begin(), plan.days.end(),
                                   [&](const Day& day) { return day.plan_id != plan_id; }),
                    plan.days.end());
    return std::move(plan);
  }
  return PlanNotFound();
}

absl::StatusOr<Plan> PlanMaker::Submit(const CallScope& scope, const RequestKey& key,
                                       int64_t plan_id) {
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, plan_id, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<Plan> plan, tx.LockPlan(key.home_id, plan_id));
        if (!plan.has_value()) return PlanNotFound();
        if (plan->state != PlanState::kDraft) return PlanStateConflict("这个计划已经送审或公布");
        plan->state = PlanState::kInReview;
        return tx.UpdatePlan(*plan);
      }));
  return Get(scope, key.home_id, id);
}

absl::Status PlanMaker::Discard(const CallScope& scope, const RequestKey& key, int64_t plan_id) {
  const int64_t home_id = key.home_id;
  const absl::StatusOr<Plan> hint = Get(scope, home_id, plan_id);
  return WriteOnce(store_, scope, key, plan_id,
                   [&](ReceptionTransaction& tx) -> absl::Status {
                     RETURN_IF_ERROR(hint.status());
                     ASSIGN_OR_RETURN(const std::optional<Plan> plan,
                                      tx.LockPlan(home_id, plan_id));
                     if (!plan.has_value()) return PlanNotFound();
                     if (plan->state == PlanState::kPublished) {
                       return PlanStateConflict("这个计划已经公布，请逐天取消");
                     }
                     for (const Day& entry : hint->days) {
                       ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(home_id, entry.id));
                       if (!day.has_value() || day->plan_id != plan_id) continue;
                       if (day->state == DayState::kDraft && !day->manual) {
                         RETURN_IF_ERROR(tx.DeleteDay(home_id, day->id));
                       } else {
                         day->plan_id = 0;
                         ++day->version;
                         RETURN_IF_ERROR(tx.UpdateDay(*day));
                       }
                     }
                     return tx.DeletePlan(home_id, plan_id);
                   })
      .status();
}

absl::StatusOr<Plan> PlanMaker::Publish(const CallScope& scope, const RequestKey& key,
                                        int64_t plan_id, bool late) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const Plan hint, Get(scope, home_id, plan_id));
  ASSIGN_OR_RETURN(const Policy policy, store_.FindPolicy(scope.deadline, home_id));
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, plan_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        const absl::CivilDay today = base::ShanghaiDay(now);
        ASSIGN_OR_RETURN(std::optional<Plan> plan, tx.LockPlan(home_id, plan_id));
        if (!plan.has_value()) return PlanNotFound();
        if (plan->state == PlanState::kPublished) return PlanStateConflict("这个计划已经公布");
        plan->state = PlanState::kPublished;
        plan->publish_time = now;
        RETURN_IF_ERROR(tx.UpdatePlan(*plan));
        for (const Day& entry : hint.days) {
          ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(home_id, entry.id));
          if (!day.has_value() || day->state != DayState::kDraft || day->ends_at <= now) continue;
          const bool near = day->date < today + policy.publish_lead_days;
          if (near && !late) return PlanTooLate(policy.publish_lead_days);
          day->state = DayState::kPublished;
          if (near) {
            day->changed = true;
            day->change_note = absl::StrCat("公布晚于提前", policy.publish_lead_days, "天的规定");
          }
          ++day->version;
          RETURN_IF_ERROR(tx.UpdateDay(*day));
          ASSIGN_OR_RETURN(std::vector<Slot> slots, tx.LockSlotsOfDay(home_id, day->id));
          for (Slot& slot : slots) {
            slot.open = true;
            RETURN_IF_ERROR(tx.UpdateSlot(slot));
          }
          RETURN_IF_ERROR(TellAssigned(tx, *day, now));
        }
        return absl::OkStatus();
      }));
  return Get(scope, home_id, id);
}

absl::StatusOr<Replan> PlanMaker::PlanAnew(const CallScope& scope, const RequestKey& key,
                                           int64_t plan_id, bool dry_run) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const Plan plan, Get(scope, home_id, plan_id));
  ASSIGN_OR_RETURN(const std::vector<Host> hosts, store_.ListHosts(scope.deadline, home_id));
  const absl::Time now = base::ToMillisecond(clock_.Now());
  const absl::CivilDay year_start(plan.year, 1, 1);
  const absl::CivilDay created = base::ShanghaiDay(plan.create_time) + 1;
  PlannerInput input;
  // The duty is the one of the time of planning: what was done since counts as fixed days.
  const std::map<int64_t, int> positions =
      AddHosts(hosts, std::max(year_start, created), plan.year, &input);
  ASSIGN_OR_RETURN(const std::vector<Day> all,
                   store_.ListDays(scope.deadline, home_id, std::max(year_start, created),
                                   absl::CivilDay(plan.year, 12, 31)));
  std::vector<Day> open;
  for (const Day& day : all) {
    if (day.state == DayState::kCancelled) continue;
    const bool movable = day.plan_id == plan_id && !day.manual && day.starts_at > now;
    if (!movable) input.days.push_back(FixedDay(day, 0, positions));
    if (movable) open.push_back(day);
  }
  // What a county's plan has somebody do in other homes need not be done here.
  ASSIGN_OR_RETURN(const auto elsewhere,
                   store_.CountReceptionsElsewhere(scope.deadline, home_id, plan_id));
  for (const auto& [host_id, count] : elsewhere) {
    const auto found = positions.find(host_id);
    if (found == positions.end()) continue;
    int& duty = input.hosts[static_cast<size_t>(found->second)].duty;
    duty = std::max(0, duty - count);
  }
  const size_t first_open = input.days.size();
  // No day becomes fuller than the fullest one of the plan.
  int most_hosts = 1;
  for (const Day& day : plan.days)
    most_hosts = std::max(most_hosts, static_cast<int>(day.hosts.size()));
  for (const Day& day : open) {
    PlannedDay planned;
    planned.date = day.date;
    planned.max_hosts = most_hosts;
    for (const DayHost& host : day.hosts) {
      const auto found = positions.find(host.host_id);
      if (found == positions.end() || host.absent) continue;
      input.earlier.emplace_back(static_cast<int>(input.days.size()), found->second);
    }
    input.days.push_back(std::move(planned));
  }
  const YearPlan anew = PlanYear(input);
  if (!anew.feasible) return PlanInfeasible(anew.conflict.text);

  std::vector<int64_t> host_ids(input.hosts.size());
  for (const auto& [id, position] : positions) host_ids[static_cast<size_t>(position)] = id;
  std::vector<std::set<int64_t>> wanted(open.size());
  for (const auto& [day, host] : anew.assignments) {
    if (static_cast<size_t>(day) < first_open) continue;
    wanted[static_cast<size_t>(day) - first_open].insert(host_ids[static_cast<size_t>(host)]);
  }
  std::map<int64_t, std::string> names;
  for (const Host& host : hosts) names[host.id] = host.name;
  Replan result;
  result.explanation = anew.explanation;
  struct Move {
    size_t day;
    std::vector<int64_t> out;
    std::vector<int64_t> in;
  };
  std::vector<Move> moves;
  for (size_t i = 0; i < open.size(); ++i) {
    Move move{i, {}, {}};
    std::set<int64_t> had;
    for (const DayHost& host : open[i].hosts) {
      had.insert(host.host_id);
      if (wanted[i].count(host.host_id) == 0) move.out.push_back(host.host_id);
    }
    for (const int64_t host : wanted[i]) {
      if (had.count(host) == 0) move.in.push_back(host);
    }
    if (move.out.empty() && move.in.empty()) continue;
    HostChange& change = result.changes.emplace_back();
    change.day = open[i];
    for (const int64_t host : move.out) change.leaving.push_back(names[host]);
    for (const int64_t host : move.in) change.coming.push_back(names[host]);
    moves.push_back(std::move(move));
  }
  if (dry_run || moves.empty()) return result;

  RETURN_IF_ERROR(
      WriteOnce(store_, scope, key, plan_id, [&](ReceptionTransaction& tx) -> absl::Status {
        for (const Move& move : moves) {
          ASSIGN_OR_RETURN(std::optional<Day> day, tx.LockDay(home_id, open[move.day].id));
          if (!day.has_value() || day->version != open[move.day].version) return ChangedMeanwhile();
          std::string note;
          for (const int64_t host : move.out) {
            RETURN_IF_ERROR(tx.DeleteDayHost(home_id, day->id, host));
            absl::StrAppend(&note, note.empty() ? "" : "、", names[host], "不来");
          }
          for (const int64_t host : move.in) {
            DayHost comes;
            comes.host_id = host;
            RETURN_IF_ERROR(tx.UpsertDayHost(home_id, day->id, comes));
            absl::StrAppend(&note, note.empty() ? "" : "、", names[host], "来");
          }
          const bool published = day->state == DayState::kPublished;
          ++day->version;
          if (published) {
            day->changed = true;
            day->change_note = note.size() <= 180 ? note : "接待人有调整";
          }
          RETURN_IF_ERROR(tx.UpdateDay(*day));
          if (!published) continue;
          ASSIGN_OR_RETURN(const std::vector<Slot> slots, tx.LockSlotsOfDay(home_id, day->id));
          std::vector<Booking> bookings;
          for (const Slot& slot : slots) {
            ASSIGN_OR_RETURN(std::vector<Booking> some, tx.LockBookingsOfSlot(home_id, slot.id));
            bookings.insert(bookings.end(), some.begin(), some.end());
          }
          RETURN_IF_ERROR(
              TellHolders(tx, *day, bookings, now, "接待人有调整，您的预约还在，也可以改期"));
        }
        return absl::OkStatus();
      }).status());
  return result;
}

}  // namespace deputies::reception
