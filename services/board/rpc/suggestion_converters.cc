#include "services/board/rpc/suggestion_converters.h"

#include "absl/strings/str_cat.h"
#include "services/board/rpc/desk_converters.h"
#include "services/common/base/error.h"

namespace deputies::board {
namespace {

void ToProto(const SuggestionTask& task, v1::SuggestionTask* proto) {
  proto->set_body_id(task.body_id);
  proto->set_body_name(task.body_name);
  proto->set_main(task.main);
  proto->set_state(static_cast<v1::SuggestionTaskState>(task.state));
  SetProtoTime(task.assign_time, proto->mutable_assign_time());
  SetProtoTime(task.return_due_time, proto->mutable_return_due_time());
  SetProtoTime(task.due_time, proto->mutable_due_time());
  proto->set_extended(task.extended);
  proto->set_opinion(task.opinion);
}

void ToProto(const SuggestionReply& reply, v1::SuggestionReply* proto) {
  proto->set_number(reply.number);
  proto->set_round(reply.round);
  proto->set_reply_class(static_cast<v1::ReplyClass>(reply.reply_class));
  proto->set_body(reply.body);
  if (reply.promise_time.has_value()) {
    SetProtoTime(*reply.promise_time, proto->mutable_promise_time());
  }
  SetProtoTime(reply.submit_time, proto->mutable_submit_time());
  proto->set_decision(static_cast<v1::GateDecision>(reply.decision));
  proto->set_reason(reply.reason);
  proto->set_satisfaction(static_cast<v1::Satisfaction>(reply.satisfaction));
  proto->set_comment(reply.comment);
}

}  // namespace

absl::StatusOr<SuggestionText> FromProto(const v1::SuggestionText& proto, absl::string_view path) {
  if (!v1::SuggestionKind_IsValid(proto.kind())) {
    return base::InvalidField(absl::StrCat(path, ".kind"), "请选择建议或者议案");
  }
  SuggestionText text;
  text.kind = static_cast<SuggestionKind>(proto.kind());
  text.title = proto.title();
  text.body = proto.body();
  text.open_to_public = proto.open_to_public();
  return text;
}

absl::StatusOr<GateDecision> GateDecisionOf(v1::GateDecision decision) {
  if (decision != v1::GATE_PASS && decision != v1::GATE_RETURN) {
    return base::InvalidField("decision", "请选择 GATE_PASS（通过）或 GATE_RETURN（退回）");
  }
  return static_cast<GateDecision>(decision);
}

void ToProto(const Suggestion& suggestion, absl::Time now, v1::Suggestion* proto) {
  proto->set_suggestion_id(suggestion.id);
  proto->set_home_id(suggestion.home_id);
  proto->set_kind(static_cast<v1::SuggestionKind>(suggestion.text.kind));
  proto->set_state(static_cast<v1::SuggestionState>(suggestion.state));
  proto->set_title(suggestion.text.title);
  proto->set_body(suggestion.text.body);
  proto->set_proposer_deputy_id(suggestion.proposer_deputy_id);
  proto->set_proposer_name(suggestion.proposer_name);
  for (const SuggestionCosigner& cosigner : suggestion.cosigners) {
    v1::SuggestionCosigner* to = proto->add_cosigners();
    to->set_deputy_id(cosigner.deputy_id);
    to->set_has_signed(cosigner.signed_up);
  }
  proto->set_parent_id(suggestion.parent_id);
  proto->set_open_to_public(suggestion.text.open_to_public);
  proto->set_owner(OwnerOf(suggestion.state));
  const SuggestionTask* main = MainTask(suggestion);
  if (main != nullptr && main->IsOpen()) {
    SetProtoTime(main->due_time, proto->mutable_due_time());
    proto->set_overdue(now > main->due_time);
  }
  for (const SuggestionTask& task : suggestion.tasks) ToProto(task, proto->add_tasks());
  for (const SuggestionReply& reply : suggestion.replies) ToProto(reply, proto->add_replies());
  proto->set_supervisor(suggestion.supervisor);
  for (const SuggestionEntry& entry : suggestion.entries) {
    v1::SuggestionEntry* to = proto->add_entries();
    SetProtoTime(entry.time, to->mutable_time());
    to->set_actor(entry.actor);
    to->set_text(entry.text);
  }
  for (const SuggestionAward& award : suggestion.awards) {
    v1::SuggestionAward* to = proto->add_awards();
    to->set_kind(static_cast<v1::SuggestionAwardKind>(award.kind));
    to->set_year(award.year);
  }
  SetProtoTime(suggestion.create_time, proto->mutable_create_time());
  SetProtoTime(suggestion.update_time, proto->mutable_update_time());
}

void ToProto(const SuggestionWork& work, absl::Time now,
             v1::ListSuggestionTasksResponse::Entry* proto) {
  proto->set_suggestion_id(work.suggestion.id);
  proto->set_title(work.suggestion.text.title);
  proto->set_state(static_cast<v1::SuggestionState>(work.suggestion.state));
  ToProto(work.task, proto->mutable_task());
  proto->set_overdue(now > work.task.due_time);
}

void ToProto(const SuggestionCounts& counts, absl::Time now, v1::SuggestionReport* proto) {
  proto->set_submitted_count(counts.submitted);
  proto->set_handed_over_count(counts.handed_over);
  proto->set_replied_count(counts.replied);
  proto->set_closed_count(counts.closed);
  proto->set_overdue_count(counts.overdue);
  for (const int32_t count : counts.classes) proto->add_class_counts(count);
  for (const int32_t count : counts.satisfaction[0]) proto->add_first_satisfaction_counts(count);
  for (const int32_t count : counts.satisfaction[1]) proto->add_second_satisfaction_counts(count);
  SetProtoTime(now, proto->mutable_as_of_time());
}

}  // namespace deputies::board
