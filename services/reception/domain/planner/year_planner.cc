#include "services/reception/domain/planner/year_planner.h"

#include <algorithm>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "services/reception/domain/planner/flow_network.h"

namespace deputies::reception {
namespace {

constexpr int kMonths = 12;
constexpr int kMostExtra =
    12;  // receptions beyond the duty that are tried before a plan counts as impossible
// Conflicts are told with so many names.
constexpr size_t kNamesTold = 5;

bool Away(const PlannedHost& host, absl::CivilDay date) {
  return std::any_of(host.absences.begin(), host.absences.end(), [&](const Absence& absence) {
    return absence.from <= date && date <= absence.to;
  });
}

// One question to the network: which duties and minimums count, and how many receptions beyond (or
// below) a duty everybody may get.
struct Question {
  std::vector<char> duties;    // of each host
  std::vector<char> minimums;  // of each day
  int least_extra = 0;
  int most_extra = 0;
};

class Model {
 public:
  explicit Model(const PlannerInput& input)
      : input_(input), earlier_(input.earlier.begin(), input.earlier.end()) {
    by_home_.resize(1);
    for (size_t day = 0; day < input.days.size(); ++day) {
      const size_t home = static_cast<size_t>(input.days[day].home);
      if (home >= by_home_.size()) by_home_.resize(home + 1);
      by_home_[home].push_back(static_cast<int>(day));
    }
    fixed_load_.assign(input.hosts.size(), 0);
    fixed_month_.assign(input.hosts.size(), std::vector<int>(kMonths + 1, 0));
    fixed_dates_.resize(input.hosts.size());
    for (const PlannedDay& day : input.days) {
      if (!day.fixed) continue;
      for (const int host : day.fixed_hosts) {
        const size_t h = static_cast<size_t>(host);
        ++fixed_load_[h];
        ++fixed_month_[h][static_cast<size_t>(day.date.month())];
        fixed_dates_[h].insert(day.date);
      }
    }
  }

  Question Everything() const {
    return {std::vector<char>(input_.hosts.size(), 1), std::vector<char>(input_.days.size(), 1), 0,
            0};
  }

  // Whether it can be answered; fills `plan` when it is not null.
  bool Solve(const Question& question, YearPlan* plan) const {
    FlowNetwork network;
    const int source = network.AddNode();
    const int sink = network.AddNode();
    std::vector<int> day_nodes(input_.days.size(), -1);
    for (size_t day = 0; day < input_.days.size(); ++day) {
      const PlannedDay& entry = input_.days[day];
      if (entry.fixed) continue;
      day_nodes[day] = network.AddNode();
      const int low = question.minimums[day] != 0 ? entry.min_hosts : 0;
      network.AddEdge(day_nodes[day], sink, low, std::max(low, entry.max_hosts));
    }
    std::vector<std::pair<Assignment, int>> places;
    for (size_t host = 0; host < input_.hosts.size(); ++host) {
      AddHost(question, host, source, day_nodes, &network, &places);
    }
    network.AddEdge(sink, source, 0, 1 << 28);
    if (!network.Solve()) return false;
    if (plan == nullptr) return true;
    plan->assignments.clear();
    for (const auto& [assignment, edge] : places) {
      if (network.Flow(edge) > 0) plan->assignments.push_back(assignment);
    }
    for (size_t day = 0; day < input_.days.size(); ++day) {
      if (!input_.days[day].fixed) continue;
      for (const int host : input_.days[day].fixed_hosts) {
        plan->assignments.emplace_back(static_cast<int>(day), host);
      }
    }
    std::sort(plan->assignments.begin(), plan->assignments.end());
    return true;
  }

  // Days on which the host could receive, fixed ones among them.
  int Possible(size_t host) const { return static_cast<int>(PossibleDates(host).size()); }

  // A month in which the host must receive and cannot; 0 for none.
  int ImpossibleMonth(size_t host) const {
    if (input_.hosts[host].duty < kMonths) return 0;
    std::set<int> possible;
    for (const absl::CivilDay date : PossibleDates(host)) possible.insert(date.month());
    for (int month = 1; month <= kMonths; ++month) {
      if (MonthIsPlanned(month) && possible.count(month) == 0) return month;
    }
    return 0;
  }

 private:
  std::set<absl::CivilDay> PossibleDates(size_t host) const {
    std::set<absl::CivilDay> dates = fixed_dates_[host];
    for (const int home : input_.hosts[host].homes) {
      for (const int day : DaysOf(home)) {
        const PlannedDay& entry = input_.days[static_cast<size_t>(day)];
        if (!entry.fixed && !Away(input_.hosts[host], entry.date)) dates.insert(entry.date);
      }
    }
    return dates;
  }

