// A voter's message (选民留言), its answers and the author's verdict, as domain and storage see
// them.
#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/board/domain/case_limits.h"
#include "services/board/domain/message_state.h"
#include "services/board/domain/photo.h"
#include "services/common/base/call_scope.h"
#include "services/common/base/request_key.h"

namespace deputies::board {

// The enums below are stored as these numbers and mirror those of deputies.board.v1, whose comments
// say what each means.
enum class Visibility { kPrivate = 1, kPublic = 2, kAlias = 3 };
enum class MessageKind { kMessage = 1, kFeedback = 2, kWish = 3, kErrand = 4, kVisit = 5 };
enum class AnswerClass { kNone = 0, kSolved = 1, kPlanned = 2, kCannotYet = 3, kNoted = 4 };
enum class Judgement { kNone = 0, kYes = 1, kPartly = 2, kNotYet = 3, kNo = 4, kCannotSay = 5 };
// Who has to act. From kHandler on each is overseen by a later one.
enum class Owner {
  kNobody = 0,
  kAuthor = 1,
  kHandler = 2,
  kLiaison = 3,
  kChair = 4,
  kSponsor = 5,
  kCountyOffice = 6,
};

// Message::deputy_id of a message to the township government, which deputies do not answer.
inline constexpr int64_t kToGovernment = -1;

struct Answer {
  int64_t id = 0;
  int64_t deputy_id = 0;     // 0: staff of the home answered
  int64_t responder_id = 0;  // person; 0: imported
  std::string responder_name;
  std::string body;
  absl::Time create_time;
  AnswerClass answer_class = AnswerClass::kNone;
  std::optional<absl::Time> promise_time;  // for kPlanned
  std::string reason;                      // for kCannotYet
  bool from_template = false;
};

struct Rating {
  int score = 0;  // 1-5
  std::string comment;
  absl::Time create_time;
  Judgement answered = Judgement::kNone;
  Judgement satisfied = Judgement::kNone;
  Judgement solved = Judgement::kNone;
};

// What the life cycle knows of a message besides its state: five different facts with their own
// times, the clock, and the counts of the rules.
struct Life {
  // When it first happened. An answer at once counts as acceptance and acknowledgement too.
  std::optional<absl::Time> check_time;
  std::optional<absl::Time> dispatch_time;
  std::optional<absl::Time> accept_time;
  std::optional<absl::Time> acknowledge_time;
  std::optional<absl::Time> answer_time;
  // The author's word, the last one.
  std::optional<absl::Time> solve_time;
  std::optional<absl::Time> satisfy_time;
  std::optional<absl::Time> close_time;  // absent while it is not closed
  bool silent = false;                   // closed because the author said nothing

  // Absent: the message has no clock (an earlier system's).
  std::optional<absl::Time> answer_due;
  // When the clock job looks at it; absent: never.
  std::optional<absl::Time> next_time;
  std::optional<absl::Time> pause_time;    // since when the clock stands still
  std::optional<absl::Time> promise_time;  // the promise that is still to be kept
  std::optional<absl::Time> chase_time;    // last chase

  int32_t return_count = 0;
  int32_t reopen_count = 0;  // by the author
  int32_t chase_count = 0;
  int32_t remind_count = 0;      // notices of being overdue in this state
  bool claimed = false;          // came out of the pool
  int64_t answer_deputy_id = 0;  // who gave the last answer; 0: staff
  bool template_answer = false;  // the last answer was a template's text
  int64_t proxy_person_id = 0;   // who wrote it down for the author; 0: the author
};

struct Message {
  int64_t home_id = 0;
  int64_t id = 0;
  int64_t author_id = 0;  // person; 0: imported, or by proxy and not taken over
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

  MessageKind kind = MessageKind::kMessage;
  LimitClass limit_class = LimitClass::kNormal;
  Owner owner = Owner::kNobody;
  std::optional<absl::Time> due_time;
  int32_t escalation = 0;  // steps up the ladder
  int64_t handler_deputy_id = 0;
  std::string category;  // levels joined by "/"
  AnswerClass answer_class = AnswerClass::kNone;
  int32_t follower_count = 0;
  int32_t cosign_count = 0;
  int64_t merged_into_id = 0;
  // Further deputies who read and handle it. Filled wherever one message is read; lists leave it
  // out.
  std::vector<int64_t> addressees;
  // In the author's order; filled wherever one message is read or locked.
  std::vector<Photo> photos;
  // Filled wherever one message is read or locked; lists leave it out.
  Life life;
};

enum class ActorKind { kAuthor = 1, kDeputy = 2, kStaff = 3, kSystem = 4 };

struct Actor {
  ActorKind kind = ActorKind::kSystem;
  int64_t person_id = 0;
  int64_t deputy_id = 0;
  std::string name;  // of a deputy or of staff
};

// One line of a message's timeline: what happened, and what held afterwards.
struct Transition {
  int64_t home_id = 0;
  int64_t message_id = 0;
  int64_t author_id = 0;  // of the message
  int64_t id = 0;
  MessageEvent event = MessageEvent::kPost;
  MessageState from = MessageState::kPosted;
  MessageState to = MessageState::kPosted;
  Actor actor;
  std::string note;  // reason, question, reply
  absl::Time create_time;
  Owner owner = Owner::kNobody;
  std::optional<absl::Time> due_time;
  int32_t escalation = 0;
};

using base::CallScope;
using base::RequestKey;

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_H_
