#include "services/board/rpc/voice_service.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "services/board/domain/author_alias.h"
#include "services/board/domain/before_sending.h"
#include "services/board/rpc/message_converters.h"
#include "services/board/rpc/show_message.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/rpc/request_key.h"

namespace deputies::board {
namespace {

constexpr int kMostSimilar = 5;
constexpr int kMostSubjects = 3;

absl::StatusOr<SearchFilters> FromProto(const v1::SearchMessagesRequest& request) {
  SearchFilters filters;
  filters.words = request.query();
  if (request.state() != v1::MESSAGE_STATE_UNSPECIFIED) {
    if (!v1::MessageState_IsValid(request.state())) {
      return base::InvalidField("state", "没有这种状态");
    }
    filters.state = static_cast<MessageState>(request.state());
  }
  if (request.kind() != v1::MESSAGE_KIND_UNSPECIFIED) {
    if (!v1::MessageKind_IsValid(request.kind())) {
      return base::InvalidField("kind", "没有这种类型");
    }
    filters.kind = static_cast<MessageKind>(request.kind());
  }
  filters.category = request.category();
  filters.deputy_id = request.deputy_id();
  filters.overdue = request.overdue();
  filters.mine = request.mine();
  filters.followed = request.followed();
  if (request.has_from_time()) {
    ASSIGN_OR_RETURN(filters.from_time, board::FromProto(request.from_time(), "fromTime"));
  }
  if (request.has_until_time()) {
    ASSIGN_OR_RETURN(filters.until_time, board::FromProto(request.until_time(), "untilTime"));
  }
  return filters;
}

}  // namespace

VoiceService::VoiceService(const Parts& parts)
    : parts_(parts), table_("deputies.board.v1.VoiceService") {
  table_.Bind("PreviewMessage", this, &VoiceService::PreviewMessage);
  table_.Bind("SearchMessages", this, &VoiceService::SearchMessages);
  table_.Bind("GetTimeline", this, &VoiceService::GetTimeline);
  table_.Bind("FollowUp", this, &VoiceService::FollowUp);
  table_.Bind("ChaseMessage", this, &VoiceService::ChaseMessage);
  table_.Bind("ReopenMessage", this, &VoiceService::ReopenMessage);
  table_.Bind("ChangeVisibility", this, &VoiceService::ChangeVisibility);
  table_.Bind("FollowMessage", this, &VoiceService::FollowMessage);
  table_.Bind("UnfollowMessage", this, &VoiceService::UnfollowMessage);
  table_.Bind("CosignMessage", this, &VoiceService::CosignMessage);
  table_.Bind("ReadReceipt", this, &VoiceService::ReadReceipt);
  table_.Bind("ClaimReceipt", this, &VoiceService::ClaimReceipt);
  table_.Bind("ListCategories", this, &VoiceService::ListCategories);
}

absl::Status VoiceService::PreviewMessage(const rpc::Call& call,
                                          const v1::PreviewMessageRequest& request,
                                          v1::PreviewMessageResponse* response) {
  const CallScope scope = ScopeOf(call);
  const std::string text = absl::StrCat(request.subject(), "\n", request.body());
  for (EmergencyNumber& number : EmergencyNumbersFor(text)) {
    v1::EmergencyNumber* proto = response->add_emergency_numbers();
    proto->set_phone(std::move(number.phone));
    proto->set_name(std::move(number.name));
    proto->set_because(std::move(number.because));
  }
  if (request.visibility() == v1::PUBLIC || request.visibility() == v1::ALIAS) {
    v1::Message* seen = response->mutable_seen_by_others();
    seen->set_home_id(request.home_id());
    seen->set_subject(request.subject());
    seen->set_body(request.body());
    seen->set_visibility(request.visibility());
    seen->set_state(v1::POSTED);
    // The name of one message alone is made with the message.
    seen->set_author_name(request.visibility() == v1::PUBLIC ? AuthorAlias(call.caller)
                                                             : "选民（化名）");
    for (std::string& piece : PersonalDataIn(text)) response->add_personal_data(std::move(piece));
  }
  ASSIGN_OR_RETURN(const std::vector<SimilarMessage> similar,
                   parts_.searcher.FindSimilar(scope, request.home_id(), request.subject(),
                                               request.body(), kMostSimilar));
  for (const SimilarMessage& entry : similar) {
    v1::SimilarMessage* proto = response->add_similar_messages();
    ToProto(entry.message, call.caller.person_id, proto->mutable_message());
    proto->set_similarity_percent(static_cast<int>(entry.similarity * 100 + 0.5));
  }
  for (const SuggestedSubject& subject : parts_.classifier.Suggest(text, kMostSubjects)) {
    v1::SuggestedCategory* proto = response->add_categories();
    proto->set_category(subject.category);
    proto->set_confidence_percent(static_cast<int>(subject.confidence * 100 + 0.5));
    for (const std::string& word : subject.because) proto->add_because(word);
  }
  return absl::OkStatus();
}

absl::Status VoiceService::SearchMessages(const rpc::Call& call,
                                          const v1::SearchMessagesRequest& request,
                                          v1::SearchMessagesResponse* response) {
  ASSIGN_OR_RETURN(SearchFilters filters, FromProto(request));
  ASSIGN_OR_RETURN(const std::optional<int64_t> before_id,
                   ReadPageToken(parts_.page_tokens, request.home_id(), request.page_token()));
  ASSIGN_OR_RETURN(SearchPage page,
                   parts_.searcher.Search(ScopeOf(call), request.home_id(), std::move(filters),
                                          before_id, request.page_size()));
  v1::ListMessagesResponse list;
  ToProto(MessagePage{std::move(page.messages), page.next_before_id}, request.home_id(),
          call.caller.person_id, parts_.page_tokens, &list);
  response->mutable_messages()->Swap(list.mutable_messages());
  response->set_next_page_token(list.next_page_token());
  return absl::OkStatus();
}

absl::Status VoiceService::GetTimeline(const rpc::Call& call, const v1::GetTimelineRequest& request,
                                       v1::GetTimelineResponse* response) {
  ASSIGN_OR_RETURN(const std::vector<Transition> lines,
                   parts_.reader.Timeline(ScopeOf(call), request.home_id(), request.message_id()));
  for (const Transition& line : lines) ToProto(line, response->add_entries());
  return absl::OkStatus();
}

absl::Status VoiceService::FollowUp(const rpc::Call& call, const v1::FollowUpRequest& request,
                                    v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.FollowUp(ScopeOf(call), rpc::KeyOf("FollowUp", call, request),
                                          request.message_id(), request.body()),
                     response);
}

