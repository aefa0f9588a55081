#include "services/duty/rpc/assessment_service.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void Fill(const AssessmentScheme& scheme, v1::AssessmentScheme* proto) {
  proto->set_version(scheme.version);
  proto->set_first_year(scheme.first_year);
  proto->set_title(scheme.title);
  for (const IndexRule& rule : scheme.rules) {
    v1::IndexRule* to = proto->add_rules();
    to->set_index(static_cast<v1::AssessmentIndex>(rule.index));
    to->set_weight(rule.weight);
    to->set_target(rule.target);
    to->set_formula(rule.formula);
    to->set_title(NameOf(rule.index));
  }
  proto->set_min_facts(scheme.min_facts);
  proto->set_min_cases(scheme.min_cases);
  proto->set_top_count(scheme.top_count);
  proto->set_bottom_count(scheme.bottom_count);
  ToProto(scheme.publish_time, proto->mutable_publish_time());
}

// `ranked`: the score was ranked among all homes.
void Fill(const HomeScore& score, const AssessmentScheme& scheme, bool ranked,
          v1::HomeAssessment* proto) {
  proto->set_home_id(score.home_id);
  proto->set_scheme_version(score.scheme_version);
  for (const IndexScore& index : score.indices) {
    v1::IndexScore* to = proto->add_indices();
    to->set_index(static_cast<v1::AssessmentIndex>(index.index));
    to->set_title(NameOf(index.index));
    for (const IndexRule& rule : scheme.rules) {
      if (rule.index != index.index) continue;
      to->set_weight(rule.weight);
      to->set_target(rule.target);
    }
    to->set_value(index.value);
    to->set_fact_count(index.facts);
    to->set_points(index.points);
    to->set_rated(index.rated);
  }
  proto->set_total(score.total);
  proto->set_fact_count(score.facts);
  proto->set_rank(score.rank);
  proto->set_in_top(score.in_top);
  proto->set_in_bottom(score.in_bottom);
  if (score.facts < scheme.min_facts) {
    proto->set_note(absl::StrCat("计入评比的工作只有", score.facts, "项，不足", scheme.min_facts,
                                 "项，不排名次"));
  } else if (ranked && score.tied > 1) {
    proto->set_note(absl::StrCat("总分相同，", score.tied, "家并列第", score.rank, "名"));
  }
}

void Fill(const Cadence& cadence, v1::HomeCadence* proto) {
  const auto fill = [](const std::vector<int>& from, google::protobuf::RepeatedField<int32_t>* to) {
    to->Assign(from.begin(), from.end());
  };
  fill(cadence.months_without_reception, proto->mutable_months_without_reception());
  fill(cadence.months_without_activity, proto->mutable_months_without_activity());
  fill(cadence.quarters_without_theme, proto->mutable_quarters_without_theme());
  proto->set_appraisal_count(cadence.appraisals);
  proto->set_appraisal_missing(cadence.appraisal_missing);
  proto->mutable_missing()->Assign(cadence.missing.begin(), cadence.missing.end());
}

void Fill(const Assessments::Assessed& assessed, int year, bool ranked, v1::HomeAssessment* proto) {
  Fill(assessed.score, assessed.scheme, ranked, proto);
  proto->set_home_name(assessed.home.name);
  proto->set_year(year);
  proto->set_county_id(assessed.home.county_id);
  Fill(assessed.cadence, proto->mutable_cadence());
}

void Fill(const Assessments::Published& published, v1::PublishedAssessment* proto) {
  const AssessmentResult& result = published.result;
  proto->set_county_id(result.county_id);
  proto->set_year(result.year);
  proto->set_version(result.version);
  ToProto(result.publish_time, proto->mutable_publish_time());
  proto->set_note(result.note);
  Fill(published.scheme, proto->mutable_scheme());
  for (const ResultRow& row : result.rows) {
    v1::HomeAssessment* home = proto->add_homes();
    Fill(row.score, published.scheme, true, home);
    home->set_home_name(row.home_name);
    home->set_year(result.year);
    home->set_county_id(result.county_id);
  }
}

