#include "services/duty/rpc/home_evidence_service.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"
#include "services/duty/domain/errors.h"
#include "services/duty/rpc/converters.h"

namespace deputies::duty {
namespace {

void Fill(const HomeEvidence& evidence, v1::HomeEvidence* proto) {
  proto->set_evidence_id(evidence.id);
  proto->set_home_id(evidence.home_id);
  proto->set_kind(static_cast<v1::EvidenceKind>(evidence.kind));
  proto->set_kind_title(NameOf(evidence.kind));
  proto->set_act_day(absl::FormatCivilTime(evidence.day));
  proto->set_quantity(evidence.quantity);
  proto->set_text(evidence.text);
  for (const std::string& attachment : evidence.attachments) proto->add_attachments(attachment);
  proto->set_state(static_cast<v1::EvidenceState>(evidence.state));
  proto->set_refusal_reason(evidence.refusal_reason);
  ToProto(evidence.submit_time, proto->mutable_submit_time());
}

}  // namespace

HomeEvidenceService::HomeEvidenceService(const Parts& parts)
    : parts_(parts), table_("deputies.duty.v1.HomeEvidenceService") {
  table_.Bind("SubmitHomeEvidence", this, &HomeEvidenceService::SubmitHomeEvidence);
  table_.Bind("ListHomeEvidence", this, &HomeEvidenceService::ListHomeEvidence);
  table_.Bind("CheckHomeEvidence", this, &HomeEvidenceService::CheckHomeEvidence);
}

absl::Status HomeEvidenceService::SubmitHomeEvidence(const rpc::Call& call,
                                                     const v1::SubmitHomeEvidenceRequest& request,
                                                     v1::HomeEvidence* response) {
  const absl::Time now = base::ToMillisecond(parts_.clock.Now());
  HomeEvidence evidence;
  evidence.home_id = request.home_id();
  evidence.id = parts_.ids.Next();
  evidence.kind = static_cast<EvidenceKind>(request.kind());
  if (!absl::ParseCivilTime(request.act_day(), &evidence.day)) {
    return base::InvalidField("actDay", "日期应写成 2026-03-02 的样子");
  }
  evidence.quantity = std::max(request.quantity(), 1);
  evidence.text = request.text();
  evidence.attachments.assign(request.attachments().begin(), request.attachments().end());
  evidence.submitter_id = call.caller.person_id;
  evidence.submit_time = now;
  RETURN_IF_ERROR(CheckEvidence(evidence, now));
  RETURN_IF_ERROR(parts_.directory.Home(ScopeOf(call), request.home_id()).status());
  ASSIGN_OR_RETURN(const int64_t id,
                   parts_.store.SubmitEvidence(
                       call.deadline, rpc::KeyOf("SubmitHomeEvidence", call, request), evidence));
  return Answer(call, request.home_id(), id, response);
}

absl::Status HomeEvidenceService::ListHomeEvidence(const rpc::Call& call,
                                                   const v1::ListHomeEvidenceRequest& request,
                                                   v1::ListHomeEvidenceResponse* response) {
  const std::string list = absl::StrCat("homeEvidence/", request.home_id(), "/", request.state());
  ASSIGN_OR_RETURN(const int64_t before,
                   ReadPosition(parts_.page_tokens, list, request.page_token(),
                                std::numeric_limits<int64_t>::max()));
  const int limit = request.page_size() == 0 ? kDefaultPageSize : request.page_size();
  std::optional<EvidenceState> state;
  if (request.state() != 0) state = static_cast<EvidenceState>(request.state());
  ASSIGN_OR_RETURN(
      std::vector<HomeEvidence> evidence,
      parts_.store.ListEvidence(call.deadline, request.home_id(), state, before, limit + 1));
  if (evidence.size() > static_cast<size_t>(limit)) {
    evidence.pop_back();
    response->set_next_page_token(PositionToken(parts_.page_tokens, list, evidence.back().id));
  }
  for (const HomeEvidence& entry : evidence) Fill(entry, response->add_evidence());
  return absl::OkStatus();
}

absl::Status HomeEvidenceService::CheckHomeEvidence(const rpc::Call& call,
                                                    const v1::CheckHomeEvidenceRequest& request,
                                                    v1::HomeEvidence* response) {
  if (!request.accept() && request.reason().empty()) {
    return base::InvalidField("reason", "退回要写明原因");
  }
  RETURN_IF_ERROR(parts_.store.CheckEvidence(
      call.deadline, rpc::KeyOf("CheckHomeEvidence", call, request), request.evidence_id(),
      request.accept(), request.accept() ? "" : request.reason()));
  return Answer(call, request.home_id(), request.evidence_id(), response);
}

absl::Status HomeEvidenceService::Answer(const rpc::Call& call, int64_t home_id,
                                         int64_t evidence_id, v1::HomeEvidence* response) {
  ASSIGN_OR_RETURN(const std::optional<HomeEvidence> evidence,
                   parts_.store.FindEvidence(call.deadline, home_id, evidence_id));
  if (!evidence.has_value()) return EvidenceNotFound();
  Fill(*evidence, response);
  return absl::OkStatus();
}

}  // namespace deputies::duty