absl::Status VoiceService::ChaseMessage(const rpc::Call& call,
                                        const v1::ChaseMessageRequest& request,
                                        v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Chase(ScopeOf(call), rpc::KeyOf("ChaseMessage", call, request),
                                       request.message_id()),
                     response);
}

absl::Status VoiceService::ReopenMessage(const rpc::Call& call,
                                         const v1::ReopenMessageRequest& request,
                                         v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Reopen(ScopeOf(call), rpc::KeyOf("ReopenMessage", call, request),
                                        request.message_id(), request.reason()),
                     response);
}

absl::Status VoiceService::ChangeVisibility(const rpc::Call& call,
                                            const v1::ChangeVisibilityRequest& request,
                                            v1::Message* response) {
  ASSIGN_OR_RETURN(const Visibility visibility, FromProto(request.visibility()));
  return ShowMessage(
      parts_.describer, call,
      parts_.desk.ChangeVisibility(ScopeOf(call), rpc::KeyOf("ChangeVisibility", call, request),
                                   request.message_id(), visibility),
      response);
}

absl::Status VoiceService::FollowMessage(const rpc::Call& call,
                                         const v1::FollowMessageRequest& request,
                                         v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Support(ScopeOf(call), rpc::KeyOf("FollowMessage", call, request),
                                         request.message_id(), SupportKind::kFollow),
                     response);
}

absl::Status VoiceService::UnfollowMessage(const rpc::Call& call,
                                           const v1::UnfollowMessageRequest& request,
                                           v1::Message* response) {
  return ShowMessage(
      parts_.describer, call,
      parts_.desk.Unfollow(ScopeOf(call), rpc::KeyOf("UnfollowMessage", call, request),
                           request.message_id()),
      response);
}

absl::Status VoiceService::CosignMessage(const rpc::Call& call,
                                         const v1::CosignMessageRequest& request,
                                         v1::Message* response) {
  return ShowMessage(parts_.describer, call,
                     parts_.desk.Support(ScopeOf(call), rpc::KeyOf("CosignMessage", call, request),
                                         request.message_id(), SupportKind::kCosign),
                     response);
}

absl::Status VoiceService::ReadReceipt(const rpc::Call& call, const v1::ReadReceiptRequest& request,
                                       v1::Message* response) {
  return ShowMessage(
      parts_.describer, call,
      parts_.desk.ReadReceipt(ScopeOf(call), request.home_id(), request.receipt_code()), response);
}

absl::Status VoiceService::ClaimReceipt(const rpc::Call& call,
                                        const v1::ClaimReceiptRequest& request,
                                        v1::Message* response) {
  return ShowMessage(
      parts_.describer, call,
      parts_.desk.ClaimReceipt(ScopeOf(call), rpc::KeyOf("ClaimReceipt", call, request),
                               request.receipt_code()),
      response);
}

absl::Status VoiceService::ListCategories(const rpc::Call& call,
                                          const v1::ListCategoriesRequest& request,
                                          v1::ListCategoriesResponse* response) {
  static_cast<void>(call);
  static_cast<void>(request);
  for (const std::string& category : parts_.classifier.categories())
    response->add_categories(category);
  return absl::OkStatus();
}

}  // namespace deputies::board