std::string TitleOf(const HomeFact& fact) {
  static const std::map<std::string, std::string>* const titles =
      new std::map<std::string, std::string>{
          {kReceptionDayHeld, "接待日"},      {kOrgansReceived, "国家机关负责人进家接待"},
          {kVisitReceived, "来访或走访记录"}, {kMessageCame, "群众留言"},
          {kSuggestionPassed, "代表建议"},    {kActivityHeld, "代表活动"},
          {kThemeHeld, "主题活动"},           {kBulletinPublished, "发布内容"},
          {kConsultationHeld, "征求意见"},    {kProjectVisited, "民生实事监督走访"},
          {"lead_plan", "年度工作计划"},      {"lead_meeting", "专题研究"},
          {"lead_liaison", "明确专职联络员"}, {"lead_funds", "经费保障"},
          {"lead_house_rules", "工作制度"},   {"lead_training", "业务培训"}};
  // Of an activity and of a bulletin the kind says more.
  static const std::map<std::string, std::string>* const kinds =
      new std::map<std::string, std::string>{
          {"activity_1", "主题活动"},     {"activity_2", "视察、执法检查"},
          {"activity_3", "专题调研"},     {"activity_4", "要事代表商"},
          {"activity_5", "代表督事"},     {"activity_6", "政策法规大讲堂"},
          {"activity_7", "学习培训"},     {"bulletin_1", "发布人大要闻"},
          {"bulletin_2", "发布通知公告"}, {"bulletin_3", "发布法律法规"},
          {"bulletin_4", "发布工作制度"}, {"bulletin_5", "发布代表风采"},
          {"bulletin_6", "发布主题活动"}, {"bulletin_7", "发布代表活动"},
          {"bulletin_8", "发布代表培训"}};
  const auto kind = kinds->find(fact.content);
  if (kind != kinds->end()) return kind->second;
  const auto title = titles->find(fact.item);
  return title != titles->end() ? title->second : fact.item;
}

}  // namespace

AssessmentService::AssessmentService(Assessments& assessments, const auth::PageTokens& page_tokens)
    : assessments_(assessments),
      page_tokens_(page_tokens),
      table_("deputies.duty.v1.AssessmentService") {
  table_.Bind("ListAssessmentSchemes", this, &AssessmentService::ListAssessmentSchemes);
  table_.Bind("PublishAssessmentScheme", this, &AssessmentService::PublishAssessmentScheme);
  table_.Bind("ListHomeAssessments", this, &AssessmentService::ListHomeAssessments);
  table_.Bind("GetHomeAssessment", this, &AssessmentService::GetHomeAssessment);
  table_.Bind("ListAssessmentFacts", this, &AssessmentService::ListAssessmentFacts);
  table_.Bind("PublishAssessment", this, &AssessmentService::PublishAssessment);
  table_.Bind("GetPublishedAssessment", this, &AssessmentService::GetPublishedAssessment);
}

absl::Status AssessmentService::ListAssessmentSchemes(
    const rpc::Call& call, const v1::ListAssessmentSchemesRequest& request,
    v1::ListAssessmentSchemesResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<AssessmentScheme> schemes,
                   assessments_.SchemesOf(ScopeOf(call), request.home_id()));
  for (auto scheme = schemes.rbegin(); scheme != schemes.rend(); ++scheme) {
    Fill(*scheme, response->add_schemes());
  }
  return absl::OkStatus();
}

absl::Status AssessmentService::PublishAssessmentScheme(
    const rpc::Call& call, const v1::PublishAssessmentSchemeRequest& request,
    v1::AssessmentScheme* response) {
  AssessmentScheme draft;
  draft.first_year = request.first_year();
  draft.title = request.draft().title();
  for (const v1::IndexRule& rule : request.draft().rules()) {
    draft.rules.push_back({static_cast<Index>(rule.index()), rule.weight(), rule.target(), ""});
  }
  draft.min_facts = request.draft().min_facts();
  draft.min_cases = request.draft().min_cases();
  draft.top_count = request.draft().top_count();
  draft.bottom_count = request.draft().bottom_count();
  ASSIGN_OR_RETURN(
      const AssessmentScheme scheme,
      assessments_.PublishScheme(
          ScopeOf(call), rpc::KeyOf("PublishAssessmentScheme", call, request), std::move(draft)));
  Fill(scheme, response);
  return absl::OkStatus();
}

