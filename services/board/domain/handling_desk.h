#ifndef SERVICES_BOARD_DOMAIN_HANDLING_DESK_H_
#define SERVICES_BOARD_DOMAIN_HANDLING_DESK_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_changer.h"
#include "services/common/base/directory.h"

namespace deputies::board {

// What the home and its deputies do with a message before it is answered. Every function happens
// once per key and answers with the message as it is now. Errors of all: MESSAGE_NOT_FOUND (also
// when the caller may not read it), ACCESS_DENIED, MESSAGE_STATE_CONFLICT, REQUEST_ID_REUSED.
// Thread-safe.
class HandlingDesk {
 public:
  HandlingDesk(MessageChanger& changer, base::Directory& directory)
      : changer_(changer), directory_(directory) {}

  // Staff. Absent or empty leaves what is there.
  absl::StatusOr<Message> Check(const CallScope& scope, const RequestKey& key, int64_t message_id,
                                std::optional<LimitClass> limit_class, std::string category);
  absl::StatusOr<Message> Classify(const CallScope& scope, const RequestKey& key,
                                   int64_t message_id, std::optional<LimitClass> limit_class,
                                   std::string category);
  // Staff; the chair or above after kMaxReturns returns (CHAIR_DECIDES). DEPUTY_NOT_FOUND.
  absl::StatusOr<Message> Dispatch(const CallScope& scope, const RequestKey& key,
                                   int64_t message_id, int64_t deputy_id, std::string note,
                                   std::optional<LimitClass> limit_class);
  // Staff.
  absl::StatusOr<Message> Pool(const CallScope& scope, const RequestKey& key, int64_t message_id,
                               std::string note);
  // Any deputy of the home that may read it.
  absl::StatusOr<Message> Claim(const CallScope& scope, const RequestKey& key, int64_t message_id);
  // The deputy whose matter it is; staff accepts for the home.
  absl::StatusOr<Message> Accept(const CallScope& scope, const RequestKey& key, int64_t message_id);
  // The deputy whose matter it is. RETURN_LIMIT_REACHED.
  absl::StatusOr<Message> Return(const CallScope& scope, const RequestKey& key, int64_t message_id,
                                 std::string reason);
  absl::StatusOr<Message> Acknowledge(const CallScope& scope, const RequestKey& key,
                                      int64_t message_id, std::string note);
  // Stops the clock.
  absl::StatusOr<Message> Ask(const CallScope& scope, const RequestKey& key, int64_t message_id,
                              std::string question);
  // Staff. `into_id` must be another message of the home that is not merged itself.
  absl::StatusOr<Message> Merge(const CallScope& scope, const RequestKey& key, int64_t message_id,
                                int64_t into_id, std::string reason);
  absl::StatusOr<Message> Split(const CallScope& scope, const RequestKey& key, int64_t message_id,
                                std::string reason);

 private:
  MessageChanger& changer_;
  base::Directory& directory_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_HANDLING_DESK_H_
