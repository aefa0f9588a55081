#include "services/board/rpc/handling_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/board/rpc/message_converters.h"
#include "services/board/rpc/show_message.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::board {
namespace {

std::string WorkListName(int64_t home_id) { return absl::StrCat("work/", home_id); }

absl::StatusOr<std::optional<WorkPosition>> ReadWorkToken(const auth::PageTokens& tokens,
                                                          int64_t home_id,
                                                          absl::string_view token) {
  if (token.empty()) return std::nullopt;
  ASSIGN_OR_RETURN(const std::string cursor, tokens.Decode(WorkListName(home_id), token));
  const std::pair<std::string, std::string> parts = absl::StrSplit(cursor, absl::MaxSplits('/', 1));
  int64_t due;
  WorkPosition position;
  if (!absl::SimpleAtoi(parts.first, &due) || !absl::SimpleAtoi(parts.second, &position.id)) {
    return absl::InternalError("a page token of ours holds no position");
  }
  position.due = absl::FromUnixMillis(due);
  return position;
}

void ToProto(const AnswerTemplate& entry, v1::AnswerTemplate* proto) {
  proto->set_template_id(entry.id);
  proto->set_title(entry.title);
  proto->set_body(entry.body);
  board::ToProto(entry.update_time, proto->mutable_update_time());
}

void ToProto(const CaseLimits& limits, v1::CaseLimits* proto) {
  proto->set_dispatch_days(limits.dispatch);
  proto->set_accept_days(limits.accept);
  proto->set_acknowledge_days(limits.acknowledge);
  proto->set_normal_answer_days(limits.normal_answer);
  proto->set_urgent_answer_days(limits.urgent_answer);
  proto->set_consultation_answer_days(limits.consultation_answer);
  proto->set_complex_answer_days(limits.complex_answer);
  proto->set_decide_days(limits.decide);
  proto->set_claim_days(limits.claim);
  proto->set_claimed_days(limits.claimed);
  proto->set_question_days(limits.question);
  proto->set_silence_days(limits.silence);
  proto->set_report_days(limits.report);
  proto->set_rung_days(limits.rung);
  proto->set_chase_days(limits.chase);
}

// 0 keeps the default.
CaseLimits FromProto(const v1::CaseLimits& proto) {
  CaseLimits limits;
  if (proto.dispatch_days() != 0) limits.dispatch = proto.dispatch_days();
  if (proto.accept_days() != 0) limits.accept = proto.accept_days();
  if (proto.acknowledge_days() != 0) limits.acknowledge = proto.acknowledge_days();
  if (proto.normal_answer_days() != 0) limits.normal_answer = proto.normal_answer_days();
  if (proto.urgent_answer_days() != 0) limits.urgent_answer = proto.urgent_answer_days();
  if (proto.consultation_answer_days() != 0)
    limits.consultation_answer = proto.consultation_answer_days();
  if (proto.complex_answer_days() != 0) limits.complex_answer = proto.complex_answer_days();
  if (proto.decide_days() != 0) limits.decide = proto.decide_days();
  if (proto.claim_days() != 0) limits.claim = proto.claim_days();
  if (proto.claimed_days() != 0) limits.claimed = proto.claimed_days();
  if (proto.question_days() != 0) limits.question = proto.question_days();
  if (proto.silence_days() != 0) limits.silence = proto.silence_days();
  if (proto.report_days() != 0) limits.report = proto.report_days();
  if (proto.rung_days() != 0) limits.rung = proto.rung_days();
  if (proto.chase_days() != 0) limits.chase = proto.chase_days();
  return limits;
}

}  // namespace

HandlingService::HandlingService(const Parts& parts)
    : parts_(parts), table_("deputies.board.v1.HandlingService") {
  table_.Bind("CheckMessage", this, &HandlingService::CheckMessage);
  table_.Bind("ClassifyMessage", this, &HandlingService::ClassifyMessage);
  table_.Bind("DispatchMessage", this, &HandlingService::DispatchMessage);
  table_.Bind("PoolMessage", this, &HandlingService::PoolMessage);
  table_.Bind("ClaimMessage", this, &HandlingService::ClaimMessage);
  table_.Bind("AcceptMessage", this, &HandlingService::AcceptMessage);
  table_.Bind("ReturnMessage", this, &HandlingService::ReturnMessage);
  table_.Bind("AcknowledgeMessage", this, &HandlingService::AcknowledgeMessage);
  table_.Bind("AskAuthor", this, &HandlingService::AskAuthor);
  table_.Bind("MergeMessage", this, &HandlingService::MergeMessage);
  table_.Bind("SplitMessage", this, &HandlingService::SplitMessage);
  table_.Bind("ListWork", this, &HandlingService::ListWork);
  table_.Bind("PostFeedback", this, &HandlingService::PostFeedback);
  table_.Bind("PostProxyMessage", this, &HandlingService::PostProxyMessage);
  table_.Bind("ListTemplates", this, &HandlingService::ListTemplates);
  table_.Bind("SaveTemplate", this, &HandlingService::SaveTemplate);
  table_.Bind("DeleteTemplate", this, &HandlingService::DeleteTemplate);
  table_.Bind("GetCaseLimits", this, &HandlingService::GetCaseLimits);
  table_.Bind("UpdateCaseLimits", this, &HandlingService::UpdateCaseLimits);
}

