#ifndef SERVICES_BOARD_DOMAIN_VOICE_DESK_H_
#define SERVICES_BOARD_DOMAIN_VOICE_DESK_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_changer.h"
#include "services/board/domain/message_store.h"

namespace deputies::board {

// What an author does after posting, and what others do with a public message. Every function
// happens once per key and answers with the message as it is now. Errors of all: MESSAGE_NOT_FOUND
// (also when the caller may not read it), ACCESS_DENIED, MESSAGE_STATE_CONFLICT, REQUEST_ID_REUSED.
// Thread-safe.
class VoiceDesk {
 public:
  VoiceDesk(MessageStore& store, MessageChanger& changer) : store_(store), changer_(changer) {}

  // The author's addition; a reply while a question is open.
  absl::StatusOr<Message> FollowUp(const CallScope& scope, const RequestKey& key,
                                   int64_t message_id, std::string body);
  // CHASE_TOO_EARLY.
  absl::StatusOr<Message> Chase(const CallScope& scope, const RequestKey& key, int64_t message_id);
  // The author (ALREADY_REOPENED after kMaxReopens) or staff.
  absl::StatusOr<Message> Reopen(const CallScope& scope, const RequestKey& key, int64_t message_id,
                                 std::string reason);
  absl::StatusOr<Message> ChangeVisibility(const CallScope& scope, const RequestKey& key,
                                           int64_t message_id, Visibility visibility);
  // Public messages of others only. Repeats change nothing.
  absl::StatusOr<Message> Support(const CallScope& scope, const RequestKey& key, int64_t message_id,
                                  SupportKind kind);
  absl::StatusOr<Message> Unfollow(const CallScope& scope, const RequestKey& key,
                                   int64_t message_id);
  // RECEIPT_NOT_FOUND.
  absl::StatusOr<Message> ReadReceipt(const CallScope& scope, int64_t home_id,
                                      absl::string_view code);
  // Makes the caller the author. RECEIPT_NOT_FOUND, also for the proxy.
  absl::StatusOr<Message> ClaimReceipt(const CallScope& scope, const RequestKey& key,
                                       absl::string_view code);

 private:
  MessageStore& store_;
  MessageChanger& changer_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_VOICE_DESK_H_
