#include "services/board/domain/message_reader.h"

#include <algorithm>
#include <utility>

#include "services/board/domain/errors.h"
#include "services/board/domain/message_access.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {

absl::StatusOr<MessagePage> MessageReader::List(const CallScope& scope, int64_t home_id,
                                                std::optional<int64_t> before_id, int page_size) {
  const int size = page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
  ListQuery query;
  query.home_id = home_id;
  if (before_id.has_value()) query.before_id = *before_id;
  query.limit = size + 1;  // the one beyond tells whether there is a next page

  MessagePage page;
  ASSIGN_OR_RETURN(page.messages,
                   store_.ListMessages(scope.deadline, ViewerAt(scope.caller, home_id), query));
  if (static_cast<int>(page.messages.size()) > size) {
    page.messages.resize(size);
    page.next_before_id = page.messages.back().id;
  }
  if (page.messages.empty() && !before_id.has_value()) {
    RETURN_IF_ERROR(directory_.CheckHome(scope, home_id));
  }
  return page;
}

absl::StatusOr<WorkPage> MessageReader::ListWork(const CallScope& scope, int64_t home_id,
                                                 std::optional<WorkPosition> after, int page_size) {
  const int size = page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
  WorkQuery query;
  query.home_id = home_id;
  query.limit = size + 1;
  if (after.has_value()) {
    query.after_due = after->due;
    query.after_id = after->id;
  }
  WorkPage page;
  ASSIGN_OR_RETURN(page.messages,
                   store_.ListWork(scope.deadline, ViewerAt(scope.caller, home_id), query));
  if (static_cast<int>(page.messages.size()) > size) {
    page.messages.resize(size);
    page.next = WorkPosition{*page.messages.back().due_time, page.messages.back().id};
  }
  return page;
}

absl::StatusOr<std::vector<Transition>> MessageReader::Timeline(const CallScope& scope,
                                                                int64_t home_id,
                                                                int64_t message_id) {
  ASSIGN_OR_RETURN(const Message message, Get(scope, home_id, message_id));
  ASSIGN_OR_RETURN(std::vector<Transition> lines,
                   store_.ListTransitions(scope.deadline, home_id, message_id));
  const Viewer viewer = ViewerAt(scope.caller, home_id);
  if (IsAuthor(viewer, message) || MayAnswer(viewer, message)) return lines;
  for (Transition& line : lines) {
    line.note.clear();
    line.actor.name.clear();
  }
  return lines;
}

absl::StatusOr<Message> MessageReader::Get(const CallScope& scope, int64_t home_id,
                                           int64_t message_id) {
  ASSIGN_OR_RETURN(std::optional<Message> message,
                   store_.FindMessage(scope.deadline, home_id, message_id));
  if (!message.has_value() || !MayRead(ViewerAt(scope.caller, home_id), *message)) {
    return MessageNotFound();
  }
  return *std::move(message);
}

absl::StatusOr<Message> FindStoredMessage(MessageStore& store, absl::Time deadline, int64_t home_id,
                                          int64_t message_id) {
  ASSIGN_OR_RETURN(std::optional<Message> message,
                   store.FindMessage(deadline, home_id, message_id));
  if (!message.has_value()) return absl::InternalError("a request key points to no message");
  return *std::move(message);
}

}  // namespace deputies::board
