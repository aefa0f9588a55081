#include "services/duty/domain/assessments.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/domain/errors.h"
#include "services/duty/domain/period.h"

namespace deputies::duty {
namespace {

absl::StatusOr<std::set<int64_t>> HomesOfOffice(const base::Caller& caller,
                                                int64_t organization_id) {
  std::set<int64_t> homes;
  bool own = false;
  for (const base::Grant& grant : caller.grants) {
    if (grant.role != base::Role::kCountyOffice || grant.organization_id != organization_id) {
      continue;
    }
    own = true;
    homes.insert(grant.home_ids.begin(), grant.home_ids.end());
  }
  if (!own) return OrganizationNotFound();
  return homes;
}

bool IsOfHome(AwardKind kind) {
  return kind == AwardKind::kReported || kind == AwardKind::kNotified;
}

}  // namespace

int Assessments::YearOr(int year) const {
  return year != 0 ? year : static_cast<int>(base::ShanghaiDay(clock_.Now()).year());
}

absl::StatusOr<std::vector<AssessmentScheme>> Assessments::SchemesOfCounty(absl::Time deadline,
                                                                           int64_t county_id) {
  std::vector<AssessmentScheme> schemes = {BuiltInScheme()};
  ASSIGN_OR_RETURN(const std::vector<AssessmentScheme> published,
                   store_.ListSchemes(deadline, county_id));
  schemes.insert(schemes.end(), published.begin(), published.end());
  return schemes;
}

absl::StatusOr<std::vector<AssessmentScheme>> Assessments::SchemesOf(const base::CallScope& scope,
                                                                     int64_t home_id) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, home_id));
  return SchemesOfCounty(scope.deadline, home.county_id);
}

absl::StatusOr<AssessmentScheme> Assessments::PublishScheme(const base::CallScope& scope,
                                                            const base::RequestKey& key,
                                                            AssessmentScheme draft) {
  if (draft.first_year <= YearOr(0)) {
    return base::InvalidField("firstYear", "评比办法要在年度开始之前公布，请选以后的年份");
  }
  RETURN_IF_ERROR(CompleteScheme(&draft));
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, key.home_id));
  draft.publish_time = base::ToMillisecond(clock_.Now());
  ASSIGN_OR_RETURN(draft.version, store_.PublishScheme(scope.deadline, key, home.county_id, draft,
                                                       scope.caller.person_id));
  return draft;
}

absl::StatusOr<Assessments::Assessed> Assessments::Assess(const base::CallScope& scope,
                                                          int64_t home_id, int year) {
  year = YearOr(year);
  const absl::Time now = clock_.Now();
  Assessed assessed;
  ASSIGN_OR_RETURN(assessed.home, directory_.Home(scope, home_id));
  ASSIGN_OR_RETURN(const std::vector<AssessmentScheme> schemes,
                   SchemesOfCounty(scope.deadline, assessed.home.county_id));
  assessed.scheme = SchemeOf(schemes, year);
  ASSIGN_OR_RETURN(const std::vector<HomeFact> facts,
                   facts_.ListYear(scope.deadline, home_id, year));
  assessed.score = ScoreHome(facts, assessed.scheme, year, now);
  assessed.score.home_id = home_id;
  assessed.cadence = CadenceOf(facts, year, now);
  return assessed;
}

absl::StatusOr<std::vector<Assessments::Assessed>> Assessments::AssessAll(
    const base::CallScope& scope, int64_t organization_id, int year) {
  ASSIGN_OR_RETURN(const std::set<int64_t> homes, HomesOfOffice(scope.caller, organization_id));
  year = YearOr(year);
  const absl::Time now = clock_.Now();
  std::map<int64_t, AssessmentScheme> schemes;         // by county
  std::map<int64_t, std::vector<HomeScore>> counties;  // likewise
  std::map<int64_t, Assessed> assessed;                // by home
  for (const int64_t home_id : homes) {
    absl::StatusOr<HomeCard> home = directory_.Home(scope, home_id);
    if (absl::IsNotFound(home.status())) continue;  // gone since the caller signed in
    if (!home.ok()) return home.status();
    if (schemes.count(home->county_id) == 0) {
      ASSIGN_OR_RETURN(const std::vector<AssessmentScheme> all,
                       SchemesOfCounty(scope.deadline, home->county_id));
      schemes[home->county_id] = SchemeOf(all, year);
    }
    const AssessmentScheme& scheme = schemes[home->county_id];
    ASSIGN_OR_RETURN(const std::vector<HomeFact> facts,
                     facts_.ListYear(scope.deadline, home_id, year));
    HomeScore score = ScoreHome(facts, scheme, year, now);
    score.home_id = home_id;
    counties[home->county_id].push_back(std::move(score));
    assessed[home_id] = {*std::move(home), scheme, {}, CadenceOf(facts, year, now)};
  }
  std::vector<Assessed> ranked;
  for (auto& [county_id, scores] : counties) {
    RankHomes(schemes[county_id], &scores);
    for (HomeScore& score : scores) {
      Assessed& entry = assessed[score.home_id];
      entry.score = std::move(score);
      ranked.push_back(std::move(entry));
    }
  }
  return ranked;
}

