#include "services/board/rpc/suggestion_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/board/rpc/desk_converters.h"
#include "services/board/rpc/message_converters.h"
#include "services/board/rpc/suggestion_converters.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::board {
namespace {

// Place in the task list: "<milliseconds>/<suggestion>/<body>".
absl::StatusOr<TaskPosition> ReadTaskPosition(const auth::PageTokens& tokens,
                                              const std::string& list, const std::string& token) {
  TaskPosition position;
  if (token.empty()) return position;
  ASSIGN_OR_RETURN(const std::string cursor, tokens.Decode(list, token));
  const std::vector<std::string> parts = absl::StrSplit(cursor, '/');
  int64_t millis = 0;
  if (parts.size() != 3 || !absl::SimpleAtoi(parts[0], &millis) ||
      !absl::SimpleAtoi(parts[1], &position.suggestion_id) ||
      !absl::SimpleAtoi(parts[2], &position.body_id)) {
    return absl::InternalError("a page token of ours holds no place in the task list");
  }
  position.due_time = absl::FromUnixMillis(millis);
  return position;
}

std::string WriteTaskPosition(const auth::PageTokens& tokens, const std::string& list,
                              const std::optional<TaskPosition>& position) {
  if (!position.has_value()) return "";
  return tokens.Encode(list, absl::StrCat(absl::ToUnixMillis(position->due_time), "/",
                                          position->suggestion_id, "/", position->body_id));
}

}  // namespace

SuggestionService::SuggestionService(SuggestionDesk& desk, base::Directory& directory,
                                     const auth::PageTokens& tokens)
    : desk_(desk),
      directory_(directory),
      tokens_(tokens),
      table_("deputies.board.v1.SuggestionService") {
  table_.Bind("SubmitSuggestion", this, &SuggestionService::SubmitSuggestion);
  table_.Bind("ReviseSuggestion", this, &SuggestionService::ReviseSuggestion);
  table_.Bind("CosignSuggestion", this, &SuggestionService::CosignSuggestion);
  table_.Bind("WithdrawSuggestion", this, &SuggestionService::WithdrawSuggestion);
  table_.Bind("TriageSuggestion", this, &SuggestionService::TriageSuggestion);
  table_.Bind("SplitSuggestion", this, &SuggestionService::SplitSuggestion);
  table_.Bind("HandOverSuggestion", this, &SuggestionService::HandOverSuggestion);
  table_.Bind("AcceptSuggestionTask", this, &SuggestionService::AcceptSuggestionTask);
  table_.Bind("ReturnSuggestionTask", this, &SuggestionService::ReturnSuggestionTask);
  table_.Bind("ExtendSuggestion", this, &SuggestionService::ExtendSuggestion);
  table_.Bind("AddSuggestionProgress", this, &SuggestionService::AddSuggestionProgress);
  table_.Bind("GiveSuggestionOpinion", this, &SuggestionService::GiveSuggestionOpinion);
  table_.Bind("ReplyToSuggestion", this, &SuggestionService::ReplyToSuggestion);
  table_.Bind("ReviewSuggestionReply", this, &SuggestionService::ReviewSuggestionReply);
  table_.Bind("RateSuggestion", this, &SuggestionService::RateSuggestion);
  table_.Bind("SuperviseSuggestion", this, &SuggestionService::SuperviseSuggestion);
  table_.Bind("AwardSuggestion", this, &SuggestionService::AwardSuggestion);
  table_.Bind("GetSuggestion", this, &SuggestionService::GetSuggestion);
  table_.Bind("ListSuggestions", this, &SuggestionService::ListSuggestions);
  table_.Bind("ListSuggestionTasks", this, &SuggestionService::ListSuggestionTasks);
  table_.Bind("GetSuggestionReport", this, &SuggestionService::GetSuggestionReport);
}

absl::Status SuggestionService::Respond(const absl::StatusOr<Suggestion>& suggestion,
                                        v1::Suggestion* response) const {
  RETURN_IF_ERROR(suggestion.status());
  ToProto(*suggestion, desk_.Now(), response);
  return absl::OkStatus();
}

absl::Status SuggestionService::SubmitSuggestion(const rpc::Call& call,
                                                 const v1::SubmitSuggestionRequest& request,
                                                 v1::Suggestion* response) {
  ASSIGN_OR_RETURN(SuggestionText text, FromProto(request.text(), "text"));
  const CallScope scope = ScopeOf(call);
  RETURN_IF_ERROR(directory_.CheckOpenHome(scope, request.home_id()));
  for (const int64_t deputy_id : request.cosigner_deputy_ids()) {
    RETURN_IF_ERROR(directory_.CheckDeputy(scope, request.home_id(), deputy_id));
  }
  return Respond(
      desk_.Submit(scope, rpc::KeyOf("SubmitSuggestion", call, request), std::move(text),
                   {request.cosigner_deputy_ids().begin(), request.cosigner_deputy_ids().end()}),
      response);
}

