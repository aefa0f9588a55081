// Who may read and answer a message: the only place that knows. MessageStore::ListMessages repeats
// MayRead in SQL; a property test keeps the two alike.
#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_ACCESS_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_ACCESS_H_

#include <cstdint>

#include "services/board/domain/message.h"
#include "services/common/base/caller.h"

namespace deputies::board {

// What the rules want to know of a caller at one home.
struct Viewer {
  int64_t person_id = 0;  // 0: nobody is signed in
  int64_t deputy_id = 0;  // the caller's deputy record in this home; 0: none
  bool staff = false;     // liaison or chair of the home, or a county or city office above it
  bool chair = false;     // staff, and more than a liaison
};

Viewer ViewerAt(const base::Caller& caller, int64_t home_id);

// Everybody reads public messages; a person, the own ones; a deputy, those to the home, to the
// deputy, and handled by the deputy now or before; staff, all. `viewer` must be of the message's
// home; of a message with private addressees these must be filled.
bool MayRead(const Viewer& viewer, const Message& message);

// The addressed or handling deputy; for a message to the home any of its deputies; staff. Implies
// MayRead.
bool MayAnswer(const Viewer& viewer, const Message& message);

// The deputy whose matter it is now: the handler, or while there is none any that may answer.
bool IsHandler(const Viewer& viewer, const Message& message);

// The viewer wrote the message. Nobody wrote an imported one.
bool IsAuthor(const Viewer& viewer, const Message& message);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_ACCESS_H_