absl::Status HandlingService::CheckMessage(const rpc::Call& call,
                                           const v1::CheckMessageRequest& request,
                                           v1::Message* response) {
  ASSIGN_OR_RETURN(const std::optional<LimitClass> limit_class, FromProto(request.limit_class()));
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Check(ScopeOf(call), rpc::KeyOf("CheckMessage", call, request),
                                       request.message_id(), limit_class, request.category()),
                     response);
}

absl::Status HandlingService::ClassifyMessage(const rpc::Call& call,
                                              const v1::ClassifyMessageRequest& request,
                                              v1::Message* response) {
  ASSIGN_OR_RETURN(const std::optional<LimitClass> limit_class, FromProto(request.limit_class()));
  return ShowMessage(
      parts_.describer, call,
      parts_.desk.Classify(ScopeOf(call), rpc::KeyOf("ClassifyMessage", call, request),
                           request.message_id(), limit_class, request.category()),
      response);
}

absl::Status HandlingService::DispatchMessage(const rpc::Call& call,
                                              const v1::DispatchMessageRequest& request,
                                              v1::Message* response) {
  ASSIGN_OR_RETURN(const std::optional<LimitClass> limit_class, FromProto(request.limit_class()));
  return ShowMessage(
      parts_.describer, call,
      parts_.desk.Dispatch(ScopeOf(call), rpc::KeyOf("DispatchMessage", call, request),
                           request.message_id(), request.deputy_id(), request.note(), limit_class),
      response);
}

absl::Status HandlingService::PoolMessage(const rpc::Call& call,
                                          const v1::PoolMessageRequest& request,
                                          v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Pool(ScopeOf(call), rpc::KeyOf("PoolMessage", call, request),
                                      request.message_id(), request.note()),
                     response);
}

absl::Status HandlingService::ClaimMessage(const rpc::Call& call,
                                           const v1::ClaimMessageRequest& request,
                                           v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Claim(ScopeOf(call), rpc::KeyOf("ClaimMessage", call, request),
                                       request.message_id()),
                     response);
}

absl::Status HandlingService::AcceptMessage(const rpc::Call& call,
                                            const v1::AcceptMessageRequest& request,
                                            v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Accept(ScopeOf(call), rpc::KeyOf("AcceptMessage", call, request),
                                        request.message_id()),
                     response);
}

absl::Status HandlingService::ReturnMessage(const rpc::Call& call,
                                            const v1::ReturnMessageRequest& request,
                                            v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Return(ScopeOf(call), rpc::KeyOf("ReturnMessage", call, request),
                                        request.message_id(), request.reason()),
                     response);
}

absl::Status HandlingService::AcknowledgeMessage(const rpc::Call& call,
                                                 const v1::AcknowledgeMessageRequest& request,
                                                 v1::Message* response) {
  return ShowMessage(
      parts_.describer, call,
      parts_.desk.Acknowledge(ScopeOf(call), rpc::KeyOf("AcknowledgeMessage", call, request),
                              request.message_id(), request.note()),
      response);
}

absl::Status HandlingService::AskAuthor(const rpc::Call& call, const v1::AskAuthorRequest& request,
                                        v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Ask(ScopeOf(call), rpc::KeyOf("AskAuthor", call, request),
                                     request.message_id(), request.question()),
                     response);
}

absl::Status HandlingService::MergeMessage(const rpc::Call& call,
                                           const v1::MergeMessageRequest& request,
                                           v1::Message* response) {
  return ShowMessage(
      parts_.describer, call,
      parts_.desk.Merge(ScopeOf(call), rpc::KeyOf("MergeMessage", call, request),
                        request.message_id(), request.into_message_id(), request.reason()),
      response);
}

absl::Status HandlingService::SplitMessage(const rpc::Call& call,
                                           const v1::SplitMessageRequest& request,
                                           v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Split(ScopeOf(call), rpc::KeyOf("SplitMessage", call, request),
                                       request.message_id(), request.reason()),
                     response);
}