absl::StatusOr<std::vector<CountedFact>> Assessments::Facts(const base::CallScope& scope,
                                                            int64_t home_id, Index index,
                                                            int year) {
  RETURN_IF_ERROR(directory_.Home(scope, home_id).status());
  year = YearOr(year);
  ASSIGN_OR_RETURN(const std::vector<HomeFact> facts,
                   facts_.ListYear(scope.deadline, home_id, year));
  return FactsBehind(facts, index, year, clock_.Now());
}

absl::StatusOr<AssessmentStore::Told> Assessments::LeadersOf(const base::CallScope& scope,
                                                             int64_t home_id) {
  AssessmentStore::Told told;
  told.home_id = home_id;
  ASSIGN_OR_RETURN(told.person_ids, directory_.Leaders(scope, home_id));
  return told;
}

absl::StatusOr<Assessments::Published> Assessments::Publish(const base::CallScope& scope,
                                                            const base::RequestKey& key,
                                                            int64_t organization_id, int year,
                                                            const std::string& note) {
  ASSIGN_OR_RETURN(const std::vector<Assessed> homes, AssessAll(scope, organization_id, year));
  const absl::Time now = base::ToMillisecond(clock_.Now());
  if (now < Period::Year(year).end()) return AssessmentStateConflict("这一年还没有结束");
  if (homes.empty()) return AssessmentStateConflict("这里没有可以评比的代表之家");
  AssessmentResult result;
  result.county_id = organization_id;
  result.year = year;
  result.scheme_version = homes.front().scheme.version;
  result.note = note;
  result.publish_time = now;
  result.publisher_id = scope.caller.person_id;
  std::vector<AssessmentStore::Told> told;
  for (const Assessed& home : homes) {
    if (home.home.county_id != organization_id) {
      return AssessmentStateConflict("评比结果由旗县区人大常委会公布");
    }
    result.rows.push_back({home.score, home.home.name});
    ASSIGN_OR_RETURN(told.emplace_back(), LeadersOf(scope, home.home.home_id));
  }
  ASSIGN_OR_RETURN(const int version, store_.PublishResult(scope.deadline, key, result, told));
  return PublishedOf(scope.deadline, organization_id, year, version);
}

absl::StatusOr<Assessments::Published> Assessments::PublishedOf(absl::Time deadline,
                                                                int64_t county_id, int year,
                                                                int version) {
  ASSIGN_OR_RETURN(std::optional<AssessmentResult> result,
                   store_.FindResult(deadline, county_id, year, version));
  if (!result.has_value()) return AssessmentNotPublished();
  ASSIGN_OR_RETURN(const std::vector<AssessmentScheme> schemes,
                   SchemesOfCounty(deadline, county_id));
  Published published;
  for (const AssessmentScheme& scheme : schemes) {
    if (scheme.version == result->scheme_version) published.scheme = scheme;
  }
  published.result = *std::move(result);
  return published;
}

absl::StatusOr<Assessments::Published> Assessments::FindPublished(const base::CallScope& scope,
                                                                  int64_t home_id, int year,
                                                                  int version) {
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, home_id));
  return PublishedOf(scope.deadline, home.county_id, year, version);
}

absl::StatusOr<Award> Assessments::Decide(const base::CallScope& scope, const base::RequestKey& key,
                                          absl::string_view decision_day, Award award) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  if (NameOf(award.kind).empty()) return base::InvalidField("kind", "请选择奖惩类别");
  if (award.form < AwardForm::kPlaque || award.form > AwardForm::kLetter) {
    return base::InvalidField("form", "请选择奖牌、证书或书面文件");
  }
  if (!absl::ParseCivilTime(decision_day, &award.decision_day)) {
    return base::InvalidField("decisionDay", "日期应写成 2027-01-20 的样子");
  }
  if (award.decision_day > base::ShanghaiDay(now)) {
    return base::InvalidField("decisionDay", "日期还没有到");
  }
  ASSIGN_OR_RETURN(const HomeCard home, directory_.Home(scope, key.home_id));
  if (IsOfHome(award.kind)) {
    award.subject = home.name;
    ASSIGN_OR_RETURN(const Published published,
                     PublishedOf(scope.deadline, home.county_id, award.year, 0));
    const auto& rows = published.result.rows;
    const auto row = std::find_if(rows.begin(), rows.end(), [&home](const ResultRow& entry) {
      return entry.score.home_id == home.home_id;
    });
    if (row == rows.end() || row->score.rank == 0) {
      return AssessmentStateConflict("这个代表之家这一年没有名次");
    }
    award.result_version = published.result.version;
    award.rank = row->score.rank;
    award.shortlisted =
        award.kind == AwardKind::kReported ? row->score.in_top : row->score.in_bottom;
  } else if (award.subject.empty()) {
    return base::InvalidField(
        "subject", award.kind == AwardKind::kBody ? "请填写承办单位名称" : "请填写建议的标题");
  }
  award.home_id = key.home_id;
  award.id = ids_.Next();
  award.recorder_id = scope.caller.person_id;
  award.record_time = now;
  ASSIGN_OR_RETURN(const AssessmentStore::Told told, LeadersOf(scope, key.home_id));
  ASSIGN_OR_RETURN(const int64_t id, store_.Decide(scope.deadline, key, award, told));
  ASSIGN_OR_RETURN(std::optional<Award> stored, store_.FindAward(scope.deadline, key.home_id, id));
  if (!stored.has_value()) return AwardNotFound();
  return *std::move(stored);
}

}  // namespace deputies::duty
