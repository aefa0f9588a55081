#include "services/board/domain/message_statistics.h"

#include <algorithm>
#include <map>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/id_source.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {
namespace {

constexpr char kOthers[] = "其他";
constexpr int kBatch = 2000;

// Figures that grow case by case.
struct Tally {
  MessageFigures figures;
  std::vector<int32_t> acknowledge, answer, solve;  // minutes
};

int32_t Minutes(absl::Time from, absl::Time to) {
  return static_cast<int32_t>(absl::ToInt64Minutes(to - from));
}

void Count(const CaseFacts& facts, absl::Time now, Tally* tally) {
  const Life& life = facts.life;
  MessageFigures& figures = tally->figures;
  const auto count = [&](const std::optional<absl::Time>& time, int32_t* counter,
                         std::vector<int32_t>* durations) {
    if (!time.has_value()) return;
    ++*counter;
    durations->push_back(Minutes(facts.create_time, *time));
  };
  ++figures.received;
  count(life.acknowledge_time, &figures.acknowledged, &tally->acknowledge);
  count(life.answer_time, &figures.answered, &tally->answer);
  count(life.solve_time, &figures.solved, &tally->solve);
  if (life.satisfy_time.has_value()) ++figures.satisfied;
  if (facts.satisfied.has_value() && !life.satisfy_time.has_value()) ++figures.not_satisfied;
  if (life.close_time.has_value()) {
    ++figures.closed;
    if (life.silent) ++figures.silent;
  }
  if (facts.due_time.has_value() && *facts.due_time < now) ++figures.overdue_now;
  if (life.answer_time.has_value() && life.answer_due.has_value() &&
      *life.answer_time > *life.answer_due) {
    ++figures.answered_late;
  }
}

int32_t NearestRank(const std::vector<int32_t>& sorted, size_t percent) {
  return sorted[(sorted.size() * percent + 99) / 100 - 1];
}

DurationFigures FiguresOf(std::vector<int32_t> minutes) {
  if (minutes.empty()) return {};
  std::sort(minutes.begin(), minutes.end());
  return {static_cast<int32_t>(minutes.size()), NearestRank(minutes, 50), NearestRank(minutes, 90)};
}

MessageFigures Finish(Tally tally) {
  tally.figures.acknowledge_time = FiguresOf(std::move(tally.acknowledge));
  tally.figures.answer_time = FiguresOf(std::move(tally.answer));
  tally.figures.solve_time = FiguresOf(std::move(tally.solve));
  return tally.figures;
}

int32_t Rounded(int32_t count) { return count - count % kSmallCell; }

void Hide(int32_t* count) {
  *count = *count > 0 && *count < kSmallCell ? kHiddenCount : Rounded(*count);
}

bool BeginsAMonth(absl::Time time) {
  const absl::CivilDay day = base::ShanghaiDay(time);
  return day.day() == 1 && base::StartOfShanghaiDay(day) == time;
}

void Hide(DurationFigures* figures) {
  if (figures->count >= kSmallCell) {
    figures->count = Rounded(figures->count);
    return;
  }
  const bool any = figures->count > 0;
  *figures = {};
  if (any) figures->count = kHiddenCount;
}

}  // namespace

MessageStatistics Summarize(const std::vector<CaseFacts>& cases, absl::Time now) {
  Tally total;
  std::map<int64_t, Tally> deputies;
  std::map<std::string, int32_t> categories;
  for (const CaseFacts& facts : cases) {
    Count(facts, now, &total);
    Count(facts, now, &deputies[facts.deputy_id]);
    ++categories[facts.category.substr(0, facts.category.find('/'))];
  }
  MessageStatistics statistics;
  statistics.compute_time = now;
  statistics.total = Finish(std::move(total));
  for (auto& [deputy_id, tally] : deputies) {
    statistics.deputies.emplace_back(deputy_id, Finish(std::move(tally)));
  }
  statistics.categories.assign(categories.begin(), categories.end());
  std::stable_sort(statistics.categories.begin(), statistics.categories.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  return statistics;
}

MessageStatistics Opened(MessageStatistics statistics) {
  statistics.deputies.clear();
  MessageFigures& total = statistics.total;
  for (int32_t* count : {&total.received, &total.acknowledged, &total.answered, &total.solved,
                         &total.satisfied, &total.not_satisfied, &total.closed, &total.silent,
                         &total.overdue_now, &total.answered_late}) {
    Hide(count);
  }
  for (DurationFigures* figures :
       {&total.acknowledge_time, &total.answer_time, &total.solve_time}) {
    Hide(figures);
  }
  // The rare ones together; as long as these are few themselves, the next frequent one joins, for
  // the difference to the total would give them away.
  std::vector<std::pair<std::string, int32_t>>& categories = statistics.categories;
  int32_t others = 0;
  while (!categories.empty() &&
         (categories.back().second < kSmallCell || (others > 0 && others < kSmallCell))) {
    others += categories.back().second;
    categories.pop_back();
  }
  if (others >= kSmallCell) categories.emplace_back(kOthers, others);
  for (auto& [category, count] : categories) count = Rounded(count);
  return statistics;
}

absl::Status CheckPeriod(absl::Time from, absl::Time until) {
  if (until <= from) return base::InvalidField("untilTime", "要晚于开始时间");
  if (until - from > kLongestPeriod) return base::InvalidField("untilTime", "最多四百天");
  return absl::OkStatus();
}

absl::StatusOr<MessageStatistics> Statistician::ComputeOpen(absl::Time deadline, int64_t home_id,
                                                            absl::Time from, absl::Time until) {
  if (!BeginsAMonth(from)) return base::InvalidField("fromTime", "公开统计按整月，从一号零点开始");
  if (!BeginsAMonth(until))
    return base::InvalidField("untilTime", "公开统计按整月，到一号零点为止");
  ASSIGN_OR_RETURN(MessageStatistics statistics, Compute(deadline, home_id, from, until));
  return Opened(std::move(statistics));
}

absl::StatusOr<MessageStatistics> Statistician::Compute(absl::Time deadline, int64_t home_id,
                                                        absl::Time from, absl::Time until) {
  RETURN_IF_ERROR(CheckPeriod(from, until));
  const int64_t from_id = base::TimeOrderedIdSource::At(from, 0);
  const int64_t until_id = base::TimeOrderedIdSource::At(until, 0);
  std::vector<CaseFacts> cases;
  while (true) {
    const int64_t after_id = cases.empty() ? 0 : cases.back().id;
    ASSIGN_OR_RETURN(std::vector<CaseFacts> batch,
                     store_.ListFacts(deadline, home_id, after_id, from_id, until_id, kBatch));
    cases.insert(cases.end(), std::make_move_iterator(batch.begin()),
                 std::make_move_iterator(batch.end()));
    if (batch.size() < static_cast<size_t>(kBatch)) break;
  }
  return Summarize(cases, clock_.Now());
}

}  // namespace deputies::board
