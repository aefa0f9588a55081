#include "services/board/storage/sql_matters_of_deputies.h"

#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// Walks a home's messages: a seat changes hands once in years.
constexpr db::Statement kListMessagesOfDeputy{
    "/* board.ListMessagesOfDeputy */ SELECT m.id FROM messages m FORCE INDEX (PRIMARY) "
    "WHERE m.home_id=? AND m.id>? AND m.next_time IS NOT NULL AND (m.handler_deputy_id=? "
    "OR m.deputy_id=? OR (m.addressed_further=1 AND EXISTS (SELECT 1 FROM message_addressees a "
    "WHERE a.home_id=m.home_id AND a.message_id=m.id AND a.deputy_id=?))) ORDER BY m.id LIMIT ?"};
// The states are those of IsOver.
constexpr db::Statement kListSuggestionsOfDeputy{
    "/* board.ListSuggestionsOfDeputy */ SELECT id FROM suggestions "
    "FORCE INDEX (idx_suggestions_deputy) WHERE home_id=? AND proposer_deputy_id=? AND id>? "
    "AND state NOT IN (8, 9, 10) ORDER BY id LIMIT ?"};

absl::StatusOr<std::vector<int64_t>> Ids(const absl::StatusOr<db::Rows>& rows) {
  RETURN_IF_ERROR(rows.status());
  std::vector<int64_t> ids;
  ids.reserve(rows->size());
  for (const db::Row& row : *rows) ids.push_back(row.Int(0));
  return ids;
}

}  // namespace

absl::StatusOr<std::vector<int64_t>> SqlMattersOfDeputies::ListMessagesOf(
    absl::Time deadline, int64_t home_id, int64_t deputy_id, int64_t after_id, int limit) {
  return Ids(database_.Query(deadline, kListMessagesOfDeputy,
                             {home_id, after_id, deputy_id, deputy_id, deputy_id, limit}));
}

absl::StatusOr<std::vector<int64_t>> SqlMattersOfDeputies::ListSuggestionsOf(
    absl::Time deadline, int64_t home_id, int64_t deputy_id, int64_t after_id, int limit) {
  return Ids(
      database_.Query(deadline, kListSuggestionsOfDeputy, {home_id, deputy_id, after_id, limit}));
}

}  // namespace deputies::board
