// The errors of duty, in Chinese for people, with the reasons that clients switch on.
#ifndef SERVICES_DUTY_DOMAIN_ERRORS_H_
#define SERVICES_DUTY_DOMAIN_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace deputies::duty {

absl::Status HomeNotFound();
absl::Status DeputyNotFound();
absl::Status EntryNotFound();
absl::Status EntryWithdrawn();
absl::Status RankingNotPublished();
// `what` says what stands in the way.
absl::Status RankingStateConflict(absl::string_view what);
absl::Status ObjectionNotFound();
absl::Status ObjectionAnswered();
absl::Status ReportNotFound();
absl::Status ReportStateConflict();
absl::Status SecondPersonRequired();
absl::Status BallotNotFound();
absl::Status BallotStateConflict(absl::string_view what);
absl::Status PassphraseWrong();
absl::Status ActivityNotFound();
absl::Status ActivityStateConflict(absl::string_view what);
absl::Status MaterialNotFound();
absl::Status QuestionNotFound();
absl::Status ExamNotFound();
absl::Status ExamStateConflict(absl::string_view what);
absl::Status AppraisalNotFound();
absl::Status AppraisalStateConflict(absl::string_view what);
absl::Status ArchiveCodeUnknown();
absl::Status ProposalNotFound();
absl::Status ProposalStateConflict(absl::string_view what);
absl::Status ProjectNotFound();
absl::Status ProjectStateConflict(absl::string_view what);
absl::Status ProjectVisitNotFound();
absl::Status OrganizationNotFound();
absl::Status AssessmentNotPublished();
absl::Status AssessmentStateConflict(absl::string_view what);
absl::Status AwardNotFound();
absl::Status EvidenceNotFound();

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_ERRORS_H_
