#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_RESPONDER_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_RESPONDER_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_access.h"
#include "services/board/domain/message_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::board {

// What happens to a message after it was posted: answers and the author's verdict. Each exactly
// once per key; a repeat answers with the message as it is now. Thread-safe.
class MessageResponder {
 public:
  MessageResponder(MessageStore& store, base::IdSource& ids, const base::Clock& clock)
      : store_(store), ids_(ids), clock_(clock) {}

  // Adds an answer and tells MessageAnswered.
  // Errors: MESSAGE_NOT_FOUND (also when the caller may not read it), ACCESS_DENIED,
  // REQUEST_ID_REUSED.
  absl::StatusOr<Message> Answer(const CallScope& scope, const RequestKey& key, int64_t message_id,
                                 std::string body);

  // The author's verdict; tells MessageRated. `score` 1-5; `comment` may be empty.
  // Errors: as Answer, and MESSAGE_STATE_CONFLICT before an answer or after a verdict.
  absl::StatusOr<Message> Rate(const CallScope& scope, const RequestKey& key, int64_t message_id,
                               int score, std::string comment);

 private:
  // What one kind of change does to the locked, readable message. May run more than once.
  using Change = absl::FunctionRef<absl::Status(const Viewer& viewer, Message* message,
                                                MessageTransaction& transaction)>;
  absl::StatusOr<Message> ChangeOnce(const CallScope& scope, const RequestKey& key,
                                     int64_t message_id, Change change);

  MessageStore& store_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_RESPONDER_H_
