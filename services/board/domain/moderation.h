// What moderators decide about public messages, as domain and storage see it.
#ifndef SERVICES_BOARD_DOMAIN_MODERATION_H_
#define SERVICES_BOARD_DOMAIN_MODERATION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/board/domain/message.h"

namespace deputies::board {

// All stored as these numbers; they mirror the enums of deputies.board.v1.
enum class ModerationState {
  kNone = 0,  // nobody ever said a word about the message
  kHeld = 1,
  kReported = 2,
  kShown = 3,
  kHidden = 4,
  kAppealed = 5,
  kUpheld = 6,
  kRemovalProposed = 7,
  kRemoved = 8,
};
enum class ModerationReason {
  kNone = 0,
  kPersonalData = 1,
  kAbuse = 2,
  kAdvertising = 3,
  kUnlawful = 4,
  kOffTopic = 5,
  kMinor = 6,
};
enum class ModerationOrigin { kBeforeShowing = 1, kWordList = 2, kReport = 3, kWechat = 4 };
enum class ModerationAction {
  kReleased = 1,
  kHidden = 2,
  kOverturned = 3,
  kUpheld = 4,
  kRemoved = 5,
};

enum class ModerationEvent {
  kHold,
  kReport,
  kShow,
  kHide,
  kAppeal,
  kProposeRemoval,
  kConfirmRemoval,
};

// MODERATION_STATE_CONFLICT where the event does not fit.
absl::StatusOr<ModerationState> NextState(ModerationState state, ModerationEvent event);

// Others may see the message as its author chose.
bool IsShown(ModerationState state);

// A moderator has to act.
bool IsOpen(ModerationState state);

// In words for the author; empty for none.
const char* ReasonText(ModerationReason reason);

struct ModerationPolicy {
  bool before_showing = false;
  int decide_hours = 24;
  int32_t revision = 0;  // 0: never set
  std::string codex;
  std::vector<std::string> words;
};

// Whether one of the words stands in the text, blanks between its characters not counted.
bool HasWord(const std::vector<std::string>& words, absl::string_view text);

struct ModerationCase {
  int64_t home_id = 0;
  int64_t message_id = 0;
  int64_t author_id = 0;
  ModerationState state = ModerationState::kNone;
  ModerationOrigin origin = ModerationOrigin::kReport;
  ModerationReason reason = ModerationReason::kNone;
  Visibility chosen_visibility = Visibility::kPublic;
  int64_t decider_id = 0;   // who hid it
  int64_t proposer_id = 0;  // who wants it removed
  int32_t report_count = 0;
  int32_t escalation = 0;               // steps above the liaison that were told
  std::optional<absl::Time> next_time;  // when the clock looks; for open cases alone
  absl::Time due_time;
  absl::Time create_time;
  absl::Time update_time;
  std::string note;
  std::string appeal;
  std::string appeal_note;
};

// A case of a message about which nobody said a word.
ModerationCase NewCase(int64_t home_id, int64_t message_id, int64_t author_id,
                       Visibility visibility, absl::Time now);

// Starts the moderators' clock anew.
void WaitForModerator(ModerationCase* moderation, absl::Time due_time);

// For the public log.
struct ModerationLogEntry {
  int64_t id = 0;
  ModerationAction action = ModerationAction::kReleased;
  ModerationReason reason = ModerationReason::kNone;
  bool in_time = true;
  absl::Time act_time;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MODERATION_H_
