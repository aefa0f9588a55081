// What happens in moderation without anybody doing it: WeChat's judgement of what was posted, and
// moderators who take too long.
#ifndef SERVICES_BOARD_DOMAIN_MODERATION_WATCH_H_
#define SERVICES_BOARD_DOMAIN_MODERATION_WATCH_H_

#include <cstdint>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/moderation_store.h"
#include "services/common/base/clock.h"
#include "services/common/base/work_calendar.h"

namespace deputies::board {

enum class ContentVerdict { kPass, kReview, kRisky };

// Of an answer that was no verdict: WeChat may judge it when asked again.
bool IsWorthAskingAgain(const absl::Status& status);

// Opens the case that WeChat's judgement asks for, when `take` says that the check is still there
// to be taken. What a moderator has judged, or has before the eyes already, stays as it is.
absl::Status JudgeByWechat(ModerationStore& store, absl::Time deadline, int64_t home_id,
                           int64_t message_id, ModerationEvent event, absl::Time now,
                           absl::FunctionRef<absl::StatusOr<bool>(ModerationTransaction&)> take);

// Asks WeChat. Thread-safe.
class TextChecker {
 public:
  virtual ~TextChecker() = default;
  // Errors that are not IsWorthAskingAgain: it will never judge this text, people have to.
  virtual absl::StatusOr<ContentVerdict> Check(absl::Time deadline, int64_t person_id,
                                               int64_t home_id, const std::string& text) = 0;
};

// Several may run at once.
class ModerationWatch {
 public:
  static constexpr int kBatch = 50;
  // Times that WeChat is asked before people look: about a quarter of an hour with the pauses,
  // which double from kFirstPause.
  static constexpr int kMaxAttempts = 7;
  static constexpr absl::Duration kFirstPause = absl::Seconds(15);

  using Failed = absl::FunctionRef<void(int64_t home_id, int64_t message_id, const absl::Status&)>;

  // All must outlive this. `photos_too`: a text that passes has the photos beside it checked
  // (PhotoWatch).
  ModerationWatch(ModerationStore& store, TextChecker& checker, bool photos_too,
                  const base::WorkCalendar& calendar, const base::Clock& clock)
      : store_(store),
        checker_(checker),
        photos_too_(photos_too),
        calendar_(calendar),
        clock_(clock) {}

  // Has one batch of texts judged; returns how many it took. What WeChat does not pass is held back
  // and its author told; what it cannot judge waits, still shown, for a moderator. What a moderator
  // has judged already stays so.
  absl::StatusOr<int> CheckTexts(Failed failed);

  // Tells the next above of one batch of cases that waited too long, one step a working day;
  // returns how many.
  absl::StatusOr<int> Escalate(Failed failed);

 private:
  absl::Status CheckOne(const PendingCheck& check);
  absl::Status Pass(absl::Time deadline, const PendingCheck& check, bool has_photos);
  // Takes the check off and opens the case that it asks for.
  absl::Status Conclude(absl::Time deadline, const PendingCheck& check, ModerationEvent event);

  ModerationStore& store_;
  TextChecker& checker_;
  const bool photos_too_;
  const base::WorkCalendar& calendar_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_MODERATION_WATCH_H_
