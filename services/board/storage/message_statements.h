// SQL of messages and of the search in them, one constant a statement.
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
  "m.rating_time, m.rating_answered, m.rating_satisfied, m.rating_solved, m.kind, m.own_alias, "  \
  "m.limit_class, m.owner, m.due_time, m.escalation, m.handler_deputy_id, m.category, "           \
  "m.answer_class, m.follower_count, m.cosign_count, m.merged_into_id "
// After these, in the order of ReadLife's columns; only where one message is read.
#define BOARD_LIFE_COLUMNS                                                                      \
  ", m.check_time, m.dispatch_time, m.accept_time, m.acknowledge_time, m.answer_time, "         \
  "m.solve_time, m.satisfy_time, m.close_time, m.silent, m.answer_due, m.next_time, "           \
  "m.pause_time, m.promise_time, m.chase_time, m.return_count, m.reopen_count, m.chase_count, " \
  "m.remind_count, m.claimed, m.answer_deputy_id, m.template_answer, m.proxy_person_id, "       \
  "m.addressed_further, m.photos "
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
// home_id, deputy_id, before_id, limit; further addressees and handlers
#define BOARD_FURTHER_ADDRESSED_IDS                                                        \
  "SELECT message_id FROM message_addressees FORCE INDEX (idx_message_addressees_deputy) " \
  "WHERE home_id=? AND deputy_id=? AND message_id<? ORDER BY message_id DESC LIMIT ?"
// limit, home_id. UNION drops what several branches find.
#define BOARD_READ_PAGE(branches)                                 \
  "SELECT STRAIGHT_JOIN " BOARD_MESSAGE_COLUMNS "FROM (" branches \
  " ORDER BY id DESC LIMIT ?) page JOIN messages m ON m.home_id=? AND m.id=page.id"

inline constexpr db::Statement kFindMessage{
    "/* board.FindMessage */ SELECT " BOARD_MESSAGE_COLUMNS BOARD_LIFE_COLUMNS
    "FROM messages m WHERE m.home_id=? AND m.id=?"};
inline constexpr db::Statement kLockMessage{
    "/* board.LockMessage */ SELECT " BOARD_MESSAGE_COLUMNS BOARD_LIFE_COLUMNS
    "FROM messages m WHERE m.home_id=? AND m.id=? FOR UPDATE"};

inline constexpr db::Statement kListWholeMessages{
    "/* board.ListWholeMessages */ SELECT " BOARD_MESSAGE_COLUMNS BOARD_LIFE_COLUMNS
    "FROM messages m FORCE INDEX (PRIMARY) WHERE m.home_id=? AND m.id>? AND m.id<? "
    "ORDER BY m.id LIMIT ?"};

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
        ") UNION (" BOARD_ADDRESSED_IDS ") UNION (" BOARD_FURTHER_ADDRESSED_IDS ")")};
// Open work is a small part of a home's messages, so the order may be made afterwards.
// home_id, after_due, after_due, after_id, deputy_id, deputy_id, deputy_id, limit
inline constexpr db::Statement kListDeputyWork{
    "/* board.ListDeputyWork */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m WHERE m.home_id=? AND m.owner BETWEEN 2 AND 6 "
    "AND (m.due_time>? OR (m.due_time=? AND m.id>?)) AND m.state<>6 "
    "AND (m.handler_deputy_id=? OR m.state=10 OR (m.handler_deputy_id=0 AND (m.deputy_id=? "
    "OR EXISTS (SELECT 1 FROM message_addressees a WHERE a.home_id=m.home_id "
    "AND a.message_id=m.id AND a.deputy_id=?)))) ORDER BY m.due_time, m.id LIMIT ?"};
// home_id, after_due, after_due, after_id, limit
inline constexpr db::Statement kListStaffWork{
    "/* board.ListStaffWork */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m WHERE m.home_id=? AND m.owner BETWEEN 3 AND 6 "
    "AND (m.due_time>? OR (m.due_time=? AND m.id>?)) ORDER BY m.due_time, m.id LIMIT ?"};

#undef BOARD_READ_PAGE
#undef BOARD_FURTHER_ADDRESSED_IDS
#undef BOARD_ADDRESSED_IDS
#undef BOARD_OWN_IDS
#undef BOARD_PUBLIC_IDS

// Search. Filters that are not set let everything through; the index is chosen by what is set.
// Every statement walks ids downwards and stops at its limit.

// Ids that one ReadHits statement takes; a shorter list is filled up with its last id.
inline constexpr int kHitsAtOnce = 25;

