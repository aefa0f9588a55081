#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_POSTER_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_POSTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_lifecycle.h"
#include "services/board/domain/message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/directory.h"
#include "services/common/base/id_source.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {

// What a voter hands in.
struct MessageDraft {
  int64_t home_id = 0;
  int64_t deputy_id = 0;  // 0 addresses the home
  Visibility visibility = Visibility::kPrivate;
  std::string subject;
  std::string body;
  MessageKind kind = MessageKind::kMessage;
  std::vector<int64_t> further_deputy_ids;
  std::string category;
  std::vector<int64_t> photo_ids;
};

// What a clerk or deputy writes down for somebody (代录).
struct ProxyReceipt {
  Message message;
  std::string code;
};

// Takes voters' messages, each exactly once. Thread-safe.
class MessagePoster {
 public:
  MessagePoster(MessageStore& store, base::Directory& directory, const base::WorkCalendar& calendar,
                base::IdSource& ids, const base::Clock& clock)
      : store_(store), directory_(directory), lifecycle_(calendar), ids_(ids), clock_(clock) {}

  // Stores the message, its key and the fact MessagePosted together. A repeat of `key` answers with
  // the message of the first call as it is now (an answer may have come meanwhile), also when the
  // home or the deputy has gone or accounts cannot be asked. Errors: HOME_NOT_FOUND,
  // DEPUTY_NOT_FOUND, REQUEST_ID_REUSED.
  absl::StatusOr<Message> Post(const CallScope& scope, const RequestKey& key, MessageDraft draft);

  // A deputy's report to the township government (反馈信箱): private, read by its author and staff.
  // Errors as Post.
  absl::StatusOr<Message> PostFeedback(const CallScope& scope, const RequestKey& key,
                                       MessageDraft draft);

  // A message of somebody without an account, in the words that were read out to that person.
  // `alias` may be empty. The code opens it; a repeat answers with the same one. Errors as Post.
  absl::StatusOr<ProxyReceipt> PostByProxy(const CallScope& scope, const RequestKey& key,
                                           MessageDraft draft, std::string alias);

 private:
  absl::Status CheckAddressees(const CallScope& scope, const MessageDraft& draft);
  absl::StatusOr<Message> Store(const CallScope& scope, const RequestKey& key, Message message,
                                const std::vector<int64_t>& photo_ids,
                                const absl::Status& addressees, const std::string& receipt);

  MessageStore& store_;
  base::Directory& directory_;
  const MessageLifecycle lifecycle_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_POSTER_H_
