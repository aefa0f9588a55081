#include "services/duty/domain/rule_books.h"

#include <algorithm>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"

namespace deputies::duty {

absl::StatusOr<BookList> RuleBooks::Of(absl::Time deadline, int64_t county_id) {
  const absl::Time now = clock_.Now();
  {
    std::lock_guard<std::mutex> lock(mutex_);
    const auto found = books_.find(county_id);
    if (found != books_.end() && now < found->second.first + kLifetime) return found->second.second;
  }
  ASSIGN_OR_RETURN(std::vector<RuleBook> published, store_.List(deadline, county_id));
  std::vector<RuleBook> books = {BuiltInRuleBook()};
  for (RuleBook& book : published) books.push_back(std::move(book));
  auto list = std::make_shared<const std::vector<RuleBook>>(std::move(books));
  std::lock_guard<std::mutex> lock(mutex_);
  books_[county_id] = {now, list};
  return list;
}

absl::StatusOr<BookList> RuleBooks::OfHome(const base::CallScope& scope, int64_t home_id) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, home_id));
  return Of(scope.deadline, home.county_id);
}

absl::StatusOr<RuleBook> RuleBooks::Publish(const base::CallScope& scope,
                                            const base::RequestKey& key,
                                            absl::string_view effective_day, RuleBook draft) {
  if (!absl::ParseCivilTime(effective_day, &draft.effective_day) ||
      draft.effective_day.day() != 1) {
    return base::InvalidField("effectiveDay", "应为某月1日，如 2027-01-01");
  }
  const absl::Time now = base::ToMillisecond(clock_.Now());
  if (draft.effective_day <= base::ShanghaiDay(now)) {
    return base::InvalidField("effectiveDay", "新办法只能从以后的月份起施行，不能追溯");
  }
  RETURN_IF_ERROR(CheckRuleBook(draft));
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, key.home_id));
  draft.publish_time = now;
  ASSIGN_OR_RETURN(draft.version, store_.Publish(scope.deadline, key, home.county_id, draft,
                                                 scope.caller.person_id));
  std::lock_guard<std::mutex> lock(mutex_);
  books_.erase(home.county_id);
  return draft;
}

absl::StatusOr<std::vector<RuleBooks::Simulated>> RuleBooks::Simulate(const base::CallScope& scope,
                                                                      int64_t home_id,
                                                                      const Period& period,
                                                                      RuleBook draft) {
  RETURN_IF_ERROR(CheckRuleBook(draft));
  ASSIGN_OR_RETURN(const BookList books, OfHome(scope, home_id));
  ASSIGN_OR_RETURN(const std::vector<DeputyCard> deputies, directory_.Deputies(scope, home_id));
  draft.effective_day = books->front().effective_day;
  const std::vector<RuleBook> drafts = {draft};
  std::vector<Simulated> scores;
  for (const DeputyCard& deputy : deputies) {
    ASSIGN_OR_RETURN(const std::vector<LedgerEntry> entries,
                     ledger_.ListDeputyEntries(scope.deadline, home_id, deputy.deputy_id));
    scores.push_back({deputy, ScoreOf(entries, *books, period), ScoreOf(entries, drafts, period)});
  }
  std::stable_sort(scores.begin(), scores.end(), [](const Simulated& a, const Simulated& b) {
    return a.draft.ranking_points > b.draft.ranking_points;
  });
  return scores;
}

}  // namespace deputies::duty