// Parameters in the order of FilterParams. The second half repeats MayRead.
#define BOARD_FILTERS                                                                           \
  "AND (?=0 OR m.state=?) AND (?=0 OR m.kind=?) "                                               \
  "AND (?='' OR m.category=? OR m.category LIKE ?) "                                            \
  "AND (?=0 OR m.deputy_id=? OR m.handler_deputy_id=?) AND (?=0 OR m.due_time<?) "              \
  "AND (?=0 OR m.author_id=?) "                                                                 \
  "AND (?=0 OR EXISTS (SELECT 1 FROM message_supporters s WHERE s.home_id=m.home_id "           \
  "AND s.message_id=m.id AND s.person_id=?)) "                                                  \
  "AND (?=1 OR m.visibility=2 OR (?<>0 AND m.author_id=?) OR (?<>0 AND (m.deputy_id IN (0, ?) " \
  "OR m.handler_deputy_id=? OR EXISTS (SELECT 1 FROM message_addressees a "                     \
  "WHERE a.home_id=m.home_id AND a.message_id=m.id AND a.deputy_id=?)))) "

// home_id, from_id, before_id, filters, limit
inline constexpr db::Statement kSearchAll{
    "/* board.SearchAll */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m FORCE INDEX (PRIMARY) WHERE m.home_id=? AND m.id>=? AND m.id<? " BOARD_FILTERS
    "ORDER BY m.id DESC LIMIT ?"};
// home_id, state, from_id, before_id, filters, limit
inline constexpr db::Statement kSearchState{
    "/* board.SearchState */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m FORCE INDEX (idx_messages_state) "
    "WHERE m.home_id=? AND m.state=? AND m.id>=? AND m.id<? " BOARD_FILTERS
    "ORDER BY m.id DESC LIMIT ?"};
// home_id, author_id, from_id, before_id, filters, limit
inline constexpr db::Statement kSearchMine{
    "/* board.SearchMine */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m FORCE INDEX (idx_messages_author) "
    "WHERE m.home_id=? AND m.author_id=? AND m.id>=? AND m.id<? " BOARD_FILTERS
    "ORDER BY m.id DESC LIMIT ?"};

// words, home_id, from_id, before_id, limit
inline constexpr db::Statement kFindWordHits{
    "/* board.FindWordHits */ SELECT DISTINCT message_id FROM message_grams "
    "WHERE MATCH (grams) AGAINST (? IN BOOLEAN MODE) AND home_id=? AND message_id>=? "
    "AND message_id<? ORDER BY message_id DESC LIMIT ?"};
// home_id, person_id, from_id, before_id, limit
inline constexpr db::Statement kFindFollowedHits{
    "/* board.FindFollowedHits */ SELECT DISTINCT message_id FROM message_supporters "
    "FORCE INDEX (idx_message_supporters_person) WHERE home_id=? AND person_id=? "
    "AND message_id>=? AND message_id<? ORDER BY message_id DESC LIMIT ?"};
// home_id, ids, filters
inline constexpr db::Statement kReadHits{
    "/* board.ReadHits */ SELECT " BOARD_MESSAGE_COLUMNS
    "FROM messages m WHERE m.home_id=? AND m.id IN (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
    "?, ?, ?, ?, ?, ?, ?, ?, ?, ?) " BOARD_FILTERS "ORDER BY m.id DESC"};
#undef BOARD_FILTERS

// words, words, home_id, limit, home_id
inline constexpr db::Statement kFindAlike{
    "/* board.FindAlike */ SELECT STRAIGHT_JOIN " BOARD_MESSAGE_COLUMNS
    "FROM (SELECT message_id, MATCH (grams) AGAINST (?) AS score FROM message_grams "
    "WHERE MATCH (grams) AGAINST (?) AND home_id=? AND part_id=0 ORDER BY score DESC LIMIT ?) hit "
    "JOIN messages m ON m.home_id=? AND m.id=hit.message_id WHERE m.visibility=2 "
    "ORDER BY hit.score DESC"};

#undef BOARD_LIFE_COLUMNS
#undef BOARD_MESSAGE_COLUMNS

