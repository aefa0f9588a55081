// Whom the board has told of what. Delivery is the matter of the wechat service.
#ifndef SERVICES_BOARD_DOMAIN_NOTICE_H_
#define SERVICES_BOARD_DOMAIN_NOTICE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/common/base/caller.h"

namespace deputies::board {

// The numbers of deputies.events.v1.NoticeKind.
enum class NoticeKind {
  kAnswerGiven = 1,
  kQuestionAsked = 2,
  kAcknowledged = 3,
  kPromiseDue = 4,  // to the author: was it kept?
  kClosedSilently = 5,
  kDispatchedToYou = 6,
  kReplyGiven = 7,
  kOverdue = 8,  // moved up to you
  kChased = 9,
  kReopened = 10,
  kReturned = 11,
  kPromiseReport = 12,  // to the deputy: report on it
  kNewMessage = 13,
  kInPool = 14,
  kAnswerToFollowed = 15,
  kReadOutAnswer = 16,  // to a proxy: tell the person
  kMerged = 17,
  kWeeklyDigest = 18,  // message_id: the home
  kModerationWaiting = 33,
  kModerationOverdue = 34,
  kSuggestionOverdue = 35,
};

// What every notice says.
struct Notice {
  NoticeKind kind = NoticeKind::kAnswerGiven;
  int64_t home_id = 0;
  int64_t message_id = 0;  // kSuggestionOverdue: the suggestion
  int32_t stage = 0;       // tells repeated notices apart
  std::optional<absl::Time> event_time;
  bool important = false;
};

// Persons that one notice is for at most.
inline constexpr size_t kMaxPersonsOfNotice = 100;

// To persons who are known.
struct PersonsNotice {
  Notice notice;
  std::vector<int64_t> person_ids;
};

// To a deputy, or to everybody who holds `role` over the home.
struct NoticeOrder {
  Notice notice;
  int64_t deputy_id = 0;
  base::Role role = base::Role::kUnspecified;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_NOTICE_H_
