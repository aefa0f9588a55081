#include "services/board/domain/voice_desk.h"

#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "services/board/domain/author_alias.h"
#include "services/board/domain/errors.h"
#include "services/board/domain/message_reader.h"
#include "services/board/domain/message_responder.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

absl::Status NeedAuthor(const MessageChange& change) {
  return IsAuthor(change.viewer, change.message) ? absl::OkStatus() : OnlyTheAuthorMay();
}

// What others' messages go on in is no longer for their authors' eyes: they live on by themselves.
absl::Status ReleaseMerged(MessageChange& change) {
  const Message& into = change.message;
  ASSIGN_OR_RETURN(const std::vector<int64_t> ids, change.transaction.MergedInto(into));
  for (const int64_t id : ids) {
    ASSIGN_OR_RETURN(std::optional<Message> merged,
                     change.transaction.LockMessage(into.home_id, id));
    if (!merged.has_value() || merged->merged_into_id != into.id ||
        merged->author_id == into.author_id) {
      continue;
    }
    MessageChange own{*merged,          change.viewer, Actor(),    change.now,
                      change.lifecycle, change.limits, change.ids, change.transaction};
    RETURN_IF_ERROR(own.Apply(MessageEvent::kSplit, "并入的留言不再公开，恢复单独办理"));
    RETURN_IF_ERROR(
        own.TellHandler(NoticeKind::kReopened, merged->version + 1, true, merged->due_time));
    ++merged->version;
    RETURN_IF_ERROR(change.transaction.UpdateMessage(*merged));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<Message> VoiceDesk::FollowUp(const CallScope& scope, const RequestKey& key,
                                            int64_t message_id, std::string body) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedAuthor(change));
    const bool reply = change.message.state == MessageState::kAwaitingAuthor;
    RETURN_IF_ERROR(change.Apply(reply ? MessageEvent::kReply : MessageEvent::kFollowUp, body));
    return change.TellHandler(NoticeKind::kReplyGiven, change.message.version);
  });
}

absl::StatusOr<Message> VoiceDesk::Chase(const CallScope& scope, const RequestKey& key,
                                         int64_t message_id) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedAuthor(change));
    RETURN_IF_ERROR(change.Apply(MessageEvent::kChase));
    return change.TellHandler(NoticeKind::kChased, change.message.life.chase_count, true,
                              change.message.due_time);
  });
}

absl::StatusOr<Message> VoiceDesk::Reopen(const CallScope& scope, const RequestKey& key,
                                          int64_t message_id, std::string reason) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    if (!change.viewer.staff) RETURN_IF_ERROR(NeedAuthor(change));
    const std::optional<Rating> verdict = change.message.rating;
    RETURN_IF_ERROR(change.Apply(MessageEvent::kReopen, reason));
    if (verdict.has_value()) {
      RETURN_IF_ERROR(
          change.transaction.Tell(change.message.home_id, change.now,
                                  SolvedWord{change.message.id, change.message.version, false}));
    }
    if (verdict.has_value() && Confirms(*verdict) && change.message.life.answer_deputy_id != 0) {
      RETURN_IF_ERROR(
          change.transaction.Tell(change.message.home_id, change.now,
                                  AnswerConfirmed{change.message.id, change.message.author_id,
                                                  change.message.life.answer_deputy_id,
                                                  change.message.life.template_answer, true}));
    }
    return change.TellHandler(NoticeKind::kReopened, change.message.version, true,
                              change.message.due_time);
  });
}

absl::StatusOr<Message> VoiceDesk::ChangeVisibility(const CallScope& scope, const RequestKey& key,
                                                    int64_t message_id, Visibility visibility) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedAuthor(change));
    Message& message = change.message;
    // Which deputy wrote to the government is not for the public.
    if (message.kind == MessageKind::kFeedback) return MessageStateConflict();
    message.visibility = visibility;
    ASSIGN_OR_RETURN(message.visibility, change.transaction.ChooseVisibility(message));
    message.author_name =
        visibility == Visibility::kAlias ? AliasOfMessage(message.id) : AuthorAlias(scope.caller);
    if (visibility == Visibility::kPrivate) RETURN_IF_ERROR(ReleaseMerged(change));
    return change.Apply(MessageEvent::kVisibility);
  });
}

absl::StatusOr<Message> VoiceDesk::Support(const CallScope& scope, const RequestKey& key,
                                           int64_t message_id, SupportKind kind) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    Message& message = change.message;
    if (IsAuthor(change.viewer, message)) return NotForOnesOwn();
    if (message.visibility == Visibility::kPrivate) return OnlyTheAuthorMay();
    if (kind == SupportKind::kCosign && message.state == MessageState::kMerged) {
      return MessageIsMerged();
    }
    ASSIGN_OR_RETURN(const bool added,
                     change.transaction.AddSupport(message, kind, change.viewer.person_id));
    if (added) ++(kind == SupportKind::kFollow ? message.follower_count : message.cosign_count);
    return absl::OkStatus();
  });
}

absl::StatusOr<Message> VoiceDesk::Unfollow(const CallScope& scope, const RequestKey& key,
                                            int64_t message_id) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    ASSIGN_OR_RETURN(const bool removed,
                     change.transaction.RemoveSupport(change.message, SupportKind::kFollow,
                                                      change.viewer.person_id));
    if (removed) --change.message.follower_count;
    return absl::OkStatus();
  });
}

absl::StatusOr<Message> VoiceDesk::ReadReceipt(const CallScope& scope, int64_t home_id,
                                               absl::string_view code) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> message_id,
                   store_.FindByReceipt(scope.deadline, home_id, absl::AsciiStrToUpper(code)));
  if (!message_id.has_value()) return ReceiptNotFound();
  ASSIGN_OR_RETURN(Message message,
                   FindStoredMessage(store_, scope.deadline, home_id, *message_id));
  // From the take-over on the person's own account opens it, the paper no longer.
  if (message.author_id != 0) return ReceiptNotFound();
  return message;
}

absl::StatusOr<Message> VoiceDesk::ClaimReceipt(const CallScope& scope, const RequestKey& key,
                                                absl::string_view code) {
  ASSIGN_OR_RETURN(const std::optional<int64_t> message_id,
                   store_.FindByReceipt(scope.deadline, key.home_id, absl::AsciiStrToUpper(code)));
  if (!message_id.has_value()) return ReceiptNotFound();
  const absl::Status committed =
      store_.InTransaction(scope.deadline, [&](MessageTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<int64_t> earlier,
                         transaction.ClaimRequest(key, *message_id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(std::optional<Message> message,
                         transaction.LockMessage(key.home_id, *message_id));
        if (!message.has_value() || message->author_id != 0 ||
            message->life.proxy_person_id == scope.caller.person_id) {
          return ReceiptNotFound();
        }
        message->author_id = scope.caller.person_id;
        ++message->version;
        return transaction.UpdateMessage(*message);
      });
  RETURN_IF_ERROR(committed);
  return FindStoredMessage(store_, scope.deadline, key.home_id, *message_id);
}

}  // namespace deputies::board
