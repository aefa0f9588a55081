#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_SEARCH_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_SEARCH_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_access.h"
#include "services/common/base/clock.h"

namespace deputies::board {

// Unset members do not filter.
struct SearchFilters {
  std::string words;  // separated by spaces, two characters each at least
  std::optional<MessageState> state;
  std::optional<MessageKind> kind;
  std::string category;  // with what lies below it
  int64_t deputy_id = 0;
  bool overdue = false;
  bool mine = false;
  bool followed = false;
  std::optional<absl::Time> from_time;
  std::optional<absl::Time> until_time;
};

struct SearchPage {
  std::vector<Message> messages;  // newest first
  std::optional<int64_t> next_before_id;
};

// What the store is asked for.
struct SearchQuery {
  int64_t home_id = 0;
  SearchFilters filters;
  std::vector<uint64_t> grams;  // all must occur in one text of the message; empty: no words
  int64_t from_id = 0;
  int64_t before_id = std::numeric_limits<int64_t>::max();
  absl::Time now;
  int limit = 0;  // 1-50
};

struct SimilarMessage {
  Message message;
  double similarity = 0;  // 0-1
};

// Thread-safe.
class MessageSearchStore {
 public:
  virtual ~MessageSearchStore() = default;
  // Of what the viewer may read, newest first, with answers. A page may hold fewer than `limit` and
  // still have a next one, so that no search costs more than a bounded number of rows.
  virtual absl::StatusOr<SearchPage> Search(absl::Time deadline, const Viewer& viewer,
                                            const SearchQuery& query) = 0;
  // Public messages with the most of these bigrams in common, best first by the index's measure; at
  // most `limit`, 1-40.
  virtual absl::StatusOr<std::vector<Message>> FindAlike(absl::Time deadline, int64_t home_id,
                                                         const std::vector<uint64_t>& grams,
                                                         int limit) = 0;
};

// Thread-safe.
class MessageSearcher {
 public:
  MessageSearcher(MessageSearchStore& store, const base::Clock& clock)
      : store_(store), clock_(clock) {}

  // `page_size` as MessageReader::List. FIELD_INVALID for a word of one character.
  absl::StatusOr<SearchPage> Search(const CallScope& scope, int64_t home_id, SearchFilters filters,
                                    std::optional<int64_t> before_id, int page_size);

  // Public messages of the home that seem to be about the same, most alike first, at most `limit`.
  absl::StatusOr<std::vector<SimilarMessage>> FindSimilar(const CallScope& scope, int64_t home_id,
                                                          absl::string_view subject,
                                                          absl::string_view body, int limit);

 private:
  MessageSearchStore& store_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_SEARCH_H_
