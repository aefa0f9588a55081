#ifndef SERVICES_BOARD_STORAGE_SQL_MESSAGE_SEARCH_H_
#define SERVICES_BOARD_STORAGE_SQL_MESSAGE_SEARCH_H_

#include <vector>

#include "services/board/domain/message_search.h"
#include "services/board/storage/sql_message_store.h"
#include "services/common/db/database.h"

namespace deputies::board {

// Search over messages and message_grams.
class SqlMessageSearch final : public MessageSearchStore {
 public:
  // `messages` reads answers. Both must outlive this.
  SqlMessageSearch(db::Database& database, SqlMessageStore& messages)
      : database_(database), messages_(messages) {}

  absl::StatusOr<SearchPage> Search(absl::Time deadline, const Viewer& viewer,
                                    const SearchQuery& query) override;
  absl::StatusOr<std::vector<Message>> FindAlike(absl::Time deadline, int64_t home_id,
                                                 const std::vector<uint64_t>& grams,
                                                 int limit) override;

 private:
  absl::StatusOr<std::vector<int64_t>> FindHits(absl::Time deadline, const Viewer& viewer,
                                                const SearchQuery& query, int64_t before_id);
  // Of the messages `ids` those that the viewer may read and the filters let through.
  absl::Status ReadHits(absl::Time deadline, const Viewer& viewer, const SearchQuery& query,
                        const std::vector<int64_t>& ids, std::vector<Message>* messages);

  db::Database& database_;
  SqlMessageStore& messages_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_SQL_MESSAGE_SEARCH_H_
