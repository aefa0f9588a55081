#include "services/board/domain/message_responder.h"

#include <optional>
#include <utility>

#include "services/board/domain/errors.h"
#include "services/board/domain/message_reader.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// Shown when accounts knows no name.
constexpr char kStaffName[] = "代表之家工作人员";
constexpr char kDeputyName[] = "人大代表";

board::Answer MakeAnswer(const Viewer& viewer, const Message& message, const base::Caller& caller) {
  board::Answer answer;
  // A person who is both answers as the deputy where the deputy was asked, else for the home.
  Viewer as_deputy = viewer;
  as_deputy.staff = false;
  if (MayAnswer(as_deputy, message)) answer.deputy_id = viewer.deputy_id;
  answer.responder_id = viewer.person_id;
  answer.responder_name = caller.display_name;
  if (answer.responder_name.empty()) {
    answer.responder_name = answer.deputy_id != 0 ? kDeputyName : kStaffName;
  }
  return answer;
}

}  // namespace

absl::StatusOr<Message> MessageResponder::Answer(const CallScope& scope, const RequestKey& key,
                                                 int64_t message_id, std::string body) {
  const int64_t answer_id = ids_.Next();
  return ChangeOnce(
      scope, key, message_id,
      [&](const Viewer& viewer, Message* message, MessageTransaction& transaction) -> absl::Status {
        if (!MayAnswer(viewer, *message)) return MayNotAnswer();
        ASSIGN_OR_RETURN(message->state, NextState(message->state, MessageEvent::kAnswer));
        board::Answer answer = MakeAnswer(viewer, *message, scope.caller);
        answer.id = answer_id;
        answer.body = body;
        answer.create_time = base::ToMillisecond(clock_.Now());
        ++message->answer_count;
        RETURN_IF_ERROR(transaction.InsertAnswer(*message, answer));
        return transaction.Tell(message->home_id, answer.create_time,
                                MessageAnswered{message->id, message->author_id, answer.id,
                                                answer.responder_id, answer.deputy_id});
      });
}

absl::StatusOr<Message> MessageResponder::Rate(const CallScope& scope, const RequestKey& key,
                                               int64_t message_id, int score, std::string comment) {
  return ChangeOnce(
      scope, key, message_id,
      [&](const Viewer& viewer, Message* message, MessageTransaction& transaction) -> absl::Status {
        if (!IsAuthor(viewer, *message)) return MayNotRate();
        ASSIGN_OR_RETURN(message->state, NextState(message->state, MessageEvent::kRate));
        message->rating = Rating{score, comment, base::ToMillisecond(clock_.Now())};
        return transaction.Tell(message->home_id, message->rating->create_time,
                                MessageRated{message->id, message->author_id, score});
      });
}

absl::StatusOr<Message> MessageResponder::ChangeOnce(const CallScope& scope, const RequestKey& key,
                                                     int64_t message_id, Change change) {
  const Viewer viewer = ViewerAt(scope.caller, key.home_id);
  const absl::Status committed =
      store_.InTransaction(scope.deadline, [&](MessageTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<int64_t> earlier, transaction.ClaimRequest(key, message_id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(std::optional<Message> message,
                         transaction.LockMessage(key.home_id, message_id));
        if (!message.has_value() || !MayRead(viewer, *message)) return MessageNotFound();
        RETURN_IF_ERROR(change(viewer, &*message, transaction));
        ++message->version;
        return transaction.UpdateMessage(*message);
      });
  RETURN_IF_ERROR(committed);
  return FindStoredMessage(store_, scope.deadline, key.home_id, message_id);
}

}  // namespace deputies::board
