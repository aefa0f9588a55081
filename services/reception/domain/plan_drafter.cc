#include "services/reception/domain/plan_drafter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/reception/domain/errors.h"

namespace deputies::reception {
namespace {

std::string MonthDay(absl::CivilDay day) {
  return absl::StrCat(day.month(), "月", day.day(), "日");
}

}  // namespace

std::vector<RuleDate> ApplyHolidays(const std::vector<absl::CivilDay>& dates, HolidayRule rule,
                                    const base::WorkCalendar& calendar) {
  std::map<absl::CivilDay, std::string> found;
  for (const absl::CivilDay date : dates) {
    if (rule == HolidayRule::kKeep || calendar.IsWorkday(date)) {
      found[date];
      continue;
    }
    if (rule == HolidayRule::kSkip) continue;
    const absl::CivilDay moved =
        calendar.AddWorkdays(date, rule == HolidayRule::kShiftLater ? 1 : -1);
    if (moved.year() != date.year()) continue;  // belongs to another year's plan
    std::string why = calendar.HolidayName(date);
    if (why.empty()) why = "周末";
    found.emplace(moved,
                  absl::StrCat("原定", MonthDay(date), "（", why, "），改在", MonthDay(moved)));
  }
  std::vector<RuleDate> result;
  for (auto& [date, note] : found) result.push_back({date, std::move(note)});
  return result;
}

int DutyLeft(int yearly, absl::CivilDay first, int year) {
  if (first.year() < year) return yearly;
  return yearly * (12 - first.month() + 1) / 12;
}

PlannedDay FixedDay(const Day& day, int home, const std::map<int64_t, int>& positions) {
  PlannedDay fixed;
  fixed.home = home;
  fixed.date = day.date;
  fixed.fixed = true;
  for (const DayHost& host : day.hosts) {
    const auto found = positions.find(host.host_id);
    if (found != positions.end() && !host.absent) fixed.fixed_hosts.push_back(found->second);
  }
  return fixed;
}

absl::StatusOr<bool> PlanDrafter::Add(absl::Time deadline, const Plan& plan,
                                      const std::vector<PlanRule>& rules,
                                      const std::vector<Host>& hosts) {
  const int home = static_cast<int>(plans_.size());
  Plan draft = plan;
  std::vector<Slot> slots;
  std::vector<PlannedDay> planned;
  for (size_t r = 0; r < rules.size(); ++r) {
    const PlanRule& rule = rules[r];
    RETURN_IF_ERROR(CheckPattern(rule.pattern));
    if (rule.min_hosts > rule.max_hosts) {
      return base::InvalidField(absl::StrCat("rules[", r, "].minHosts"),
                                "最少人数不能多于最多人数");
    }
    ASSIGN_OR_RETURN(const std::vector<absl::CivilDay> dates,
                     recurrence_.Dates(absl::StrCat("rules[", r, "].rrule"), rule.rrule,
                                       year_.first, year_.last));
    for (const RuleDate& date : ApplyHolidays(dates, rule.holiday_rule, calendar_)) {
      if (date.date < year_.first) continue;  // shifted into the past
      Day& day = draft.days.emplace_back();
      day.home_id = plan.home_id;
      day.id = ids_.Next();
      day.plan_id = plan.id;
      day.date = date.date;
      SetHours(rule.pattern, &day);
      day.mode = rule.mode;
      day.room = rule.room;
      day.topic = rule.topic;
      day.notice = date.note;
      for (Slot& slot : MakeSlots(day, rule.pattern, ids_)) slots.push_back(std::move(slot));
      PlannedDay& entry = planned.emplace_back();
      entry.home = home;
      entry.date = day.date;
      entry.min_hosts = rule.min_hosts;
      entry.max_hosts = rule.max_hosts;
    }
  }
  if (draft.days.empty()) return false;

  std::map<int64_t, int> positions;
  std::map<int, int64_t> host_ids;
  for (const Host& host : hosts) {
    if (host.retired) continue;
    const Identity identity{host.kind, host.deputy_id, host.deputy_id != 0 ? "" : host.name};
    const auto [found, is_new] =
        positions_.emplace(identity, static_cast<int>(input_.hosts.size()));
    const int duty = DutyLeft(host.yearly_duty, year_.first, year_.year);
    if (is_new) input_.hosts.push_back({host.name, duty, {}, {}});
    PlannedHost& entry = input_.hosts[static_cast<size_t>(found->second)];
    // One duty, whichever of the homes it is met in; away is away everywhere.
    entry.duty = std::max(entry.duty, duty);
    entry.homes.push_back(home);
    entry.absences.insert(entry.absences.end(), host.absences.begin(), host.absences.end());
    positions[host.id] = found->second;
    host_ids[found->second] = host.id;
  }
  for (size_t i = 0; i < planned.size(); ++i) {
    places_[static_cast<int>(input_.days.size())] = {plans_.size(), i};
    input_.days.push_back(std::move(planned[i]));
  }
  ASSIGN_OR_RETURN(const std::vector<Day> standing,
                   store_.ListDays(deadline, plan.home_id, year_.first, year_.last));
  for (const Day& day : standing) {
    if (day.state != DayState::kCancelled) input_.days.push_back(FixedDay(day, home, positions));
  }
  plans_.push_back(std::move(draft));
  slots_.push_back(std::move(slots));
  host_ids_.push_back(std::move(host_ids));
  return true;
}

absl::Status PlanDrafter::Assign() {
  const YearPlan year_plan = PlanYear(input_);
  if (!year_plan.feasible) return PlanInfeasible(year_plan.conflict.text);
  for (const auto& [day, host] : year_plan.assignments) {
    const auto found = places_.find(day);
    if (found == places_.end()) continue;  // a day that stands
    const Place& place = found->second;
    plans_[place.plan].days[place.day].hosts.emplace_back().host_id =
        host_ids_[place.plan].at(host);
  }
  explanation_ = year_plan.explanation;
  for (Plan& plan : plans_) plan.explanation = explanation_;
  return absl::OkStatus();
}

absl::StatusOr<bool> PlanDrafter::Store(ReceptionTransaction& tx) const {
  for (size_t i = 0; i < plans_.size(); ++i) {
    ASSIGN_OR_RETURN(const bool stored, tx.InsertPlan(plans_[i]));
    if (!stored) return false;
    RETURN_IF_ERROR(tx.InsertDrafts(plans_[i].home_id, plans_[i].days, slots_[i]));
  }
  return true;
}

}  // namespace deputies::reception
