// A consultation, its questions and voices, as domain and storage see them.
#ifndef SERVICES_BOARD_DOMAIN_MATTER_H_
#define SERVICES_BOARD_DOMAIN_MATTER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/common/base/caller.h"

namespace deputies::board {

// Stored as these numbers.
enum class MatterState { kDraft = 1, kPublished = 2, kClosedEarly = 3 };

// Mirrors deputies.board.v1.MatterPhase: what state and dates make of a matter now.
enum class MatterPhase { kDraft = 1, kAnnounced = 2, kOpen = 3, kClosed = 4 };

// Stored as these numbers; mirrors deputies.board.v1.QuestionKind.
enum class QuestionKind { kChoice = 1, kScale = 2, kFreeText = 3 };

struct MatterQuestion {
  QuestionKind kind = QuestionKind::kChoice;
  std::string title;
  std::vector<std::string> options;
  int max_choices = 0;
  int scale_max = 0;
  bool required = false;
};

struct MatterDigest {
  std::string heard;
  std::string done;
  absl::Time publish_time;
  int32_t version = 1;
};

struct Matter {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t creator_id = 0;
  MatterState state = MatterState::kDraft;
  std::string title;
  std::string body;
  std::vector<MatterQuestion> questions;  // not read for lists
  int question_count = 0;
  absl::Time open_time;
  absl::Time close_time;
  base::IdentityGrade min_grade = base::IdentityGrade::kUnspecified;
  int32_t voice_count = 0;
  std::string close_reason;
  std::optional<MatterDigest> digest;
  int32_t revision = 1;
  absl::Time create_time;
};

inline MatterPhase PhaseOf(const Matter& matter, absl::Time now) {
  if (matter.state == MatterState::kDraft) return MatterPhase::kDraft;
  if (matter.state == MatterState::kClosedEarly || now >= matter.close_time) {
    return MatterPhase::kClosed;
  }
  return now < matter.open_time ? MatterPhase::kAnnounced : MatterPhase::kOpen;
}

// To one question; what does not belong to its kind is empty.
struct VoiceAnswer {
  int question = 1;
  uint32_t choices = 0;  // bit n-1: option n
  int scale = 0;
  std::string text;
};

struct Voice {
  int64_t id = 0;
  int64_t person_id = 0;
  std::vector<VoiceAnswer> answers;  // in the order of questions
  absl::Time create_time;
};

// How often an option or a point was chosen; value 0: how many answered the question.
struct MatterCount {
  int question = 0;
  int value = 0;
  int count = 0;
};

struct MatterFreeText {
  int64_t voice_id = 0;
  std::string text;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MATTER_H_
