#include "services/board/domain/message_changer.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "services/board/domain/errors.h"
#include "services/board/domain/message_reader.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// Shown when accounts knows no name.
constexpr char kStaffName[] = "代表之家工作人员";
constexpr char kDeputyName[] = "人大代表";

Notice NoticeOf(const Message& message, NoticeKind kind, int32_t stage, bool important,
                std::optional<absl::Time> event_time) {
  Notice notice;
  notice.kind = kind;
  notice.home_id = message.home_id;
  notice.message_id = message.id;
  notice.stage = stage;
  notice.event_time = event_time;
  notice.important = important;
  return notice;
}

}  // namespace

Actor ActorOf(const Viewer& viewer, const Message& message, const base::Caller& caller) {
  Actor actor;
  actor.person_id = viewer.person_id;
  if (IsAuthor(viewer, message)) {
    actor.kind = ActorKind::kAuthor;
    return actor;
  }
  Viewer as_deputy = viewer;
  as_deputy.staff = false;
  if (MayAnswer(as_deputy, message)) {
    actor.kind = ActorKind::kDeputy;
    actor.deputy_id = viewer.deputy_id;
  } else {
    actor.kind = ActorKind::kStaff;
  }
  actor.name = caller.display_name;
  if (actor.name.empty()) actor.name = actor.deputy_id != 0 ? kDeputyName : kStaffName;
  return actor;
}

absl::Status MessageChange::ApplyAs(const Actor& who, MessageEvent event, std::string note) {
  ASSIGN_OR_RETURN(Transition line,
                   lifecycle.Apply(&message, event, who, now, std::move(note), limits));
  line.id = ids.Next();
  return transaction.AppendTransition(line);
}

absl::Status MessageChange::TellAuthor(NoticeKind kind, int32_t stage, bool important,
                                       std::optional<absl::Time> event_time) {
  PersonsNotice told{NoticeOf(message, kind, stage, important, event_time), {}};
  if (message.author_id != 0) {
    told.person_ids.push_back(message.author_id);
  } else if (message.life.proxy_person_id != 0 && kind == NoticeKind::kAnswerGiven) {
    // The person has no account yet: the proxy reads the answer out.
    told.notice.kind = NoticeKind::kReadOutAnswer;
    told.person_ids.push_back(message.life.proxy_person_id);
  } else if (message.kind == MessageKind::kVisit && kind == NoticeKind::kAnswerGiven) {
    // A visitor without an account: who keeps the door knows how to reach the person.
    NoticeOrder order{NoticeOf(message, NoticeKind::kReadOutAnswer, stage, true, event_time)};
    order.role = base::Role::kLiaison;
    return transaction.Order(order);
  } else {
    return absl::OkStatus();
  }
  return transaction.Tell(message.home_id, now, told);
}

absl::Status MessageChange::TellHandler(NoticeKind kind, int32_t stage, bool important,
                                        std::optional<absl::Time> event_time) {
  NoticeOrder order{NoticeOf(message, kind, stage, important, event_time)};
  if (message.handler_deputy_id != 0) {
    order.deputy_id = message.handler_deputy_id;
  } else if (message.deputy_id > 0) {
    order.deputy_id = message.deputy_id;
  } else {
    order.role = base::Role::kLiaison;
  }
  return transaction.Order(order);
}

absl::Status MessageChange::TellRole(base::Role role, NoticeKind kind, int32_t stage) {
  NoticeOrder order{NoticeOf(message, kind, stage, true, message.due_time)};
  order.role = role;
  return transaction.Order(order);
}

absl::Status MessageChange::TellSupporters(NoticeKind kind, int32_t stage) {
  // A message that is no longer public leaves its followers without news of it.
  if (message.visibility == Visibility::kPrivate) return absl::OkStatus();
  if (message.follower_count == 0 && message.cosign_count == 0) return absl::OkStatus();
  ASSIGN_OR_RETURN(const std::vector<int64_t> persons, transaction.Supporters(message));
  for (size_t first = 0; first < persons.size(); first += kMaxPersonsOfNotice) {
    const size_t last = std::min(persons.size(), first + kMaxPersonsOfNotice);
    RETURN_IF_ERROR(
        transaction.Tell(message.home_id, now,
                         PersonsNotice{NoticeOf(message, kind, stage, false, std::nullopt),
                                       {persons.begin() + static_cast<int64_t>(first),
                                        persons.begin() + static_cast<int64_t>(last)}}));
  }
  return absl::OkStatus();
}

absl::StatusOr<Message> MessageChanger::Once(const CallScope& scope, const RequestKey& key,
                                             int64_t message_id, Step step) {
  const Viewer viewer = ViewerAt(scope.caller, key.home_id);
  ASSIGN_OR_RETURN(const CaseLimits limits, store_.FindLimits(scope.deadline, key.home_id));
  const absl::Status committed =
      store_.InTransaction(scope.deadline, [&](MessageTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<int64_t> earlier, transaction.ClaimRequest(key, message_id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(std::optional<Message> message,
                         transaction.LockMessage(key.home_id, message_id));
        if (!message.has_value() || !MayRead(viewer, *message)) return MessageNotFound();
        MessageChange change{*message,
                             viewer,
                             ActorOf(viewer, *message, scope.caller),
                             base::ToMillisecond(clock_.Now()),
                             lifecycle_,
                             limits,
                             ids_,
                             transaction};
        RETURN_IF_ERROR(step(change));
        ++message->version;
        return transaction.UpdateMessage(*message);
      });
  RETURN_IF_ERROR(committed);
  return FindStoredMessage(store_, scope.deadline, key.home_id, message_id);
}

}  // namespace deputies::board