absl::Status AssessmentService::ListHomeAssessments(const rpc::Call& call,
                                                    const v1::ListHomeAssessmentsRequest& request,
                                                    v1::ListHomeAssessmentsResponse* response) {
  const int year = assessments_.YearOr(request.year());
  const std::string list = absl::StrCat("homeAssessments/", request.organization_id(), "/", year,
                                        "/", request.sort_index());
  ASSIGN_OR_RETURN(const int64_t offset, ReadPosition(page_tokens_, list, request.page_token(), 0));
  ASSIGN_OR_RETURN(std::vector<Assessments::Assessed> homes,
                   assessments_.AssessAll(ScopeOf(call), request.organization_id(), year));
  response->set_home_count(static_cast<int>(homes.size()));
  response->set_ranked_count(static_cast<int>(std::count_if(
      homes.begin(), homes.end(), [](const auto& home) { return home.score.rank != 0; })));
  if (request.sort_index() != v1::ASSESSMENT_INDEX_UNSPECIFIED) {
    const auto points = [&request](const Assessments::Assessed& home) {
      for (const IndexScore& index : home.score.indices) {
        if (static_cast<int>(index.index) == request.sort_index()) {
          return index.rated ? index.points : -1;
        }
      }
      return -1;
    };
    std::stable_sort(homes.begin(), homes.end(),
                     [&](const auto& a, const auto& b) { return points(a) > points(b); });
  }
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  const auto size = static_cast<int64_t>(homes.size());
  const int64_t end = std::min(offset + limit, size);
  for (int64_t i = offset; i < end; ++i) Fill(homes[i], year, true, response->add_homes());
  if (end < size) response->set_next_page_token(PositionToken(page_tokens_, list, end));
  return absl::OkStatus();
}

absl::Status AssessmentService::GetHomeAssessment(const rpc::Call& call,
                                                  const v1::GetHomeAssessmentRequest& request,
                                                  v1::HomeAssessment* response) {
  ASSIGN_OR_RETURN(const Assessments::Assessed assessed,
                   assessments_.Assess(ScopeOf(call), request.home_id(), request.year()));
  Fill(assessed, assessments_.YearOr(request.year()), false, response);
  return absl::OkStatus();
}

absl::Status AssessmentService::ListAssessmentFacts(const rpc::Call& call,
                                                    const v1::ListAssessmentFactsRequest& request,
                                                    v1::ListAssessmentFactsResponse* response) {
  const std::string list = absl::StrCat("assessmentFacts/", request.home_id(), "/", request.year(),
                                        "/", request.index());
  ASSIGN_OR_RETURN(const int64_t offset, ReadPosition(page_tokens_, list, request.page_token(), 0));
  ASSIGN_OR_RETURN(const std::vector<CountedFact> facts,
                   assessments_.Facts(ScopeOf(call), request.home_id(),
                                      static_cast<Index>(request.index()), request.year()));
  response->set_fact_count(static_cast<int>(facts.size()));
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  const auto size = static_cast<int64_t>(facts.size());
  const int64_t end = std::min(offset + limit, size);
  for (int64_t i = offset; i < end; ++i) {
    v1::AssessmentFact* proto = response->add_facts();
    const HomeFact& fact = facts[i].fact;
    proto->set_item(fact.item);
    proto->set_title(TitleOf(fact));
    proto->set_source_type(fact.source_type);
    proto->set_source_id(fact.source_id);
    ToProto(fact.time, proto->mutable_act_time());
    proto->set_value(facts[i].value);
    proto->set_counted(facts[i].counted);
    proto->set_note(facts[i].note);
  }
  if (end < size) response->set_next_page_token(PositionToken(page_tokens_, list, end));
  return absl::OkStatus();
}

absl::Status AssessmentService::PublishAssessment(const rpc::Call& call,
                                                  const v1::PublishAssessmentRequest& request,
                                                  v1::PublishedAssessment* response) {
  ASSIGN_OR_RETURN(
      const Assessments::Published published,
      assessments_.Publish(ScopeOf(call), rpc::HomelessKeyOf("PublishAssessment", call, request),
                           request.organization_id(), request.year(), request.note()));
  Fill(published, response);
  return absl::OkStatus();
}

absl::Status AssessmentService::GetPublishedAssessment(
    const rpc::Call& call, const v1::GetPublishedAssessmentRequest& request,
    v1::PublishedAssessment* response) {
  ASSIGN_OR_RETURN(const Assessments::Published published,
                   assessments_.FindPublished(ScopeOf(call), request.home_id(), request.year(),
                                              request.version()));
  Fill(published, response);
  return absl::OkStatus();
}

}  // namespace deputies::duty
