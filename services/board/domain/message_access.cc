#include "services/board/domain/message_access.h"

#include <algorithm>

namespace deputies::board {

Viewer ViewerAt(const base::Caller& caller, int64_t home_id) {
  if (!caller.SignedIn()) return {};
  return {caller.person_id, caller.DeputyIdAt(home_id), caller.IsStaffOf(home_id),
          caller.HasAt({base::Role::kChair, base::Role::kCountyOffice}, home_id)};
}

bool MayRead(const Viewer& viewer, const Message& message) {
  return message.visibility != Visibility::kPrivate || IsAuthor(viewer, message) ||
         MayAnswer(viewer, message);
}

bool MayAnswer(const Viewer& viewer, const Message& message) {
  if (viewer.staff) return true;
  if (viewer.deputy_id == 0) return false;
  return message.deputy_id == 0 || message.deputy_id == viewer.deputy_id ||
         message.handler_deputy_id == viewer.deputy_id ||
         std::find(message.addressees.begin(), message.addressees.end(), viewer.deputy_id) !=
             message.addressees.end();
}

bool IsHandler(const Viewer& viewer, const Message& message) {
  Viewer as_deputy = viewer;
  as_deputy.staff = false;
  if (!MayAnswer(as_deputy, message)) return false;
  return message.handler_deputy_id == 0 || message.handler_deputy_id == viewer.deputy_id;
}

bool IsAuthor(const Viewer& viewer, const Message& message) {
  return viewer.person_id != 0 && message.author_id == viewer.person_id;
}

}  // namespace deputies::board
