#include "services/duty/domain/assessment_scheme.h"

#include <algorithm>
#include <set>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/common/base/error.h"
#include "services/duty/domain/assessment.h"

namespace deputies::duty {
namespace {

// Most that an index can reach at all; a higher target would never be full. 0: no such bound.
int HighestTarget(Index index) {
  switch (index) {
    case Index::kLeadership:
      return kLeadershipItems;
    case Index::kVigour:
      return kVigourMost;
    case Index::kVariety:
      return kVarietyMost;
    case Index::kOversight:
      return kOversightMonthLimit * 12;
    case Index::kResolution:
      return 100;
    case Index::kContact:
    case Index::kOrgans:
      break;
  }
  return 0;
}

constexpr int kMostTarget = 100000;

}  // namespace

std::string NameOf(Index index) {
  switch (index) {
    case Index::kLeadership:
      return "组织领导保障力";
    case Index::kVigour:
      return "工作活跃度";
    case Index::kContact:
      return "群众联系面";
    case Index::kVariety:
      return "内容多样性";
    case Index::kOversight:
      return "民主协商监督频度";
    case Index::kOrgans:
      return "接待“一府一委两院”进家数";
    case Index::kResolution:
      return "意见建议处理解决率";
  }
  return "";
}

std::string FormulaOf(const IndexRule& rule, const AssessmentScheme& scheme) {
  const std::string share = absl::StrCat("得分＝实际÷", rule.target, "×100，满100分为止。");
  switch (rule.index) {
    case Index::kLeadership:
      return absl::StrCat(
          "年度计划、专题研究、专职联络员、经费保障、工作制度、业务培训六项，经县里核实一项算一项，"
          "满",
          rule.target, "项为满分。", share);
    case Index::kVigour:
      return absl::StrCat("有接待的月数＋有活动的月数＋有主题活动的季度数，满", rule.target,
                          "为满分。", share);
    case Index::kContact:
      return absl::StrCat(
          "全年留言、来访和被走访的群众人数，同一人只算一次，不知是谁的每次算一人，满", rule.target,
          "人为满分。", share);
    case Index::kVariety:
      return absl::StrCat("办过的活动类别数＋发布过的内容栏目数，同类只算一次，满", rule.target,
                          "类为满分。", share);
    case Index::kOversight:
      return absl::StrCat(
          "要事代表商、代表督事、视察、调研、征求意见（公布了结果的）、民生实事监督走访的次数，每月"
          "最多算",
          kOversightMonthLimit, "次，满", rule.target, "次为满分。", share);
    case Index::kOrgans:
      return absl::StrCat("国家机关负责人进家接待的人次，满", rule.target, "人次为满分。", share);
    case Index::kResolution:
      return absl::StrCat(
          "处理率（有答复的占比）与解决率（留言人说已解决、建议已办结的占比）各占一半，达到",
          rule.target, "%为满分；收到不满", kGraceDays, "天还没办好的不算，不足", scheme.min_cases,
          "件时不评这一项，其余各项按比例补足。得分＝实际百分比÷", rule.target, "×100。");
  }
  return "";
}

const AssessmentScheme& BuiltInScheme() {
  static const AssessmentScheme* const scheme = [] {
    auto* made = new AssessmentScheme;
    made->first_year = 2000;
    made->title = "“代表之家”年度成效评比办法（通用）";
    made->min_facts = 10;
    made->min_cases = 5;
    made->top_count = 3;
    made->bottom_count = 1;
    made->publish_time = absl::UnixEpoch();
    made->rules = {{Index::kLeadership, 10, 6, ""},  {Index::kVigour, 20, 28, ""},
                   {Index::kContact, 15, 60, ""},    {Index::kVariety, 10, 8, ""},
                   {Index::kOversight, 15, 12, ""},  {Index::kOrgans, 10, 6, ""},
                   {Index::kResolution, 20, 100, ""}};
    const absl::Status complete = CompleteScheme(made);
    (void)complete;  // assessment_test looks
    return made;
  }();
  return *scheme;
}

absl::Status CompleteScheme(AssessmentScheme* scheme) {
  std::set<Index> seen;
  int sum = 0;
  for (size_t i = 0; i < scheme->rules.size(); ++i) {
    const IndexRule& rule = scheme->rules[i];
    const std::string path = absl::StrCat("draft.rules[", i, "]");
    if (std::find(kIndices.begin(), kIndices.end(), rule.index) == kIndices.end()) {
      return base::InvalidField(path + ".index", "请选择指标");
    }
    if (!seen.insert(rule.index).second) {
      return base::InvalidField(path + ".index", "同一个指标不能写两次");
    }
    if (rule.weight < 1) return base::InvalidField(path + ".weight", "每个指标的权重至少是1");
    const int most = HighestTarget(rule.index);
    if (rule.target < 1 || rule.target > kMostTarget || (most > 0 && rule.target > most)) {
      return base::InvalidField(
          path + ".target", absl::StrCat("满分标准应在1到", most > 0 ? most : kMostTarget, "之间"));
    }
    sum += rule.weight;
  }
  if (seen.size() != kIndices.size()) {
    return base::InvalidField("draft.rules", "七个指标都要写明");
  }
  if (sum != kWeightSum) {
    return base::InvalidField("draft.rules", absl::StrCat("各项权重之和应为100，现在是", sum));
  }
  std::sort(scheme->rules.begin(), scheme->rules.end(),
            [](const IndexRule& a, const IndexRule& b) { return a.index < b.index; });
  for (IndexRule& rule : scheme->rules) rule.formula = FormulaOf(rule, *scheme);
  return absl::OkStatus();
}

const AssessmentScheme& SchemeOf(const std::vector<AssessmentScheme>& schemes, int year) {
  const AssessmentScheme* held = &schemes.front();
  for (const AssessmentScheme& scheme : schemes) {
    if (scheme.first_year <= year) held = &scheme;
  }
  return *held;
}

std::string FormatScheme(const AssessmentScheme& scheme) {
  std::string text;
  for (const IndexRule& rule : scheme.rules) {
    absl::StrAppend(&text, "index\t", static_cast<int>(rule.index), "\t", rule.weight, "\t",
                    rule.target, "\t", rule.formula, "\n");
  }
  absl::StrAppend(&text, "limits\t", scheme.min_facts, "\t", scheme.min_cases, "\t",
                  scheme.top_count, "\t", scheme.bottom_count, "\n");
  return text;
}

absl::Status ParseScheme(absl::string_view text, AssessmentScheme* scheme) {
  for (const absl::string_view line : absl::StrSplit(text, '\n', absl::SkipEmpty())) {
    const std::vector<std::string> fields = absl::StrSplit(line, '\t');
    const auto number = [&fields](size_t at, int* to) {
      return at < fields.size() && absl::SimpleAtoi(fields[at], to);
    };
    bool good = false;
    if (fields[0] == "index" && fields.size() == 5) {
      IndexRule& rule = scheme->rules.emplace_back();
      int index = 0;
      good = number(1, &index) && number(2, &rule.weight) && number(3, &rule.target);
      rule.index = static_cast<Index>(index);
      rule.formula = fields[4];
    } else if (fields[0] == "limits") {
      good = number(1, &scheme->min_facts) && number(2, &scheme->min_cases) &&
             number(3, &scheme->top_count) && number(4, &scheme->bottom_count);
    }
    if (!good) {
      return absl::InternalError(absl::StrCat("not a line of an assessment scheme: ", line));
    }
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
