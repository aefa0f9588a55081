#ifndef SERVICES_BOARD_DOMAIN_MESSAGE_RESPONDER_H_
#define SERVICES_BOARD_DOMAIN_MESSAGE_RESPONDER_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "services/board/domain/answer_templates.h"
#include "services/board/domain/message.h"
#include "services/board/domain/message_changer.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::board {

// What the answering side hands in.
struct AnswerDraft {
  std::string body;
  AnswerClass answer_class = AnswerClass::kNone;
  std::optional<absl::Time> promise_time;
  std::string reason;
  int64_t template_id = 0;
};

// A promise lies at most so far ahead.
inline constexpr absl::Duration kLongestPromise = absl::Hours(24 * 731);

// Answers and the author's verdict. Each exactly once per key; a repeat answers with the message as
// it is now. Thread-safe.
class MessageResponder {
 public:
  MessageResponder(MessageChanger& changer, AnswerTemplateStore& templates, base::IdSource& ids,
                   const base::Clock& clock)
      : changer_(changer), templates_(templates), ids_(ids), clock_(clock) {}

  // Adds an answer and tells MessageAnswered, and notices to followers.
  // Errors: MESSAGE_NOT_FOUND (also when the caller may not read it), ACCESS_DENIED,
  // MESSAGE_STATE_CONFLICT for a merged message, TEMPLATE_NOT_FOUND, REQUEST_ID_REUSED,
  // FIELD_INVALID for a promise or a reason that does not fit the class.
  absl::StatusOr<Message> Answer(const CallScope& scope, const RequestKey& key, int64_t message_id,
                                 AnswerDraft draft);

  // The author's verdict; tells MessageRated and SolvedWord, and AnswerConfirmed when it is a good
  // one. `score` 1-5; `comment` may be empty. Errors: as Answer, and MESSAGE_STATE_CONFLICT before
  // an answer or after a verdict.
  absl::StatusOr<Message> Rate(const CallScope& scope, const RequestKey& key, int64_t message_id,
                               Rating verdict);

 private:
  absl::Status CheckClass(const AnswerDraft& draft) const;

  MessageChanger& changer_;
  AnswerTemplateStore& templates_;
  base::IdSource& ids_;
  const base::Clock& clock_;
};

// The author was content at least in part, or saw the matter solved at least in part: only then
// does the answer count for the deputy.
bool Confirms(const Rating& verdict);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MESSAGE_RESPONDER_H_
