// How a county assesses its homes (年度成效评比办法): the seven indices, what each weighs, and at
// what value it is full.
#ifndef SERVICES_DUTY_DOMAIN_ASSESSMENT_SCHEME_H_
#define SERVICES_DUTY_DOMAIN_ASSESSMENT_SCHEME_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::duty {

// Mirrors deputies.duty.v1.AssessmentIndex.
enum class Index {
  kLeadership = 1,  // 组织领导保障力
  kVigour = 2,      // 工作活跃度
  kContact = 3,     // 群众联系面
  kVariety = 4,     // 内容多样性
  kOversight = 5,   // 民主协商监督频度
  kOrgans = 6,      // 接待“一府一委两院”进家数
  kResolution = 7,  // 意见建议处理解决率
};
inline constexpr int kIndexCount = 7;
inline constexpr std::array<Index, kIndexCount> kIndices = {
    Index::kLeadership, Index::kVigour, Index::kContact,   Index::kVariety,
    Index::kOversight,  Index::kOrgans, Index::kResolution};

// The weights of a scheme add up to this.
inline constexpr int kWeightSum = 100;

struct IndexRule {
  Index index = Index::kLeadership;
  int weight = 0;  // percent
  // Value at which the index is full. Of kResolution: percent.
  int target = 0;
  // In words, as it was published.
  std::string formula;
};

struct AssessmentScheme {
  int version = 0;
  int first_year = 0;  // first year that it holds for
  std::string title;
  std::vector<IndexRule> rules;  // all seven, in the order of kIndices
  // A home with fewer counted facts in the year gets no rank.
  int min_facts = 0;
  // The resolution rate of fewer messages and suggestions says nothing and is left out.
  int min_cases = 0;
  // Length of the shortlists: homes to be reported, homes to be notified.
  int top_count = 0;
  int bottom_count = 0;
  absl::Time publish_time;
};

std::string NameOf(Index index);
// The formula of an index in words, with the target; what AssessHome computes.
std::string FormulaOf(const IndexRule& rule, const AssessmentScheme& scheme);

// Version 0: holds until a county publishes its own.
const AssessmentScheme& BuiltInScheme();

// INVALID_ARGUMENT/FIELD_INVALID unless the seven indices stand there once each, weights add up to
// 100, and targets are within reach. Puts the rules in order and writes their formulas.
absl::Status CompleteScheme(AssessmentScheme* scheme);

// The scheme of a year. `schemes` rise by first year; the first reaches back for ever.
const AssessmentScheme& SchemeOf(const std::vector<AssessmentScheme>& schemes, int year);

// A scheme's contents (all but version, year, title and time) as lines of tab-separated text, and
// back.
std::string FormatScheme(const AssessmentScheme& scheme);
absl::Status ParseScheme(absl::string_view text, AssessmentScheme* scheme);

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_ASSESSMENT_SCHEME_H_