  const std::vector<int>& DaysOf(int home) const {
    static const std::vector<int> none;
    return static_cast<size_t>(home) < by_home_.size() ? by_home_[static_cast<size_t>(home)] : none;
  }

  void AddHost(const Question& question, size_t host, int source, const std::vector<int>& day_nodes,
               FlowNetwork* network, std::vector<std::pair<Assignment, int>>* places) const {
    const PlannedHost& entry = input_.hosts[host];
    const bool counts = question.duties[host] != 0;
    const int fixed = fixed_load_[host];
    const int low = counts ? std::max(entry.duty + question.least_extra - fixed, 0) : 0;
    const int high = std::max({entry.duty + question.most_extra - fixed, low, 0});
    const int node = network->AddNode();
    network->AddEdge(source, node, low, high);
    const int month_low = entry.duty / kMonths;
    const int month_high = (entry.duty + question.most_extra + kMonths - 1) / kMonths;
    std::map<int, int> months;
    std::map<absl::CivilDay, int> dates;
    for (const int home : entry.homes) {
      for (const int day : DaysOf(home)) {
        const PlannedDay& planned = input_.days[static_cast<size_t>(day)];
        if (planned.fixed || Away(entry, planned.date) ||
            fixed_dates_[host].count(planned.date) != 0) {
          continue;
        }
        const int month = planned.date.month();
        auto [month_node, new_month] = months.try_emplace(month, -1);
        if (new_month) {
          month_node->second = network->AddNode();
          const int done = fixed_month_[host][static_cast<size_t>(month)];
          const int least = counts ? std::max(month_low - done, 0) : 0;
          network->AddEdge(node, month_node->second, least, std::max(month_high - done, least));
        }
        auto [date_node, new_date] = dates.try_emplace(planned.date, -1);
        if (new_date) {
          date_node->second = network->AddNode();
          network->AddEdge(month_node->second, date_node->second, 0, 1);
        }
        const Assignment assignment(day, static_cast<int>(host));
        const int cost = earlier_.empty() || earlier_.count(assignment) != 0 ? 0 : 1;
        places->emplace_back(
            assignment,
            network->AddEdge(date_node->second, day_nodes[static_cast<size_t>(day)], 0, 1, cost));
      }
    }
    if (!counts || month_low == 0) return;
    // A month without a day at all: its part of the duty cannot be met.
    for (int month = 1; month <= kMonths; ++month) {
      if (months.count(month) != 0 || fixed_month_[host][static_cast<size_t>(month)] >= month_low ||
          !MonthIsPlanned(month)) {
        continue;
      }
      network->AddEdge(node, network->AddNode(), month_low, month_low);
    }
  }

  // A plan for the rest of a year has no days in the months before.
  bool MonthIsPlanned(int month) const {
    return std::any_of(input_.days.begin(), input_.days.end(), [&](const PlannedDay& day) {
      return day.date.month() == month && !day.fixed;
    });
  }

  const PlannerInput& input_;
  const std::set<Assignment> earlier_;
  std::vector<std::vector<int>> by_home_;
  std::vector<int> fixed_load_;
  std::vector<std::vector<int>> fixed_month_;
  std::vector<std::set<absl::CivilDay>> fixed_dates_;
};

// Smallest set of constraints that cannot all hold (QuickXplain, Junker 2004). Numbers below the
// count of hosts are duties, the rest minimums of days.
class ConflictFinder {
 public:
  ConflictFinder(const Model& model, size_t hosts, size_t days)
      : model_(model), hosts_(hosts), days_(days) {}

  std::vector<size_t> Find() {
    std::vector<size_t> all;
    for (size_t i = 0; i < hosts_ + days_; ++i) all.push_back(i);
    return Explain({}, false, all);
  }

 private:
  bool Holds(const std::vector<size_t>& constraints) const {
    Question question{std::vector<char>(hosts_, 0), std::vector<char>(days_, 0), 0, kMostExtra};
    for (const size_t i : constraints) {
      (i < hosts_ ? question.duties[i] : question.minimums[i - hosts_]) = 1;
    }
    return model_.Solve(question, nullptr);
  }

