#include "services/board/storage/sql_statistics_store.h"

#include <algorithm>
#include <utility>

#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr db::Statement kListFacts{
    "/* board.ListFacts */ SELECT id, create_time, "
    "IF(handler_deputy_id<>0, handler_deputy_id, IF(deputy_id>0, deputy_id, 0)), category, "
    "due_time, rating_satisfied, acknowledge_time, answer_time, solve_time, satisfy_time, "
    "close_time, answer_due, silent FROM messages FORCE INDEX (PRIMARY) "
    "WHERE home_id=? AND id>? AND id>=? AND id<? AND state<>14 ORDER BY id LIMIT ?"};

}  // namespace

absl::StatusOr<std::vector<CaseFacts>> SqlStatisticsStore::ListFacts(absl::Time deadline,
                                                                     int64_t home_id,
                                                                     int64_t after_id,
                                                                     int64_t from_id,
                                                                     int64_t until_id, int limit) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListFacts,
                                                  {home_id, after_id, from_id, until_id, limit}));
  std::vector<CaseFacts> cases;
  cases.reserve(rows.size());
  for (db::Row& row : rows) {
    CaseFacts facts;
    facts.id = row.Int(0);
    facts.create_time = row.Time(1);
    facts.deputy_id = row.Int(2);
    facts.category = row.TakeString(3);
    if (!row.IsNull(4)) facts.due_time = row.Time(4);
    if (!row.IsNull(5) && row.Int(5) != 0) facts.satisfied = static_cast<Judgement>(row.Int(5));
    size_t column = 6;
    for (std::optional<absl::Time>* time :
         {&facts.life.acknowledge_time, &facts.life.answer_time, &facts.life.solve_time,
          &facts.life.satisfy_time, &facts.life.close_time, &facts.life.answer_due}) {
      if (!row.IsNull(column)) *time = row.Time(column);
      ++column;
    }
    facts.life.silent = row.Int(12) != 0;
    cases.push_back(std::move(facts));
  }
  return cases;
}

}  // namespace deputies::board
