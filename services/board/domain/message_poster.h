#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_POSTER_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_POSTER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"

namespace deputies::board {

// What a voter hands in.
struct MessageDraft {
  int64_t home_id = 0;
  int64_t deputy_id = 0;  // 0 addresses the home
  Visibility visibility = Visibility::kPrivate;
  std::string subject;
  std::string body;
};

// Takes voters' messages, each exactly once. Thread-safe.
class MessagePoster {
 public:
  MessagePoster(MessageStore& store, base::Directory& directory, base::IdSource& ids,
                const base::Clock& clock)
      : store_(store), directory_(directory), ids_(ids), clock_(clock) {}

  // Stores the message, its key and the fact MessagePosted together. A repeat of `key` answers with
  // the message of the first call as it is now (an answer may have come meanwhile), also when the
  // home or the deputy has gone or accounts cannot be asked. Errors: HOME_NOT_FOUND,
  // DEPUTY_NOT_FOUND, REQUEST_ID_REUSED.
  absl::StatusOr<Message> Post(const CallScope& scope, const RequestKey& key, MessageDraft draft);

 private:
  absl::Status CheckAddressee(const CallScope& scope, const MessageDraft& draft);

  MessageStore& store_;
  base::Directory& directory_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_POSTER_H_
