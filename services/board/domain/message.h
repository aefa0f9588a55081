// A voter's message (选民留言), its answers and the author's verdict, as domain and storage see
// them.
#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/board/domain/message_state.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/request_key.h"

namespace deputies::board {

// Stored as these numbers; mirrors deputies.board.v1.Visibility.
enum class Visibility { kPrivate = 1, kPublic = 2 };

struct Answer {
  int64_t id = 0;
  int64_t deputy_id = 0;     // 0: staff of the home answered
  int64_t responder_id = 0;  // person; 0: imported
  std::string responder_name;
  std::string body;
  absl::Time create_time;
};

struct Rating {
  int score = 0;  // 1-5
  std::string comment;
  absl::Time create_time;
};

struct Message {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t author_id = 0;  // person; 0: imported
  int64_t deputy_id = 0;  // 0: addressed to the home
  Visibility visibility = Visibility::kPrivate;
  MessageState state = MessageState::kPosted;
  int32_t version = 1;  // rises by one with every change
  int32_t answer_count = 0;
  std::string subject;
  std::string body;
  std::string author_name;
  absl::Time create_time;
  std::optional<Rating> rating;
  std::vector<Answer> answers;  // oldest first
};

using base::CallScope;
using base::RequestKey;

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_H_
