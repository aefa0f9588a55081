#include "services/board/storage/sql_message_search.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/board/domain/text_grams.h"
#include "services/board/storage/message_rows.h"
#include "services/board/storage/message_statements.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

// One call looks at so many hits of the index at most; the next page goes on behind them.
constexpr int kMostHits = 500;

// Of BOARD_FILTERS.
void AddFilterParams(const Viewer& viewer, const SearchQuery& query, db::Params* params) {
  const SearchFilters& filters = query.filters;
  const int state = filters.state.has_value() ? static_cast<int>(*filters.state) : 0;
  const int kind = filters.kind.has_value() ? static_cast<int>(*filters.kind) : 0;
  const std::string below = absl::StrCat(
      absl::StrReplaceAll(filters.category, {{"\\", "\\\\"}, {"%", "\\%"}, {"_", "\\_"}}), "/%");
  params->insert(params->end(), {state,
                                 state,
                                 kind,
                                 kind,
                                 filters.category,
                                 filters.category,
                                 below,
                                 filters.deputy_id,
                                 filters.deputy_id,
                                 filters.deputy_id,
                                 filters.overdue,
                                 query.now,
                                 filters.mine,
                                 viewer.person_id,
                                 filters.followed,
                                 viewer.person_id,
                                 viewer.staff,
                                 viewer.person_id,
                                 viewer.person_id,
                                 viewer.deputy_id,
                                 viewer.deputy_id,
                                 viewer.deputy_id,
                                 viewer.deputy_id});
}

}  // namespace

absl::StatusOr<SearchPage> SqlMessageSearch::Search(absl::Time deadline, const Viewer& viewer,
                                                    const SearchQuery& query) {
  SearchPage page;
  const bool nobody = viewer.person_id == 0;
  if (nobody && (query.filters.mine || query.filters.followed)) return page;
  const size_t limit = static_cast<size_t>(query.limit);

  if (query.grams.empty() && !query.filters.followed) {
    const db::Statement* statement = &kSearchAll;
    db::Params params = {query.home_id};
    if (query.filters.mine) {
      statement = &kSearchMine;
      params.push_back(viewer.person_id);
    } else if (query.filters.state.has_value()) {
      statement = &kSearchState;
      params.push_back(*query.filters.state);
    }
    params.insert(params.end(), {query.from_id, query.before_id});
    AddFilterParams(viewer, query, &params);
    params.push_back(query.limit + 1);
    ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, *statement, params));
    for (db::Row& row : rows) page.messages.push_back(ReadMessage(row));
  } else {
    int64_t before_id = query.before_id;
    for (int seen = 0; seen < kMostHits && page.messages.size() <= limit;) {
      ASSIGN_OR_RETURN(const std::vector<int64_t> hits,
                       FindHits(deadline, viewer, query, before_id));
      RETURN_IF_ERROR(ReadHits(deadline, viewer, query, hits, &page.messages));
      seen += static_cast<int>(hits.size());
      if (hits.size() < static_cast<size_t>(kMostHits)) break;
      before_id = hits.back();
      page.next_before_id = before_id;
    }
  }
  if (page.messages.size() > limit) {
    page.messages.resize(limit);
    page.next_before_id = page.messages.back().id;
  }
  RETURN_IF_ERROR(messages_.AddAnswers(deadline, query.home_id, &page.messages));
  return page;
}

absl::StatusOr<std::vector<int64_t>> SqlMessageSearch::FindHits(absl::Time deadline,
                                                                const Viewer& viewer,
                                                                const SearchQuery& query,
                                                                int64_t before_id) {
  db::Rows rows;
  if (query.grams.empty()) {
    ASSIGN_OR_RETURN(rows, database_.Query(deadline, kFindFollowedHits,
                                           {query.home_id, viewer.person_id, query.from_id,
                                            before_id, kMostHits}));
  } else {
    ASSIGN_OR_RETURN(rows, database_.Query(deadline, kFindWordHits,
                                           {AllGramWords(query.home_id, query.grams), query.home_id,
                                            query.from_id, before_id, kMostHits}));
  }
  std::vector<int64_t> hits;
  hits.reserve(rows.size());
  for (const db::Row& row : rows) hits.push_back(row.Int(0));
  return hits;
}

absl::Status SqlMessageSearch::ReadHits(absl::Time deadline, const Viewer& viewer,
                                        const SearchQuery& query, const std::vector<int64_t>& ids,
                                        std::vector<Message>* messages) {
  const size_t enough = static_cast<size_t>(query.limit);
  for (size_t first = 0; first < ids.size() && messages->size() <= enough; first += kHitsAtOnce) {
    db::Params params = {query.home_id};
    for (size_t i = 0; i < kHitsAtOnce; ++i) {
      params.push_back(ids[std::min(first + i, ids.size() - 1)]);
    }
    AddFilterParams(viewer, query, &params);
    ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kReadHits, params));
    for (db::Row& row : rows) messages->push_back(ReadMessage(row));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<Message>> SqlMessageSearch::FindAlike(absl::Time deadline,
                                                                 int64_t home_id,
                                                                 const std::vector<uint64_t>& grams,
                                                                 int limit) {
  const std::string words = GramWords(home_id, grams);
  ASSIGN_OR_RETURN(db::Rows rows,
                   database_.Query(deadline, kFindAlike, {words, words, home_id, limit, home_id}));
  std::vector<Message> messages;
  messages.reserve(rows.size());
  for (db::Row& row : rows) messages.push_back(ReadMessage(row));
  return messages;
}

}  // namespace deputies::board
