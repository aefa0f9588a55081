#include "services/board/storage/sql_person_eraser.h"

#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// A look per home at idx_messages_author: there are few homes, and erasing is rare.
constexpr db::Statement kListHomesOfAuthor{
    "/* board.ListHomesOfAuthor */ SELECT h.home_id FROM (SELECT DISTINCT home_id FROM messages) h "
    "WHERE EXISTS (SELECT 1 FROM messages m WHERE m.home_id = h.home_id AND m.author_id = ?)"};
constexpr db::Statement kEraseTransitions{
    "/* board.EraseTransitions */ UPDATE message_transitions t "
    "JOIN messages m ON m.home_id = t.home_id AND m.id = t.message_id "
    "SET t.author_id = 0, t.actor_person_id = IF(t.actor_person_id = m.author_id, 0, "
    "t.actor_person_id) "
    "WHERE m.home_id = ? AND m.author_id = ?"};
constexpr db::Statement kEraseModeration{
    "/* board.EraseModeration */ UPDATE moderation_cases c "
    "JOIN messages m ON m.home_id = c.home_id AND m.id = c.message_id "
    "SET c.author_id = 0 WHERE m.home_id = ? AND m.author_id = ?"};
constexpr db::Statement kErasePhotos{
    "/* board.ErasePhotos */ UPDATE photos p "
    "JOIN messages m ON m.home_id = p.home_id AND m.id = p.message_id "
    "SET p.uploader_person_id = 0 WHERE m.home_id = ? AND m.author_id = ?"};
// Last: the others find the messages by their author.
constexpr db::Statement kEraseAuthor{
    "/* board.EraseAuthor */ UPDATE messages SET author_id = 0, author_name = '已注销用户' "
    "WHERE home_id = ? AND author_id = ?"};

}  // namespace

absl::Status SqlPersonEraser::ErasePerson(absl::Time deadline, int64_t person_id) {
  ASSIGN_OR_RETURN(const db::Rows homes,
                   database_.Query(deadline, kListHomesOfAuthor, {person_id}));
  for (const db::Row& home : homes) {
    const int64_t home_id = home.Int(0);
    RETURN_IF_ERROR(database_.InTransaction(
        deadline,
        [&](db::Transaction& tx) -> absl::Status {
          for (const db::Statement* statement :
               {&kEraseTransitions, &kEraseModeration, &kErasePhotos, &kEraseAuthor}) {
            RETURN_IF_ERROR(tx.Execute(*statement, {home_id, person_id}).status());
          }
          return absl::OkStatus();
        },
        db::Repeat::kAfterUnknownOutcome));
  }
  return absl::OkStatus();
}

}  // namespace deputies::board
