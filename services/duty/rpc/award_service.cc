#include "services/duty/rpc/award_service.h"

#include <optional>
#include <utility>
#include <vector>

#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void Fill(const Award& award, v1::AssessmentAward* proto) {
  proto->set_award_id(award.id);
  proto->set_home_id(award.home_id);
  proto->set_year(award.year);
  proto->set_kind(static_cast<v1::AwardKind>(award.kind));
  proto->set_form(static_cast<v1::AwardForm>(award.form));
  proto->set_subject(award.subject);
  proto->set_decision_day(absl::FormatCivilTime(award.decision_day));
  proto->set_decided_by(award.decided_by);
  proto->set_reason(award.reason);
  proto->set_result_version(award.result_version);
  proto->set_rank(award.rank);
  proto->set_shortlisted(award.shortlisted);
  ToProto(award.record_time, proto->mutable_record_time());
  proto->set_revoked(award.revoked);
  proto->set_revoke_reason(award.revoke_reason);
}

}  // namespace

AwardService::AwardService(Assessments& assessments, AssessmentStore& store)
    : assessments_(assessments), store_(store), table_("deputies.duty.v1.AwardService") {
  table_.Bind("DecideAward", this, &AwardService::DecideAward);
  table_.Bind("RevokeAward", this, &AwardService::RevokeAward);
  table_.Bind("ListAwards", this, &AwardService::ListAwards);
}

absl::Status AwardService::DecideAward(const rpc::Call& call, const v1::DecideAwardRequest& request,
                                       v1::AssessmentAward* response) {
  Award award;
  award.year = request.year();
  award.kind = static_cast<AwardKind>(request.kind());
  award.form = static_cast<AwardForm>(request.form());
  award.subject = request.subject();
  award.decided_by = request.decided_by();
  award.reason = request.reason();
  ASSIGN_OR_RETURN(const Award decided,
                   assessments_.Decide(ScopeOf(call), rpc::KeyOf("DecideAward", call, request),
                                       request.decision_day(), std::move(award)));
  Fill(decided, response);
  return absl::OkStatus();
}

absl::Status AwardService::RevokeAward(const rpc::Call& call, const v1::RevokeAwardRequest& request,
                                       v1::AssessmentAward* response) {
  RETURN_IF_ERROR(store_.Revoke(call.deadline, rpc::KeyOf("RevokeAward", call, request),
                                request.award_id(), request.reason()));
  ASSIGN_OR_RETURN(const std::optional<Award> award,
                   store_.FindAward(call.deadline, request.home_id(), request.award_id()));
  if (!award.has_value()) return AwardNotFound();
  Fill(*award, response);
  return absl::OkStatus();
}

absl::Status AwardService::ListAwards(const rpc::Call& call, const v1::ListAwardsRequest& request,
                                      v1::ListAwardsResponse* response) {
  const bool staff = call.caller.IsStaffOf(request.home_id());
  ASSIGN_OR_RETURN(const std::vector<Award> awards,
                   store_.ListAwards(call.deadline, request.home_id(), request.year()));
  for (const Award& award : awards) {
    if (!staff && (award.revoked || award.kind == AwardKind::kNotified)) continue;
    Fill(award, response->add_awards());
  }
  return absl::OkStatus();
}

}  // namespace deputies::duty
