#include "services/board/domain/handling_desk.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/board/domain/errors.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

absl::Status NeedStaff(const MessageChange& change) {
  return change.viewer.staff ? absl::OkStatus() : MayNotHandle();
}

absl::Status NeedHandler(const MessageChange& change) {
  return change.viewer.staff || IsHandler(change.viewer, change.message) ? absl::OkStatus()
                                                                         : MayNotHandle();
}

// The deputy who acts becomes the handler.
void TakeOver(MessageChange& change) {
  if (change.message.handler_deputy_id == 0 && change.actor.kind == ActorKind::kDeputy) {
    change.message.handler_deputy_id = change.actor.deputy_id;
  }
}

absl::Status KeepAsReader(MessageChange& change) {
  if (change.message.handler_deputy_id == 0) return absl::OkStatus();
  return change.transaction.AddAddressee(change.message, change.message.handler_deputy_id);
}

void SetSubject(MessageChange& change, std::optional<LimitClass> limit_class,
                const std::string& category) {
  if (!category.empty()) change.message.category = category;
  if (limit_class.has_value()) {
    change.lifecycle.ChangeLimitClass(&change.message, *limit_class, change.now, change.limits);
  }
}

}  // namespace

absl::StatusOr<Message> HandlingDesk::Check(const CallScope& scope, const RequestKey& key,
                                            int64_t message_id,
                                            std::optional<LimitClass> limit_class,
                                            std::string category) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedStaff(change));
    RETURN_IF_ERROR(NextState(change.message.state, MessageEvent::kCheck).status());
    SetSubject(change, limit_class, category);
    return change.Apply(MessageEvent::kCheck, category);
  });
}

absl::StatusOr<Message> HandlingDesk::Classify(const CallScope& scope, const RequestKey& key,
                                               int64_t message_id,
                                               std::optional<LimitClass> limit_class,
                                               std::string category) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedStaff(change));
    SetSubject(change, limit_class, category);
    return change.Apply(MessageEvent::kClassify, category);
  });
}

absl::StatusOr<Message> HandlingDesk::Dispatch(const CallScope& scope, const RequestKey& key,
                                               int64_t message_id, int64_t deputy_id,
                                               std::string note,
                                               std::optional<LimitClass> limit_class) {
  RETURN_IF_ERROR(directory_.CheckDeputy(scope, key.home_id, deputy_id));
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedStaff(change));
    if (change.message.kind == MessageKind::kFeedback) return MessageStateConflict();
    if (change.message.life.return_count >= kMaxReturns && !change.viewer.chair) {
      return ChairDecides();
    }
    RETURN_IF_ERROR(NextState(change.message.state, MessageEvent::kDispatch).status());
    SetSubject(change, limit_class, "");
    change.message.handler_deputy_id = deputy_id;
    RETURN_IF_ERROR(change.Apply(MessageEvent::kDispatch, note));
    RETURN_IF_ERROR(KeepAsReader(change));
    // The version tells one dispatch to a deputy from the next one.
    return change.TellHandler(NoticeKind::kDispatchedToYou, change.message.version, true,
                              change.message.due_time);
  });
}

absl::StatusOr<Message> HandlingDesk::Pool(const CallScope& scope, const RequestKey& key,
                                           int64_t message_id, std::string note) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedStaff(change));
    // What is for one deputy's eyes cannot be claimed by the others.
    if (change.message.deputy_id != 0) return MessageStateConflict();
    RETURN_IF_ERROR(NextState(change.message.state, MessageEvent::kPool).status());
    change.message.handler_deputy_id = 0;
    return change.Apply(MessageEvent::kPool, note);
  });
}

absl::StatusOr<Message> HandlingDesk::Claim(const CallScope& scope, const RequestKey& key,
                                            int64_t message_id) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    if (change.viewer.deputy_id == 0) return MayNotHandle();
    RETURN_IF_ERROR(NextState(change.message.state, MessageEvent::kClaim).status());
    change.message.handler_deputy_id = change.viewer.deputy_id;
    RETURN_IF_ERROR(change.Apply(MessageEvent::kClaim));
    RETURN_IF_ERROR(KeepAsReader(change));
    return change.TellAuthor(NoticeKind::kAcknowledged, change.message.version);
  });
}