inline constexpr db::Statement kInsertMessage{
    "/* board.InsertMessage */ INSERT INTO messages (home_id, id, author_id, deputy_id, "
    "visibility, own_alias, state, version, answer_count, create_time, subject, author_name, body, "
    "source_id, kind, limit_class, owner, due_time, category, answer_class, answer_time, "
    "answer_due, next_time, proxy_person_id, addressed_further) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
inline constexpr db::Statement kUpdateMessage{
    "/* board.UpdateMessage */ UPDATE messages SET author_id=?, visibility=?, own_alias=?, "
    "author_name=?, state=?, version=?, answer_count=?, limit_class=?, owner=?, due_time=?, "
    "escalation=?, handler_deputy_id=?, category=?, answer_class=?, follower_count=?, "
    "cosign_count=?, merged_into_id=?, check_time=?, dispatch_time=?, accept_time=?, "
    "acknowledge_time=?, answer_time=?, solve_time=?, satisfy_time=?, close_time=?, silent=?, "
    "answer_due=?, next_time=?, pause_time=?, promise_time=?, chase_time=?, return_count=?, "
    "reopen_count=?, chase_count=?, remind_count=?, claimed=?, answer_deputy_id=?, "
    "template_answer=?, rating_score=?, rating_comment=?, rating_time=?, rating_answered=?, "
    "rating_satisfied=?, rating_solved=? WHERE home_id=? AND id=?"};
inline constexpr db::Statement kInsertAnswer{
    "/* board.InsertAnswer */ INSERT INTO message_answers (home_id, message_id, id, deputy_id, "
    "responder_id, create_time, responder_name, body, answer_class, promise_time, reason, "
    "from_template) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};

inline constexpr db::Statement kInsertAddressee{
    "/* board.InsertAddressee */ INSERT INTO message_addressees (home_id, message_id, deputy_id) "
    "VALUES (?, ?, ?)"};
inline constexpr db::Statement kMarkAddressed{
    "/* board.MarkAddressed */ UPDATE messages SET addressed_further=1 WHERE home_id=? AND id=?"};
inline constexpr db::Statement kListAddressees{
    "/* board.ListAddressees */ SELECT deputy_id FROM message_addressees "
    "WHERE home_id=? AND message_id=? ORDER BY deputy_id"};
inline constexpr db::Statement kInsertTransition{
    "/* board.InsertTransition */ INSERT INTO message_transitions (home_id, message_id, id, event, "
    "from_state, to_state, actor_kind, actor_person_id, actor_deputy_id, actor_name, note, "
    "create_time, owner, due_time, escalation, author_id) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
inline constexpr db::Statement kListTransitions{
    "/* board.ListTransitions */ SELECT id, event, from_state, to_state, actor_kind, "
    "actor_person_id, actor_deputy_id, actor_name, note, create_time, owner, due_time, escalation "
    "FROM message_transitions WHERE home_id=? AND message_id=? ORDER BY id LIMIT 1000"};
inline constexpr db::Statement kInsertSupporter{
    "/* board.InsertSupporter */ INSERT INTO message_supporters (home_id, message_id, person_id, "
    "kind, create_time) VALUES (?, ?, ?, ?, ?)"};
inline constexpr db::Statement kDeleteSupporter{
    "/* board.DeleteSupporter */ DELETE FROM message_supporters WHERE home_id=? AND message_id=? "
    "AND person_id=? AND kind=?"};
inline constexpr db::Statement kListSupporters{
    "/* board.ListSupporters */ SELECT DISTINCT person_id FROM message_supporters "
    "WHERE home_id=? AND message_id=? ORDER BY person_id LIMIT 1000"};
inline constexpr db::Statement kInsertGrams{
    "/* board.InsertGrams */ INSERT INTO message_grams (home_id, message_id, part_id, grams) "
    "VALUES (?, ?, ?, ?)"};
inline constexpr db::Statement kListMergedInto{
    "/* board.ListMergedInto */ SELECT message_id FROM message_merges "
    "WHERE home_id=? AND into_id=? ORDER BY message_id LIMIT 1000"};
inline constexpr db::Statement kRecordMerge{
    "/* board.RecordMerge */ REPLACE INTO message_merges (home_id, into_id, message_id) "
    "VALUES (?, ?, ?)"};
inline constexpr db::Statement kInsertReceipt{
    "/* board.InsertReceipt */ INSERT INTO message_receipts (home_id, message_id, code) "
    "VALUES (?, ?, ?)"};
inline constexpr db::Statement kFindReceipt{
    "/* board.FindReceipt */ SELECT code FROM message_receipts WHERE home_id=? AND message_id=?"};
inline constexpr db::Statement kFindByReceipt{
    "/* board.FindByReceipt */ SELECT message_id FROM message_receipts WHERE home_id=? AND code=?"};
inline constexpr db::Statement kInsertNoticeOrder{
    "/* board.InsertNoticeOrder */ INSERT INTO notice_orders (home_id, id, kind, message_id, "
    "stage, "
    "event_time, important, deputy_id, role, create_time, due_time) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};

inline constexpr db::Statement kFindLimits{
    "/* board.FindLimits */ SELECT dispatch_days, accept_days, acknowledge_days, "
    "normal_answer_days, urgent_answer_days, consultation_answer_days, complex_answer_days, "
    "decide_days, claim_days, claimed_days, question_days, silence_days, report_days, rung_days, "
    "chase_days FROM case_limits WHERE home_id=?"};
inline constexpr db::Statement kSaveLimits{
    "/* board.SaveLimits */ REPLACE INTO case_limits (home_id, dispatch_days, accept_days, "
    "acknowledge_days, normal_answer_days, urgent_answer_days, consultation_answer_days, "
    "complex_answer_days, decide_days, claim_days, claimed_days, question_days, silence_days, "
    "report_days, rung_days, chase_days) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};

// In the order of ReadAnswers's columns. The IN lists have fixed lengths, so that each is prepared
// once; a shorter list is filled up with its last id.
#define BOARD_LIST_ANSWERS(ids)                                                                    \
  "/* board.ListAnswers */ SELECT message_id, id, deputy_id, responder_id, responder_name, body, " \
  "create_time, answer_class, promise_time, reason, from_template FROM message_answers WHERE "     \
  "home_id=? AND message_id IN (" ids ") ORDER BY message_id, id"
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
