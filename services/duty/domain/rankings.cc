#include "services/duty/domain/rankings.h"

#include <mutex>
#include <optional>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {
namespace {

constexpr int kDefaultRankingPage = 20;

}  // namespace

absl::StatusOr<Rankings::View> Rankings::Read(const base::CallScope& scope, int64_t home_id,
                                              RankingQuery query) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, home_id));
  ASSIGN_OR_RETURN(const Period period, Period::ParseOrYearOf(query.key.period, clock_.Now()));
  query.key.period = period.ToString();
  query.key.scope_id = query.key.of_county ? home.county_id : home_id;
  if (query.limit == 0) query.limit = kDefaultRankingPage;
  query.own_deputy_id = scope.caller.DeputyIdAt(home_id);
  query.own_home_id = query.own_deputy_id != 0 ? home_id : 0;

  View view;
  ASSIGN_OR_RETURN(view.period, PeriodOf(scope.deadline, home.county_id, query.key.period));
  const bool may_preview = query.own_deputy_id != 0 || scope.caller.IsStaffOf(home_id);
  if (view.period.state != RankingState::kPublished && !may_preview) return RankingNotPublished();

  absl::StatusOr<RankingPage> page = board_.Read(query);
  if (page.ok()) {
    view.page = *std::move(page);
    return view;
  }
  ASSIGN_OR_RETURN(view.page, store_.Read(scope.deadline, query));
  if (!absl::IsNotFound(page.status())) return view;
  const std::unique_lock<std::mutex> lock(building_, std::try_to_lock);
  // Its failure changes nothing for this caller.
  if (lock.owns_lock()) Build(scope.deadline, query.key).IgnoreError();
  return view;
}

absl::StatusOr<RankingPeriod> Rankings::PeriodOf(absl::Time deadline, int64_t county_id,
                                                 const std::string& period) {
  const absl::Time now = clock_.Now();
  {
    std::lock_guard<std::mutex> lock(periods_mutex_);
    const auto found = periods_.find({county_id, period});
    if (found != periods_.end() && now < found->second.first + kPeriodLifetime) {
      return found->second.second;
    }
  }
  return ReadPeriod(deadline, county_id, period);
}

absl::StatusOr<RankingPeriod> Rankings::ReadPeriod(absl::Time deadline, int64_t county_id,
                                                   const std::string& period) {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(RankingPeriod read, store_.FindPeriod(deadline, county_id, period));
  std::lock_guard<std::mutex> lock(periods_mutex_);
  if (periods_.size() >= kMaxPeriods) periods_.clear();
  periods_[{county_id, period}] = {now, read};
  return read;
}

absl::StatusOr<RankingPeriod> Rankings::OpenObjections(const base::CallScope& scope,
                                                       const base::RequestKey& key,
                                                       absl::string_view period,
                                                       absl::Time end_time) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, key.home_id));
  ASSIGN_OR_RETURN(const Period parsed, Period::Parse(period));
  const absl::Time now = clock_.Now();
  if (now < parsed.end()) return RankingStateConflict("这一期还没有结束");
  if (end_time < now + kLeastObjectionTime) {
    return base::InvalidField("objectionEndTime", "异议期不少于3天");
  }
  RankingPeriod opened;
  opened.period = parsed.ToString();
  opened.state = RankingState::kObjections;
  opened.objection_end_time = base::ToMillisecond(end_time);
  RETURN_IF_ERROR(store_.OpenObjections(scope.deadline, key, home.county_id, opened));
  return ReadPeriod(scope.deadline, home.county_id, opened.period);
}

absl::StatusOr<RankingPeriod> Rankings::Publish(const base::CallScope& scope,
                                                const base::RequestKey& key,
                                                absl::string_view period) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, key.home_id));
  ASSIGN_OR_RETURN(const Period parsed, Period::Parse(period));
  RETURN_IF_ERROR(store_.Publish(scope.deadline, key, home.county_id, parsed.ToString(),
                                 base::ToMillisecond(clock_.Now())));
  return ReadPeriod(scope.deadline, home.county_id, parsed.ToString());
}

absl::StatusOr<Objection> Rankings::File(const base::CallScope& scope, const base::RequestKey& key,
                                         absl::string_view period, const std::string& text) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, key.home_id));
  ASSIGN_OR_RETURN(const Period parsed, Period::Parse(period));
  Objection objection;
  objection.home_id = key.home_id;
  objection.id = ids_.Next();
  objection.county_id = home.county_id;
  objection.deputy_id = scope.caller.DeputyIdAt(key.home_id);
  objection.person_id = scope.caller.person_id;
  objection.period = parsed.ToString();
  objection.text = text;
  objection.file_time = base::ToMillisecond(clock_.Now());
  ASSIGN_OR_RETURN(const int64_t id, store_.File(scope.deadline, key, objection));
  return Stored(scope, key.home_id, id);
}

absl::StatusOr<Objection> Rankings::Answer(const base::CallScope& scope,
                                           const base::RequestKey& key, int64_t objection_id,
                                           const std::string& answer) {
  RETURN_IF_ERROR(store_.Answer(scope.deadline, key, objection_id, answer, scope.caller.person_id,
                                base::ToMillisecond(clock_.Now())));
  return Stored(scope, key.home_id, objection_id);
}

absl::StatusOr<Objection> Rankings::Stored(const base::CallScope& scope, int64_t home_id,
                                           int64_t objection_id) {
  ASSIGN_OR_RETURN(std::optional<Objection> found,
                   store_.FindObjection(scope.deadline, home_id, objection_id));
  if (!found.has_value()) return ObjectionNotFound();
  return *std::move(found);
}

absl::StatusOr<std::vector<Objection>> Rankings::ListObjections(const base::CallScope& scope,
                                                                int64_t home_id,
                                                                const std::string& period) {
  const int64_t deputy_id = scope.caller.IsStaffOf(home_id) ? 0 : scope.caller.DeputyIdAt(home_id);
  return store_.ListObjections(scope.deadline, home_id, deputy_id, period);
}

absl::Status Rankings::Build(absl::Time deadline, const RankingKey& key) {
  ASSIGN_OR_RETURN(const std::vector<DutyTotal> totals, store_.ListTotals(deadline, key));
  RETURN_IF_ERROR(board_.Build(key, totals));
  // What was put while the list was being read went to the list that it replaced.
  ASSIGN_OR_RETURN(const std::vector<DutyTotal> again, store_.ListTotals(deadline, key));
  std::vector<DutyTotal> changed;
  for (size_t i = 0; i < again.size(); ++i) {
    if (i >= totals.size() || again[i].deputy_id != totals[i].deputy_id ||
        again[i].home_id != totals[i].home_id || again[i].ledger_size != totals[i].ledger_size) {
      changed.push_back(again[i]);
    }
  }
  return changed.empty() ? absl::OkStatus() : board_.Put(changed);
}

absl::Status Rankings::Rebuild(absl::Time deadline) {
  const absl::CivilDay today = base::ShanghaiDay(clock_.Now());
  for (const Period& period : {Period::YearOf(today), Period::QuarterOf(today)}) {
    ASSIGN_OR_RETURN(const std::vector<RankingKey> keys,
                     store_.ListKeys(deadline, period.ToString()));
    for (const RankingKey& key : keys) RETURN_IF_ERROR(Build(deadline, key));
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
