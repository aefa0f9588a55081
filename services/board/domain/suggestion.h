// A deputy's suggestion or bill with its tasks, replies and record, as domain and storage see it.
#ifndef SERVICES_BOARD_DOMAIN_SUGGESTION_H_
#define SERVICES_BOARD_DOMAIN_SUGGESTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/board/domain/suggestion_state.h"

namespace deputies::board {

// All stored as these numbers; they mirror the enums of deputies.board.v1.
enum class SuggestionKind { kSuggestion = 1, kBill = 2 };
enum class TaskState { kAssigned = 1, kAccepted = 2, kReturned = 3, kDone = 4 };
enum class ReplyClass { kSolved = 1, kPlanned = 2, kNotYet = 3, kNoted = 4 };
enum class GateDecision { kNone = 0, kPass = 1, kReturn = 2 };
enum class Satisfaction { kNone = 0, kSatisfied = 1, kBasically = 2, kDissatisfied = 3 };
enum class SuggestionAwardKind { kSuggestion = 1, kBody = 2 };

struct SuggestionText {
  SuggestionKind kind = SuggestionKind::kSuggestion;
  std::string title;
  std::string body;
  bool open_to_public = false;
};

struct SuggestionCosigner {
  int64_t deputy_id = 0;
  bool signed_up = false;
};

// What one body has to do.
struct SuggestionTask {
  int64_t body_id = 0;
  std::string body_name;
  bool main = false;
  TaskState state = TaskState::kAssigned;
  absl::Time assign_time;
  absl::Time return_due_time;
  absl::Time due_time;
  bool extended = false;
  std::string opinion;

  bool IsOpen() const { return state == TaskState::kAssigned || state == TaskState::kAccepted; }
};

struct SuggestionReply {
  int32_t number = 1;
  int32_t round = 1;
  int64_t clerk_id = 0;
  ReplyClass reply_class = ReplyClass::kSolved;
  std::string body;
  std::optional<absl::Time> promise_time;
  absl::Time submit_time;
  GateDecision decision = GateDecision::kNone;
  std::string reason;
  Satisfaction satisfaction = Satisfaction::kNone;
  std::string comment;
};

// One step on record.
struct SuggestionEntry {
  int64_t id = 0;
  absl::Time time;
  int64_t actor_id = 0;  // person
  std::string actor;     // public name
  std::string text;
};

struct SuggestionAward {
  SuggestionAwardKind kind = SuggestionAwardKind::kSuggestion;
  int32_t year = 0;
};

struct Suggestion {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t parent_id = 0;  // 0: whole
  SuggestionState state = SuggestionState::kSubmitted;
  SuggestionText text;
  int64_t proposer_id = 0;         // person; 0: nobody acts as the deputy yet
  int64_t proposer_deputy_id = 0;  // 0: without a successor, the office acts for the proposer
  std::string proposer_name;
  int32_t round = 1;         // 2: handled again
  int32_t return_count = 0;  // bodies that said it was not theirs
  std::optional<absl::Time> hand_over_time;
  std::string supervisor;  // empty: nobody
  // Reminders of being overdue since the last hand-over, reply or extension.
  int32_t remind_count = 0;
  std::optional<absl::Time> next_time;  // when the clock looks at it; absent: never
  absl::Time create_time;
  absl::Time update_time;
  std::vector<SuggestionCosigner> cosigners;
  std::vector<SuggestionTask> tasks;
  std::vector<SuggestionReply> replies;  // oldest first
  std::vector<SuggestionAward> awards;
  std::vector<SuggestionEntry> entries;  // oldest first; not read for lists
};

// The main body's task; null before the hand-over.
inline SuggestionTask* MainTask(Suggestion* suggestion) {
  for (SuggestionTask& task : suggestion->tasks) {
    if (task.main && task.state != TaskState::kReturned) return &task;
  }
  return nullptr;
}
inline const SuggestionTask* MainTask(const Suggestion& suggestion) {
  for (const SuggestionTask& task : suggestion.tasks) {
    if (task.main && task.state != TaskState::kReturned) return &task;
  }
  return nullptr;
}

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_SUGGESTION_H_
