#include "services/duty/domain/errors.h"

#include "services/common/base/error.h"

namespace deputies::duty {

using absl::StatusCode;
using base::MakeError;

absl::Status HomeNotFound() {
  return MakeError(StatusCode::kNotFound, "HOME_NOT_FOUND", "没有找到这个代表之家");
}

absl::Status DeputyNotFound() {
  return MakeError(StatusCode::kNotFound, "DEPUTY_NOT_FOUND", "这个代表之家没有这位代表");
}

absl::Status EntryNotFound() {
  return MakeError(StatusCode::kNotFound, "ENTRY_NOT_FOUND", "履职台账里没有这条记录");
}

absl::Status EntryWithdrawn() {
  return MakeError(StatusCode::kFailedPrecondition, "ENTRY_WITHDRAWN", "这条记录已经撤销了");
}

absl::Status RankingNotPublished() {
  return MakeError(StatusCode::kNotFound, "RANKING_NOT_PUBLISHED", "这一期排名还没有公布");
}

absl::Status RankingStateConflict(absl::string_view what) {
  return MakeError(StatusCode::kFailedPrecondition, "RANKING_STATE_CONFLICT", what);
}

absl::Status ObjectionNotFound() {
  return MakeError(StatusCode::kNotFound, "OBJECTION_NOT_FOUND", "没有找到这条异议");
}

absl::Status ObjectionAnswered() {
  return MakeError(StatusCode::kFailedPrecondition, "OBJECTION_ANSWERED", "这条异议已经答复过了");
}

absl::Status ReportNotFound() {
  return MakeError(StatusCode::kNotFound, "REPORT_NOT_FOUND", "没有找到这条履职申报");
}

absl::Status ReportStateConflict() {
  return MakeError(StatusCode::kFailedPrecondition, "REPORT_STATE_CONFLICT",
                   "这条申报现在不能这样处理，请刷新后再看");
}

absl::Status SecondPersonRequired() {
  return MakeError(StatusCode::kFailedPrecondition, "SECOND_PERSON_NEEDED",
                   "申报、核实、公布须由不同的人办理");
}

absl::Status BallotNotFound() {
  return MakeError(StatusCode::kNotFound, "BALLOT_NOT_FOUND", "没有找到这次投票，或者还没有开箱");
}

absl::Status BallotStateConflict(absl::string_view what) {
  return MakeError(StatusCode::kFailedPrecondition, "BALLOT_STATE_CONFLICT", what);
}

absl::Status PassphraseWrong() {
  return MakeError(StatusCode::kFailedPrecondition, "PASSPHRASE_WRONG", "监票口令不对，打不开票箱");
}

absl::Status ActivityNotFound() {
  return MakeError(StatusCode::kNotFound, "ACTIVITY_NOT_FOUND", "没有找到这次活动");
}

absl::Status ActivityStateConflict(absl::string_view what) {
  return MakeError(StatusCode::kFailedPrecondition, "ACTIVITY_STATE_CONFLICT", what);
}

absl::Status MaterialNotFound() {
  return MakeError(StatusCode::kNotFound, "MATERIAL_NOT_FOUND", "没有找到这份学习材料");
}

absl::Status QuestionNotFound() {
  return MakeError(StatusCode::kNotFound, "QUESTION_NOT_FOUND", "没有找到这道题或这个提问");
}

absl::Status ExamNotFound() {
  return MakeError(StatusCode::kNotFound, "EXAM_NOT_FOUND", "没有找到这场考试");
}

absl::Status ExamStateConflict(absl::string_view what) {
  return MakeError(StatusCode::kFailedPrecondition, "EXAM_STATE_CONFLICT", what);
}

absl::Status AppraisalNotFound() {
  return MakeError(StatusCode::kNotFound, "APPRAISAL_NOT_FOUND", "没有找到这次述职");
}

absl::Status AppraisalStateConflict(absl::string_view what) {
  return MakeError(StatusCode::kFailedPrecondition, "APPRAISAL_STATE_CONFLICT", what);
}

absl::Status ArchiveCodeUnknown() {
  return MakeError(StatusCode::kNotFound, "ARCHIVE_CODE_UNKNOWN",
                   "没有这个校验码，这份档案不是本平台出具的，或者抄错了");
}

absl::Status ProposalNotFound() {
  return MakeError(StatusCode::kNotFound, "PROPOSAL_NOT_FOUND", "没有找到这条民生实事建议");
}

absl::Status ProposalStateConflict(absl::string_view what) {
  return MakeError(StatusCode::kFailedPrecondition, "PROPOSAL_STATE_CONFLICT", what);
}

absl::Status ProjectNotFound() {
  return MakeError(StatusCode::kNotFound, "PROJECT_NOT_FOUND", "没有找到这个民生实事项目");
}

absl::Status ProjectStateConflict(absl::string_view what) {
  return MakeError(StatusCode::kFailedPrecondition, "PROJECT_STATE_CONFLICT", what);
}

absl::Status ProjectVisitNotFound() {
  return MakeError(StatusCode::kNotFound, "PROJECT_VISIT_NOT_FOUND", "没有找到这次监督走访");
}

absl::Status OrganizationNotFound() {
  return MakeError(StatusCode::kNotFound, "ORGANIZATION_NOT_FOUND", "没有找到这个机关单位");
}

absl::Status AssessmentNotPublished() {
  return MakeError(StatusCode::kNotFound, "ASSESSMENT_NOT_PUBLISHED", "这一年的评比结果还没有公布");
}

absl::Status AssessmentStateConflict(absl::string_view what) {
  return MakeError(StatusCode::kFailedPrecondition, "ASSESSMENT_STATE_CONFLICT", what);
}

absl::Status AwardNotFound() {
  return MakeError(StatusCode::kNotFound, "AWARD_NOT_FOUND", "没有找到这条奖惩记录");
}

absl::Status EvidenceNotFound() {
  return MakeError(StatusCode::kNotFound, "EVIDENCE_NOT_FOUND", "没有找到这条工作登记");
}

}  // namespace deputies::duty