absl::StatusOr<Message> HandlingDesk::Accept(const CallScope& scope, const RequestKey& key,
                                             int64_t message_id) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedHandler(change));
    TakeOver(change);
    RETURN_IF_ERROR(change.Apply(MessageEvent::kAccept));
    return KeepAsReader(change);
  });
}

absl::StatusOr<Message> HandlingDesk::Return(const CallScope& scope, const RequestKey& key,
                                             int64_t message_id, std::string reason) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    // A message to the home is nobody's yet, so nobody can say that it is not for him.
    const bool mine = change.message.handler_deputy_id != 0 || change.message.deputy_id != 0;
    if (!mine || !IsHandler(change.viewer, change.message)) return MayNotHandle();
    RETURN_IF_ERROR(change.Apply(MessageEvent::kReturn, reason));
    return change.TellRole(
        change.message.life.return_count >= kMaxReturns ? base::Role::kChair : base::Role::kLiaison,
        NoticeKind::kReturned, change.message.life.return_count);
  });
}

absl::StatusOr<Message> HandlingDesk::Acknowledge(const CallScope& scope, const RequestKey& key,
                                                  int64_t message_id, std::string note) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedHandler(change));
    TakeOver(change);
    RETURN_IF_ERROR(change.Apply(MessageEvent::kAcknowledge, note));
    RETURN_IF_ERROR(KeepAsReader(change));
    return change.TellAuthor(NoticeKind::kAcknowledged, change.message.version);
  });
}

absl::StatusOr<Message> HandlingDesk::Ask(const CallScope& scope, const RequestKey& key,
                                          int64_t message_id, std::string question) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedHandler(change));
    if (change.message.author_id == 0) return MessageHasNoAuthor();
    TakeOver(change);
    RETURN_IF_ERROR(change.Apply(MessageEvent::kAsk, question));
    RETURN_IF_ERROR(KeepAsReader(change));
    return change.TellAuthor(NoticeKind::kQuestionAsked, change.message.version, true,
                             change.message.life.next_time);
  });
}

absl::StatusOr<Message> HandlingDesk::Merge(const CallScope& scope, const RequestKey& key,
                                            int64_t message_id, int64_t into_id,
                                            std::string reason) {
  if (into_id == message_id) {
    return base::InvalidField("intoMessageId", "不能并入它自己");
  }
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedStaff(change));
    // Locked too, so that two messages are never merged into each other. Two opposite merges at
    // once end in a deadlock, of which the database lets one go on.
    ASSIGN_OR_RETURN(std::optional<Message> into,
                     change.transaction.LockMessage(key.home_id, into_id));
    if (!into.has_value() || !MayRead(change.viewer, *into)) return MessageNotFound();
    if (into->state == MessageState::kMerged) return MessageIsMerged();
    // The author would otherwise learn of somebody's private message.
    if (into->visibility == Visibility::kPrivate && into->author_id != change.message.author_id) {
      return base::InvalidField("intoMessageId", "只能并入公开的留言，或同一位留言人的留言");
    }
    RETURN_IF_ERROR(NextState(change.message.state, MessageEvent::kMerge).status());
    change.message.merged_into_id = into_id;
    RETURN_IF_ERROR(change.transaction.RecordMerge(change.message, into_id));
    RETURN_IF_ERROR(change.Apply(MessageEvent::kMerge, reason));
    const int64_t author_id = change.message.author_id;
    if (author_id != 0 && author_id != into->author_id) {
      // So that the author hears of the answer. Nothing is signed for anybody.
      ASSIGN_OR_RETURN(const bool added,
                       change.transaction.AddSupport(*into, SupportKind::kFollow, author_id));
      if (added) {
        ++into->follower_count;
        ++into->version;
        RETURN_IF_ERROR(change.transaction.UpdateMessage(*into));
      }
    }
    return change.TellAuthor(NoticeKind::kMerged, change.message.version);
  });
}

absl::StatusOr<Message> HandlingDesk::Split(const CallScope& scope, const RequestKey& key,
                                            int64_t message_id, std::string reason) {
  return changer_.Once(scope, key, message_id, [&](MessageChange& change) -> absl::Status {
    RETURN_IF_ERROR(NeedStaff(change));
    if (change.message.state != MessageState::kMerged) return MessageStateConflict();
    return change.Apply(MessageEvent::kSplit, reason);
  });
}

}  // namespace deputies::board
