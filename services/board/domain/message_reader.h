#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_READER_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_READER_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_store.h"
#include "services/common/base/directory.h"

namespace deputies::board {

inline constexpr int kDefaultPageSize = 20;
inline constexpr int kMaxPageSize = 50;

struct MessagePage {
  std::vector<Message> messages;  // newest first
  // Position of the next page; absent on the last.
  std::optional<int64_t> next_before_id;
};

struct WorkPosition {
  absl::Time due;
  int64_t id = 0;
};

struct WorkPage {
  std::vector<Message> messages;  // most overdue first
  std::optional<WorkPosition> next;
};

// Shows messages to those who may read them. Thread-safe.
class MessageReader {
 public:
  MessageReader(MessageStore& store, base::Directory& directory)
      : store_(store), directory_(directory) {}

  // One page of what the caller may read. `before_id`: where the last page ended; absent for the
  // first. `page_size` 0 means kDefaultPageSize; larger ones are cut to kMaxPageSize.
  // HOME_NOT_FOUND is asked only when there is nothing to show: a home with messages exists, and
  // reading goes on while accounts is away.
  absl::StatusOr<MessagePage> List(const CallScope& scope, int64_t home_id,
                                   std::optional<int64_t> before_id, int page_size);

  // What waits for the caller, most overdue first.
  absl::StatusOr<WorkPage> ListWork(const CallScope& scope, int64_t home_id,
                                    std::optional<WorkPosition> after, int page_size);

  // Oldest first. Names and notes only for the author and those who may answer; MESSAGE_NOT_FOUND.
  absl::StatusOr<std::vector<Transition>> Timeline(const CallScope& scope, int64_t home_id,
                                                   int64_t message_id);

  // MESSAGE_NOT_FOUND also when the caller may not read it.
  absl::StatusOr<Message> Get(const CallScope& scope, int64_t home_id, int64_t message_id);

 private:
  MessageStore& store_;
  base::Directory& directory_;
};

// The message that a request key points to; INTERNAL when it is gone, for keys never outlive their
// message.
absl::StatusOr<Message> FindStoredMessage(MessageStore& store, absl::Time deadline, int64_t home_id,
                                          int64_t message_id);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_READER_H_