absl::Status SuggestionService::ReviseSuggestion(const rpc::Call& call,
                                                 const v1::ReviseSuggestionRequest& request,
                                                 v1::Suggestion* response) {
  ASSIGN_OR_RETURN(SuggestionText text, FromProto(request.text(), "text"));
  return Respond(desk_.Revise(ScopeOf(call), rpc::KeyOf("ReviseSuggestion", call, request),
                              request.suggestion_id(), std::move(text)),
                 response);
}

absl::Status SuggestionService::CosignSuggestion(const rpc::Call& call,
                                                 const v1::CosignSuggestionRequest& request,
                                                 v1::Suggestion* response) {
  return Respond(desk_.Cosign(ScopeOf(call), rpc::KeyOf("CosignSuggestion", call, request),
                              request.suggestion_id()),
                 response);
}

absl::Status SuggestionService::WithdrawSuggestion(const rpc::Call& call,
                                                   const v1::WithdrawSuggestionRequest& request,
                                                   v1::Suggestion* response) {
  return Respond(desk_.Withdraw(ScopeOf(call), rpc::KeyOf("WithdrawSuggestion", call, request),
                                request.suggestion_id()),
                 response);
}

absl::Status SuggestionService::TriageSuggestion(const rpc::Call& call,
                                                 const v1::TriageSuggestionRequest& request,
                                                 v1::Suggestion* response) {
  ASSIGN_OR_RETURN(const GateDecision decision, GateDecisionOf(request.decision()));
  return Respond(desk_.Triage(ScopeOf(call), rpc::KeyOf("TriageSuggestion", call, request),
                              request.suggestion_id(), decision, request.reason()),
                 response);
}

absl::Status SuggestionService::SplitSuggestion(const rpc::Call& call,
                                                const v1::SplitSuggestionRequest& request,
                                                v1::Suggestion* response) {
  std::vector<SuggestionText> parts;
  for (int i = 0; i < request.parts_size(); ++i) {
    ASSIGN_OR_RETURN(SuggestionText part,
                     FromProto(request.parts(i), absl::StrCat("parts[", i, "]")));
    parts.push_back(std::move(part));
  }
  return Respond(desk_.Split(ScopeOf(call), rpc::KeyOf("SplitSuggestion", call, request),
                             request.suggestion_id(), parts),
                 response);
}

absl::Status SuggestionService::HandOverSuggestion(const rpc::Call& call,
                                                   const v1::HandOverSuggestionRequest& request,
                                                   v1::Suggestion* response) {
  return Respond(desk_.HandOver(ScopeOf(call), rpc::KeyOf("HandOverSuggestion", call, request),
                                request.suggestion_id(), request.main_body_id(),
                                {request.co_body_ids().begin(), request.co_body_ids().end()}),
                 response);
}

absl::Status SuggestionService::AcceptSuggestionTask(const rpc::Call& call,
                                                     const v1::AcceptSuggestionTaskRequest& request,
                                                     v1::Suggestion* response) {
  return Respond(desk_.Accept(ScopeOf(call), rpc::KeyOf("AcceptSuggestionTask", call, request),
                              request.suggestion_id(), request.body_id()),
                 response);
}

absl::Status SuggestionService::ReturnSuggestionTask(
    const rpc::Call& call, const v1::ReturnSuggestionTaskRequest& request,
    v1::ReturnSuggestionTaskResponse* /*response*/) {
  return desk_.ReturnTask(ScopeOf(call), rpc::KeyOf("ReturnSuggestionTask", call, request),
                          request.suggestion_id(), request.body_id(), request.reason());
}

absl::Status SuggestionService::ExtendSuggestion(const rpc::Call& call,
                                                 const v1::ExtendSuggestionRequest& request,
                                                 v1::Suggestion* response) {
  ASSIGN_OR_RETURN(const absl::Time due_time, TimeOfProto(request.due_time(), "dueTime"));
  return Respond(
      desk_.Extend(ScopeOf(call), rpc::KeyOf("ExtendSuggestion", call, request),
                   request.suggestion_id(), request.body_id(), due_time, request.reason()),
      response);
}

absl::Status SuggestionService::AddSuggestionProgress(
    const rpc::Call& call, const v1::AddSuggestionProgressRequest& request,
    v1::Suggestion* response) {
  return Respond(
      desk_.AddProgress(ScopeOf(call), rpc::KeyOf("AddSuggestionProgress", call, request),
                        request.suggestion_id(), request.text()),
      response);
}

absl::Status SuggestionService::GiveSuggestionOpinion(
    const rpc::Call& call, const v1::GiveSuggestionOpinionRequest& request,
    v1::Suggestion* response) {
  return Respond(
      desk_.GiveOpinion(ScopeOf(call), rpc::KeyOf("GiveSuggestionOpinion", call, request),
                        request.suggestion_id(), request.body_id(), request.opinion()),
      response);
}