absl::Status HandlingService::ListWork(const rpc::Call& call, const v1::ListWorkRequest& request,
                                       v1::ListWorkResponse* response) {
  ASSIGN_OR_RETURN(const std::optional<WorkPosition> after,
                   ReadWorkToken(parts_.page_tokens, request.home_id(), request.page_token()));
  ASSIGN_OR_RETURN(const WorkPage page, parts_.reader.ListWork(ScopeOf(call), request.home_id(),
                                                               after, request.page_size()));
  for (const Message& message : page.messages)
    ToProto(message, call.caller.person_id, response->add_messages());
  if (page.next.has_value()) {
    response->set_next_page_token(parts_.page_tokens.Encode(
        WorkListName(request.home_id()),
        absl::StrCat(absl::ToUnixMillis(page.next->due), "/", page.next->id)));
  }
  return absl::OkStatus();
}

absl::Status HandlingService::PostFeedback(const rpc::Call& call,
                                           const v1::PostFeedbackRequest& request,
                                           v1::Message* response) {
  MessageDraft draft;
  draft.home_id = request.home_id();
  draft.subject = request.subject();
  draft.body = request.body();
  draft.category = request.category();
  return ShowMessage(
      parts_.describer, call,
      parts_.poster.PostFeedback(ScopeOf(call), rpc::KeyOf("PostFeedback", call, request),
                                 std::move(draft)),
      response);
}

absl::Status HandlingService::PostProxyMessage(const rpc::Call& call,
                                               const v1::PostProxyMessageRequest& request,
                                               v1::PostProxyMessageResponse* response) {
  MessageDraft draft;
  draft.home_id = request.home_id();
  draft.deputy_id = request.deputy_id();
  draft.subject = request.subject();
  draft.body = request.body();
  ASSIGN_OR_RETURN(draft.visibility, FromProto(request.visibility()));
  ASSIGN_OR_RETURN(
      const ProxyReceipt receipt,
      parts_.poster.PostByProxy(ScopeOf(call), rpc::KeyOf("PostProxyMessage", call, request),
                                std::move(draft), request.author_alias()));
  response->set_receipt_code(receipt.code);
  return ShowMessage(parts_.describer, call, receipt.message, response->mutable_message());
}

absl::Status HandlingService::ListTemplates(const rpc::Call& call,
                                            const v1::ListTemplatesRequest& request,
                                            v1::ListTemplatesResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<AnswerTemplate> templates,
                   parts_.templates.ListTemplates(call.deadline, request.home_id()));
  for (const AnswerTemplate& entry : templates) ToProto(entry, response->add_templates());
  return absl::OkStatus();
}

absl::Status HandlingService::SaveTemplate(const rpc::Call& call,
                                           const v1::SaveTemplateRequest& request,
                                           v1::AnswerTemplate* response) {
  ASSIGN_OR_RETURN(
      const AnswerTemplate entry,
      parts_.templates.SaveTemplate(call.deadline, rpc::KeyOf("SaveTemplate", call, request),
                                    {request.home_id(), request.template_id(), request.title(),
                                     request.body(), absl::Time()}));
  ToProto(entry, response);
  return absl::OkStatus();
}

absl::Status HandlingService::DeleteTemplate(const rpc::Call& call,
                                             const v1::DeleteTemplateRequest& request,
                                             v1::DeleteTemplateResponse* response) {
  static_cast<void>(response);
  return parts_.templates.DeleteTemplate(call.deadline, rpc::KeyOf("DeleteTemplate", call, request),
                                         request.template_id());
}

absl::Status HandlingService::GetCaseLimits(const rpc::Call& call,
                                            const v1::GetCaseLimitsRequest& request,
                                            v1::CaseLimits* response) {
  ASSIGN_OR_RETURN(const CaseLimits limits,
                   parts_.store.FindLimits(call.deadline, request.home_id()));
  ToProto(limits, response);
  return absl::OkStatus();
}

absl::Status HandlingService::UpdateCaseLimits(const rpc::Call& call,
                                               const v1::UpdateCaseLimitsRequest& request,
                                               v1::CaseLimits* response) {
  RETURN_IF_ERROR(parts_.store.SaveLimits(
      call.deadline, rpc::KeyOf("UpdateCaseLimits", call, request), FromProto(request.limits())));
  ASSIGN_OR_RETURN(const CaseLimits limits,
                   parts_.store.FindLimits(call.deadline, request.home_id()));
  ToProto(limits, response);
  return absl::OkStatus();
}

}  // namespace deputies::board
