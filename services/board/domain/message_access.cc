#include "services/board/domain/message_access.h"

namespace deputies::board {

Viewer ViewerAt(const base::Caller& caller, int64_t home_id) {
  if (!caller.SignedIn()) return {};
  return {caller.person_id, caller.DeputyIdAt(home_id), caller.IsStaffOf(home_id)};
}

bool MayRead(const Viewer& viewer, const Message& message) {
  return message.visibility == Visibility::kPublic || IsAuthor(viewer, message) ||
         MayAnswer(viewer, message);
}

bool MayAnswer(const Viewer& viewer, const Message& message) {
  if (viewer.staff) return true;
  return viewer.deputy_id != 0 && (message.deputy_id == 0 || message.deputy_id == viewer.deputy_id);
}

bool IsAuthor(const Viewer& viewer, const Message& message) {
  return viewer.person_id != 0 && message.author_id == viewer.person_id;
}

}  // namespace deputies::board