  std::vector<size_t> Explain(std::vector<size_t> background, bool grown,
                              const std::vector<size_t>& rest) {
    if (grown && !Holds(background)) return {};
    if (rest.size() == 1) return rest;
    const auto middle = rest.begin() + static_cast<std::ptrdiff_t>(rest.size() / 2);
    const std::vector<size_t> first(rest.begin(), middle);
    const std::vector<size_t> second(middle, rest.end());
    std::vector<size_t> with_first = background;
    with_first.insert(with_first.end(), first.begin(), first.end());
    const std::vector<size_t> from_second = Explain(with_first, !first.empty(), second);
    std::vector<size_t> with_second = background;
    with_second.insert(with_second.end(), from_second.begin(), from_second.end());
    std::vector<size_t> found = Explain(with_second, !from_second.empty(), first);
    found.insert(found.end(), from_second.begin(), from_second.end());
    return found;
  }

  const Model& model_;
  const size_t hosts_;
  const size_t days_;
};

PlanConflict ExplainConflict(const PlannerInput& input, const Model& model) {
  PlanConflict conflict;
  const size_t hosts = input.hosts.size();
  for (const size_t i : ConflictFinder(model, hosts, input.days.size()).Find()) {
    if (i < hosts) {
      conflict.hosts.push_back(static_cast<int>(i));
    } else {
      conflict.days.push_back(static_cast<int>(i - hosts));
    }
  }
  std::sort(conflict.hosts.begin(), conflict.hosts.end());
  std::sort(conflict.days.begin(), conflict.days.end());
  size_t told = 0;
  for (const int host : conflict.hosts) {
    if (told++ == kNamesTold) break;
    const PlannedHost& entry = input.hosts[static_cast<size_t>(host)];
    const int month = model.ImpossibleMonth(static_cast<size_t>(host));
    absl::StrAppend(&conflict.text, told > 1 ? "；" : "", entry.name, "全年应接待", entry.duty,
                    month != 0 ? absl::StrCat("次、每月都要有，", month, "月却一天也排不上")
                               : absl::StrCat("次，能排上的有",
                                              model.Possible(static_cast<size_t>(host)), "天"));
    if (!entry.absences.empty()) {
      absl::StrAppend(&conflict.text, "（请假", entry.absences.size(), "段）");
    }
  }
  for (const int day : conflict.days) {
    if (told++ == kNamesTold) break;
    const PlannedDay& entry = input.days[static_cast<size_t>(day)];
    absl::StrAppend(&conflict.text, told > 1 ? "；" : "", absl::FormatCivilTime(entry.date),
                    "至少要", entry.min_hosts, "人接待");
  }
  const size_t all = conflict.hosts.size() + conflict.days.size();
  if (all > kNamesTold) absl::StrAppend(&conflict.text, "；等", all, "项");
  absl::StrAppend(&conflict.text, "。这几项不能同时做到，去掉或放宽其中任何一项即可");
  return conflict;
}

}  // namespace

YearPlan PlanYear(const PlannerInput& input) {
  YearPlan plan;
  const Model model(input);
  Question question = model.Everything();
  // The fewest receptions beyond the duties that fill every day.
  while (!model.Solve(question, &plan)) {
    if (++question.most_extra > kMostExtra) {
      plan.conflict = ExplainConflict(input, model);
      return plan;
    }
  }
  plan.feasible = true;
  // Shared evenly: nobody may have fewer than the others' most, less one.
  if (question.most_extra > 1) {
    question.least_extra = question.most_extra - 1;
    YearPlan even;
    if (model.Solve(question, &even)) plan.assignments = std::move(even.assignments);
  }

  plan.loads.assign(input.hosts.size(), 0);
  for (const auto& [day, host] : plan.assignments) ++plan.loads[static_cast<size_t>(host)];
  std::map<int, std::pair<int, int>> by_duty;  // least and most
  for (size_t host = 0; host < input.hosts.size(); ++host) {
    const int load = plan.loads[host];
    auto [entry, first] = by_duty.try_emplace(input.hosts[host].duty, load, load);
    entry->second.first = std::min(entry->second.first, load);
    entry->second.second = std::max(entry->second.second, load);
  }
  for (const auto& [duty, range] : by_duty) {
    plan.spread = std::max(plan.spread, range.second - range.first);
    absl::StrAppend(&plan.explanation, "应接待", duty, "次的人，排了", range.first,
                    range.first == range.second ? "" : absl::StrCat("到", range.second), "次。");
  }
  absl::StrAppend(&plan.explanation, "共", input.days.size(), "个接待日、", plan.assignments.size(),
                  "人次");
  if (!input.earlier.empty()) {
    const std::set<Assignment> now(plan.assignments.begin(), plan.assignments.end());
    const auto gone = std::count_if(input.earlier.begin(), input.earlier.end(),
                                    [&](const Assignment& a) { return now.count(a) == 0; });
    absl::StrAppend(&plan.explanation, "，与原计划相比改动", gone, "人次");
  }
  return plan;
}

}  // namespace deputies::reception
