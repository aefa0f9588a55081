#include "services/duty/domain/duty_report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/common/base/digest.h"
#include "services/common/base/error.h"
#include "services/duty/domain/errors.h"

namespace deputies::duty {

absl::Status CheckReport(const DutyReport& report, const RuleBook& book, absl::Time now) {
  const DutyItem* item = book.Find(report.item);
  if (item == nullptr || item->kind != ItemKind::kAct) {
    return base::InvalidField("item", "没有这个履职事项");
  }
  const bool entered_by_itself =
      std::any_of(book.items.begin(), book.items.end(),
                  [&](const DutyItem& other) { return other.for_item == report.item; });
  if (entered_by_itself) return base::InvalidField("item", "这个事项由系统自动登记，不用申报");
  if (report.perform_time > now) return base::InvalidField("performTime", "履职时间还没有到");
  if (report.perform_time < now - kOldestReport) {
    return base::InvalidField("performTime", "只能申报60天以内的履职");
  }
  return absl::OkStatus();
}

absl::Status TakeStep(DutyReport* report, ReportStep step, int64_t person_id,
                      const std::string& reason, absl::Time now) {
  const bool checking = step == ReportStep::kCheck;
  const bool in_order = checking                       ? report->state == ReportState::kSubmitted
                        : step == ReportStep::kPublish ? report->state == ReportState::kChecked
                                                       : report->state == ReportState::kSubmitted ||
                                                             report->state == ReportState::kChecked;
  if (!in_order) return ReportStateConflict();
  if (person_id == report->reporter_id ||
      (step == ReportStep::kPublish && person_id == report->checker_id)) {
    return SecondPersonRequired();
  }
  if (checking) {
    report->state = ReportState::kChecked;
    report->checker_id = person_id;
    report->due_time = now + kStepTime;
    return absl::OkStatus();
  }
  report->state = step == ReportStep::kPublish ? ReportState::kPublished : ReportState::kRefused;
  report->decider_id = person_id;
  if (step == ReportStep::kRefuse) report->refusal_reason = reason;
  return absl::OkStatus();
}

std::string EvidenceHash(const DutyReport& report) {
  return base::Sha256(absl::StrCat("duty-report\n", report.item, "\n", report.place, "\n",
                                   report.text, "\n", absl::StrJoin(report.attachments, "\n")));
}

}  // namespace deputies::duty
