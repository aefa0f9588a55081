// Rows of the messages table as domain types, and back.
#ifndef SERVICES_BOARD_STORAGE_MESSAGE_ROWS_H_
#define SERVICES_BOARD_STORAGE_MESSAGE_ROWS_H_

#include <optional>
#include <string>

#include "services/board/domain/message.h"
#include "services/common/db/database.h"

namespace deputies::board {

// A row of BOARD_MESSAGE_COLUMNS.
Message ReadMessage(db::Row& row);
// A row of both, BOARD_MESSAGE_COLUMNS and BOARD_LIFE_COLUMNS. `addressed` tells whether
// message_addressees has rows.
Message ReadWholeMessage(db::Row& row, bool* addressed);
// A row of ListAnswers without its message's id.
Answer ReadAnswer(db::Row& row);
// A row of ListTransitions.
Transition ReadTransition(int64_t home_id, int64_t message_id, db::Row& row);

// ALIAS is stored as public with a mark, so that one index range holds all that is public.
Visibility StoredVisibility(Visibility visibility);
// `shown` is what moderators let others see of the author's choice.
db::Params InsertParams(const Message& message, Visibility shown,
                        const std::optional<std::string>& source_id);
db::Params UpdateParams(const Message& message);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_MESSAGE_ROWS_H_
