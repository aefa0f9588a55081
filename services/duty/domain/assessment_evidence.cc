#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/work_calendar.h"
#include "services/duty/domain/assessment_store.h"

namespace deputies::duty {
namespace {

struct KindWords {
  const char* name;
  const char* item;
};

KindWords WordsOf(EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::kPlan:
      return {"年度工作计划", "lead_plan"};
    case EvidenceKind::kMeeting:
      return {"专题研究", "lead_meeting"};
    case EvidenceKind::kLiaison:
      return {"明确专职联络员", "lead_liaison"};
    case EvidenceKind::kFunds:
      return {"经费保障", "lead_funds"};
    case EvidenceKind::kHouseRules:
      return {"工作制度", "lead_house_rules"};
    case EvidenceKind::kTraining:
      return {"业务培训", "lead_training"};
    case EvidenceKind::kOrganReception:
      return {"国家机关负责人进家接待", kOrgansReceived};
    case EvidenceKind::kConsultation:
      return {"线下协商议事", kConsultationHeld};
  }
  return {"", ""};
}

constexpr char kEvidenceSource[] = "evidence";

}  // namespace

std::string NameOf(EvidenceKind kind) { return WordsOf(kind).name; }

HomeFact FactOf(const HomeEvidence& evidence) {
  HomeFact fact;
  fact.home_id = evidence.home_id;
  fact.item = WordsOf(evidence.kind).item;
  fact.source_type = kEvidenceSource;
  fact.source_id = evidence.id;
  fact.time = base::StartOfShanghaiDay(evidence.day);
  fact.quantity = evidence.quantity;
  return fact;
}

absl::Status CheckEvidence(const HomeEvidence& evidence, absl::Time now) {
  if (NameOf(evidence.kind).empty()) return base::InvalidField("kind", "请选择登记的类别");
  const absl::CivilDay today = base::ShanghaiDay(now);
  if (evidence.day > today) return base::InvalidField("actDay", "日期还没有到");
  if (evidence.day.year() < today.year() - 1) {
    return base::InvalidField("actDay", "只能登记今年和去年的工作");
  }
  if (evidence.quantity > 1 && evidence.kind != EvidenceKind::kOrganReception) {
    return base::InvalidField("quantity", "只有国家机关负责人进家接待才填人数");
  }
  return absl::OkStatus();
}

std::string NameOf(AwardKind kind) {
  switch (kind) {
    case AwardKind::kSuggestion:
      return "优秀建议";
    case AwardKind::kBody:
      return "先进承办单位";
    case AwardKind::kReported:
      return "报告前列";
    case AwardKind::kNotified:
      return "通报后位";
  }
  return "";
}

}  // namespace deputies::duty
