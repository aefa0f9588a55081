#include "services/board/rpc/moderation_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/board/rpc/desk_converters.h"
#include "services/board/rpc/message_converters.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/base/work_calendar.h"
#include "services/common/rpc/request_key.h"

namespace deputies::board {
namespace {

absl::StatusOr<ModerationReason> ReasonOf(v1::ModerationReason reason) {
  if (!v1::ModerationReason_IsValid(reason)) {
    return base::InvalidField("reason", "没有这个原因");
  }
  return static_cast<ModerationReason>(reason);
}

void ToProto(const ModerationPolicy& policy, v1::ModerationPolicy* proto) {
  proto->set_before_showing(policy.before_showing);
  proto->set_codex(policy.codex);
  for (const std::string& word : policy.words) proto->add_words(word);
  proto->set_decide_hours(policy.decide_hours);
  proto->set_revision(policy.revision);
}

void ToProto(const ModerationCase& moderation, bool for_staff, absl::Time now,
             v1::ModerationCase* proto) {
  proto->set_message_id(moderation.message_id);
  proto->set_state(static_cast<v1::ModerationState>(moderation.state));
  proto->set_origin(static_cast<v1::ModerationOrigin>(moderation.origin));
  proto->set_reason(static_cast<v1::ModerationReason>(moderation.reason));
  proto->set_reason_text(ReasonText(moderation.reason));
  proto->set_note(moderation.note);
  proto->set_appeal(moderation.appeal);
  proto->set_appeal_note(moderation.appeal_note);
  proto->set_may_appeal(moderation.state == ModerationState::kHidden && moderation.appeal.empty());
  SetProtoTime(moderation.due_time, proto->mutable_due_time());
  proto->set_overdue(IsOpen(moderation.state) && now > moderation.due_time);
  SetProtoTime(moderation.update_time, proto->mutable_update_time());
  if (for_staff) proto->set_report_count(moderation.report_count);
}

// Place in the list of cases: "<milliseconds>/<message>".
absl::StatusOr<CasePosition> ReadCasePosition(const auth::PageTokens& tokens,
                                              const std::string& list, const std::string& token) {
  CasePosition position;
  if (token.empty()) return position;
  ASSIGN_OR_RETURN(const std::string cursor, tokens.Decode(list, token));
  const std::vector<std::string> parts = absl::StrSplit(cursor, '/');
  int64_t millis = 0;
  if (parts.size() != 2 || !absl::SimpleAtoi(parts[0], &millis) ||
      !absl::SimpleAtoi(parts[1], &position.message_id)) {
    return absl::InternalError("a page token of ours holds no place in the list of cases");
  }
  position.due_time = absl::FromUnixMillis(millis);
  return position;
}

}  // namespace

ModerationService::ModerationService(ModerationDesk& desk, const auth::PageTokens& tokens)
    : desk_(desk), tokens_(tokens), table_("deputies.board.v1.ModerationService") {
  table_.Bind("GetModerationPolicy", this, &ModerationService::GetModerationPolicy);
  table_.Bind("UpdateModerationPolicy", this, &ModerationService::UpdateModerationPolicy);
  table_.Bind("ReportMessage", this, &ModerationService::ReportMessage);
  table_.Bind("ListModerationCases", this, &ModerationService::ListModerationCases);
  table_.Bind("GetModerationCase", this, &ModerationService::GetModerationCase);
  table_.Bind("DecideModerationCase", this, &ModerationService::DecideModerationCase);
  table_.Bind("AppealModeration", this, &ModerationService::AppealModeration);
  table_.Bind("RemoveMessage", this, &ModerationService::RemoveMessage);
  table_.Bind("ListModerationLog", this, &ModerationService::ListModerationLog);
}

absl::Status ModerationService::Respond(const rpc::Call& call,
                                        const absl::StatusOr<ModerationCase>& moderation,
                                        v1::ModerationCase* response) const {
  RETURN_IF_ERROR(moderation.status());
  ToProto(*moderation, call.caller.IsStaffOf(moderation->home_id), desk_.Now(), response);
  return absl::OkStatus();
}

absl::Status ModerationService::GetModerationPolicy(const rpc::Call& call,
                                                    const v1::GetModerationPolicyRequest& request,
                                                    v1::ModerationPolicy* response) {
  ASSIGN_OR_RETURN(const ModerationPolicy policy,
                   desk_.GetPolicy(ScopeOf(call), request.home_id()));
  ToProto(policy, response);
  return absl::OkStatus();
}

absl::Status ModerationService::UpdateModerationPolicy(
    const rpc::Call& call, const v1::UpdateModerationPolicyRequest& request,
    v1::ModerationPolicy* response) {
  ModerationPolicy policy;
  policy.before_showing = request.before_showing();
  policy.codex = request.codex();
  policy.words = {request.words().begin(), request.words().end()};
  policy.decide_hours = request.decide_hours();
  policy.revision = request.revision();
  ASSIGN_OR_RETURN(
      policy, desk_.SetPolicy(ScopeOf(call), rpc::KeyOf("UpdateModerationPolicy", call, request),
                              std::move(policy)));
  ToProto(policy, response);
  return absl::OkStatus();
}

absl::Status ModerationService::ReportMessage(const rpc::Call& call,
                                              const v1::ReportMessageRequest& request,
                                              v1::ReportMessageResponse* /*response*/) {
  ASSIGN_OR_RETURN(const ModerationReason reason, ReasonOf(request.reason()));
  return desk_.Report(ScopeOf(call), rpc::KeyOf("ReportMessage", call, request),
                      request.message_id(), reason, request.note());
}

absl::Status ModerationService::ListModerationCases(const rpc::Call& call,
                                                    const v1::ListModerationCasesRequest& request,
                                                    v1::ListModerationCasesResponse* response) {
  const std::string list = absl::StrCat("moderationCases/", request.home_id());
  ASSIGN_OR_RETURN(const CasePosition after, ReadCasePosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const ModerationCasePage page,
                   desk_.ListOpen(ScopeOf(call), request.home_id(), after, request.page_size()));
  for (const ModerationCase& moderation : page.cases) {
    ToProto(moderation, /*for_staff=*/true, desk_.Now(), response->add_cases());
  }
  if (page.next.has_value()) {
    response->set_next_page_token(tokens_.Encode(
        list, absl::StrCat(absl::ToUnixMillis(page.next->due_time), "/", page.next->message_id)));
  }
  return absl::OkStatus();
}

absl::Status ModerationService::GetModerationCase(const rpc::Call& call,
                                                  const v1::GetModerationCaseRequest& request,
                                                  v1::ModerationCase* response) {
  return Respond(call, desk_.Get(ScopeOf(call), request.home_id(), request.message_id()), response);
}

absl::Status ModerationService::DecideModerationCase(const rpc::Call& call,
                                                     const v1::DecideModerationCaseRequest& request,
                                                     v1::ModerationCase* response) {
  ASSIGN_OR_RETURN(const ModerationReason reason, ReasonOf(request.reason()));
  return Respond(call,
                 desk_.Decide(ScopeOf(call), rpc::KeyOf("DecideModerationCase", call, request),
                              request.message_id(), request.show(), reason, request.note()),
                 response);
}

absl::Status ModerationService::AppealModeration(const rpc::Call& call,
                                                 const v1::AppealModerationRequest& request,
                                                 v1::ModerationCase* response) {
  return Respond(call,
                 desk_.Appeal(ScopeOf(call), rpc::KeyOf("AppealModeration", call, request),
                              request.message_id(), request.text()),
                 response);
}

absl::Status ModerationService::RemoveMessage(const rpc::Call& call,
                                              const v1::RemoveMessageRequest& request,
                                              v1::ModerationCase* response) {
  return Respond(
      call,
      desk_.Remove(ScopeOf(call), rpc::KeyOf("RemoveMessage", call, request), request.message_id()),
      response);
}

absl::Status ModerationService::ListModerationLog(const rpc::Call& call,
                                                  const v1::ListModerationLogRequest& request,
                                                  v1::ListModerationLogResponse* response) {
  const std::string list = absl::StrCat("moderationLog/", request.home_id());
  ASSIGN_OR_RETURN(const std::optional<int64_t> before_id,
                   ReadPosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const ModerationLogPage page,
                   desk_.ListLog(ScopeOf(call), request.home_id(), before_id, request.page_size()));
  for (const ModerationLogEntry& entry : page.entries) {
    v1::ListModerationLogResponse::Entry* to = response->add_entries();
    to->set_action(static_cast<v1::ModerationAction>(entry.action));
    to->set_reason(static_cast<v1::ModerationReason>(entry.reason));
    to->set_day(absl::FormatTime("%Y-%m-%d", entry.act_time, base::Shanghai()));
    to->set_in_time(entry.in_time);
  }
  response->set_next_page_token(WritePosition(tokens_, list, page.next_before_id));
  return absl::OkStatus();
}

}  // namespace deputies::board