absl::Status SuggestionService::ReplyToSuggestion(const rpc::Call& call,
                                                  const v1::ReplyToSuggestionRequest& request,
                                                  v1::Suggestion* response) {
  if (!v1::ReplyClass_IsValid(request.reply_class())) {
    return base::InvalidField("replyClass", "没有这种答复分类");
  }
  std::optional<absl::Time> promise_time;
  if (request.has_promise_time()) {
    ASSIGN_OR_RETURN(promise_time, TimeOfProto(request.promise_time(), "promiseTime"));
  }
  return Respond(
      desk_.Reply(ScopeOf(call), rpc::KeyOf("ReplyToSuggestion", call, request),
                  request.suggestion_id(), static_cast<ReplyClass>(request.reply_class()),
                  request.body(), promise_time),
      response);
}

absl::Status SuggestionService::ReviewSuggestionReply(
    const rpc::Call& call, const v1::ReviewSuggestionReplyRequest& request,
    v1::Suggestion* response) {
  ASSIGN_OR_RETURN(const GateDecision decision, GateDecisionOf(request.decision()));
  return Respond(
      desk_.ReviewReply(ScopeOf(call), rpc::KeyOf("ReviewSuggestionReply", call, request),
                        request.suggestion_id(), decision, request.reason()),
      response);
}

absl::Status SuggestionService::RateSuggestion(const rpc::Call& call,
                                               const v1::RateSuggestionRequest& request,
                                               v1::Suggestion* response) {
  if (!v1::Satisfaction_IsValid(request.satisfaction())) {
    return base::InvalidField("satisfaction", "没有这种评价");
  }
  return Respond(desk_.Rate(ScopeOf(call), rpc::KeyOf("RateSuggestion", call, request),
                            request.suggestion_id(),
                            static_cast<Satisfaction>(request.satisfaction()), request.comment()),
                 response);
}

absl::Status SuggestionService::SuperviseSuggestion(const rpc::Call& call,
                                                    const v1::SuperviseSuggestionRequest& request,
                                                    v1::Suggestion* response) {
  return Respond(desk_.Supervise(ScopeOf(call), rpc::KeyOf("SuperviseSuggestion", call, request),
                                 request.suggestion_id(), request.supervisor(), request.note()),
                 response);
}

absl::Status SuggestionService::AwardSuggestion(const rpc::Call& call,
                                                const v1::AwardSuggestionRequest& request,
                                                v1::Suggestion* response) {
  if (!v1::SuggestionAwardKind_IsValid(request.kind())) {
    return base::InvalidField("kind", "没有这种奖项");
  }
  return Respond(desk_.Award(ScopeOf(call), rpc::KeyOf("AwardSuggestion", call, request),
                             request.suggestion_id(),
                             {static_cast<SuggestionAwardKind>(request.kind()), request.year()}),
                 response);
}

absl::Status SuggestionService::GetSuggestion(const rpc::Call& call,
                                              const v1::GetSuggestionRequest& request,
                                              v1::Suggestion* response) {
  return Respond(desk_.Get(ScopeOf(call), request.home_id(), request.suggestion_id()), response);
}

absl::Status SuggestionService::ListSuggestions(const rpc::Call& call,
                                                const v1::ListSuggestionsRequest& request,
                                                v1::ListSuggestionsResponse* response) {
  const std::string list = absl::StrCat("suggestions/", request.home_id());
  ASSIGN_OR_RETURN(const std::optional<int64_t> before_id,
                   ReadPosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const SuggestionPage page,
                   desk_.List(ScopeOf(call), request.home_id(), before_id, request.page_size()));
  for (const Suggestion& suggestion : page.suggestions) {
    ToProto(suggestion, desk_.Now(), response->add_suggestions());
  }
  response->set_next_page_token(WritePosition(tokens_, list, page.next_before_id));
  return absl::OkStatus();
}

absl::Status SuggestionService::ListSuggestionTasks(const rpc::Call& call,
                                                    const v1::ListSuggestionTasksRequest& request,
                                                    v1::ListSuggestionTasksResponse* response) {
  const std::string list = absl::StrCat("suggestionTasks/", request.home_id());
  ASSIGN_OR_RETURN(const TaskPosition after, ReadTaskPosition(tokens_, list, request.page_token()));
  ASSIGN_OR_RETURN(const SuggestionWorkPage page,
                   desk_.ListTasks(ScopeOf(call), request.home_id(), after, request.page_size()));
  for (const SuggestionWork& work : page.tasks) ToProto(work, desk_.Now(), response->add_tasks());
  response->set_next_page_token(WriteTaskPosition(tokens_, list, page.next));
  return absl::OkStatus();
}

absl::Status SuggestionService::GetSuggestionReport(const rpc::Call& call,
                                                    const v1::GetSuggestionReportRequest& request,
                                                    v1::SuggestionReport* response) {
  ASSIGN_OR_RETURN(const SuggestionCounts counts,
                   desk_.Report(ScopeOf(call), request.home_id(), request.year()));
  response->set_year(request.year());
  ToProto(counts, desk_.Now(), response);
  return absl::OkStatus();
}

}  // namespace deputies::board
