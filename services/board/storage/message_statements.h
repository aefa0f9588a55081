// SQL of SqlMessageStore, one constant a statement.
//
// The lists stay flat as data grows: each branch of the visibility rule (domain/message_access.h)
// is a backwards range over one index that ends in id, cut at the page size. FORCE INDEX, because
// the optimizer would rather walk the primary key and filter, which is no cheaper for a mostly
// public home and unbounded for a mostly private one.
#ifndef SERVICES_BOARD_STORAGE_MESSAGE_STATEMENTS_H_
#define SERVICES_BOARD_STORAGE_MESSAGE_STATEMENTS_H_

#include "services/common/db/database.h"

namespace deputies::board {

// In the order of ReadMessage's columns.
#define BOARD_MESSAGE_COLUMNS                                                                     \
  "m.home_id, m.id, m.author_id, m.deputy_id, m.visibility, m.state, m.version, m.answer_count, " \
  "m.create_time, m.subject, m.author_name, m.body, m.rating_score, m.rating_comment, "           \
  "m.rating_time "

// home_id, before_id, limit. Index-only: the rows are read by the statement around it.
#define BOARD_PUBLIC_IDS                                           \
  "SELECT id FROM messages FORCE INDEX (idx_messages_visibility) " \
  "WHERE home_id=? AND visibility=2 AND id<? ORDER BY id DESC LIMIT ?"
// home_id, author_id, before_id, limit
#define BOARD_OWN_IDS                                          \
  "SELECT id FROM messages FORCE INDEX (idx_messages_author) " \
  "WHERE home_id=? AND author_id=? AND id<? ORDER BY id DESC LIMIT ?"
// home_id, deputy_id, before_id, limit; deputy 0: addressed to the home
#define BOARD_ADDRESSED_IDS                                    \
  "SELECT id FROM messages FORCE INDEX (idx_messages_deputy) " \
  "WHERE home_id=? AND deputy_id=? AND id<? ORDER BY id DESC LIMIT ?"
// limit, home_id. UNION drops what several branches find.
#define BOARD_READ_PAGE(branches)                                 \
  "SELECT STRAIGHT_JOIN " BOARD_MESSAGE_COLUMNS "FROM (" branches \
  " ORDER BY id DESC LIMIT ?) page JOIN messages m ON m.home_id=? AND m.id=page.id"

inline constexpr db::Statement kFindMessage{"/* board.FindMessage */ SELECT " BOARD_MESSAGE_COLUMNS
                                            "FROM messages m WHERE m.home_id=? AND m.id=?"};
inline constexpr db::Statement kLockMessage{
    "/* board.LockMessage */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m WHERE m.home_id=? AND m.id=? FOR UPDATE"};

inline constexpr db::Statement kListPublicMessages{
    "/* board.ListPublicMessages */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m FORCE INDEX (idx_messages_visibility) "
    "WHERE m.home_id=? AND m.visibility=2 AND m.id<? ORDER BY m.id DESC LIMIT ?"};
inline constexpr db::Statement kListAllMessages{
    "/* board.ListAllMessages */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m FORCE INDEX (PRIMARY) "
    "WHERE m.home_id=? AND m.id<? ORDER BY m.id DESC LIMIT ?"};
inline constexpr db::Statement kListMessagesForPerson{
    "/* board.ListMessagesForPerson */ " BOARD_READ_PAGE("(" BOARD_PUBLIC_IDS
                                                         ") UNION (" BOARD_OWN_IDS ")")};
inline constexpr db::Statement kListMessagesForDeputy{
    "/* board.ListMessagesForDeputy */ " BOARD_READ_PAGE(
        "(" BOARD_PUBLIC_IDS ") UNION (" BOARD_OWN_IDS ") UNION (" BOARD_ADDRESSED_IDS
        ") UNION (" BOARD_ADDRESSED_IDS ")")};

#undef BOARD_READ_PAGE
#undef BOARD_ADDRESSED_IDS
#undef BOARD_OWN_IDS
#undef BOARD_PUBLIC_IDS
#undef BOARD_MESSAGE_COLUMNS

inline constexpr db::Statement kInsertMessage{
    "/* board.InsertMessage */ INSERT INTO messages (home_id, id, author_id, deputy_id, "
    "visibility, "
    "state, version, answer_count, create_time, subject, author_name, body, source_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
inline constexpr db::Statement kUpdateMessage{
    "/* board.UpdateMessage */ UPDATE messages SET state=?, version=?, answer_count=?, "
    "rating_score=?, rating_comment=?, rating_time=? WHERE home_id=? AND id=?"};
inline constexpr db::Statement kInsertAnswer{
    "/* board.InsertAnswer */ INSERT INTO message_answers (home_id, message_id, id, deputy_id, "
    "responder_id, create_time, responder_name, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};

// In the order of ReadAnswers's columns. The IN lists have fixed lengths, so that each is prepared
// once; a shorter list is filled up with its last id.
#define BOARD_LIST_ANSWERS(ids)                                                                    \
  "/* board.ListAnswers */ SELECT message_id, id, deputy_id, responder_id, responder_name, body, " \
  "create_time FROM message_answers WHERE home_id=? AND message_id IN (" ids                       \
  ") ORDER BY message_id, id"
#define BOARD_FIVE "?, ?, ?, ?, ?"
#define BOARD_TWENTY_ONE BOARD_FIVE ", " BOARD_FIVE ", " BOARD_FIVE ", " BOARD_FIVE ", ?"

struct ListAnswersStatement {
  size_t ids;
  db::Statement statement;
};
// 51: a page of kMaxPageSize and the one beyond.
inline constexpr ListAnswersStatement kListAnswers[] = {
    {1, {BOARD_LIST_ANSWERS("?")}},
    {5, {BOARD_LIST_ANSWERS(BOARD_FIVE)}},
    {21, {BOARD_LIST_ANSWERS(BOARD_TWENTY_ONE)}},
    {51,
     {BOARD_LIST_ANSWERS(BOARD_TWENTY_ONE ", " BOARD_TWENTY_ONE ", " BOARD_FIVE ", ?, ?, ?, ?")}},
};

#undef BOARD_TWENTY_ONE
#undef BOARD_FIVE
#undef BOARD_LIST_ANSWERS

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_MESSAGE_STATEMENTS_H_
