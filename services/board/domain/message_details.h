#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_DETAILS_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_DETAILS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_access.h"
#include "services/board/domain/message_changer.h"
#include "services/board/domain/message_store.h"
#include "services/common/base/clock.h"

namespace deputies::board {

// What one person is told of one message besides the message itself.
struct MessageDetails {
  // Names of the verbs of the API that would work now: "accept", "answer", "rate", ...
  std::vector<std::string> allowed_actions;
  // From when on the author may chase; only for the author of an open message.
  std::optional<absl::Time> next_chase_time;
};

// Thread-safe.
class MessageDescriber {
 public:
  MessageDescriber(MessageStore& store, const MessageLifecycle& lifecycle, const base::Clock& clock)
      : store_(store), lifecycle_(lifecycle), clock_(clock) {}

  // `message` with its life and addressees.
  absl::StatusOr<MessageDetails> Describe(const CallScope& scope, const Message& message);

 private:
  MessageStore& store_;
  const MessageLifecycle& lifecycle_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_DETAILS_H_
