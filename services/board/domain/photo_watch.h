// WeChat's judgement of photos that everybody may see. It fetches them itself and tells its verdict
// within half an hour.
#ifndef SERVICES_BOARD_DOMAIN_PHOTO_WATCH_H_
#define SERVICES_BOARD_DOMAIN_PHOTO_WATCH_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/board/domain/moderation_store.h"
#include "services/board/domain/moderation_watch.h"
#include "services/common/base/clock.h"

namespace deputies::board {

// Asks WeChat. Thread-safe. Errors as of TextChecker.
class PhotoChecker {
 public:
  virtual ~PhotoChecker() = default;
  // The order's id.
  virtual absl::StatusOr<std::string> Order(absl::Time deadline, const PhotoCheck& check) = 0;
  // Absent while WeChat has not told.
  virtual absl::StatusOr<std::optional<ContentVerdict>> FindVerdict(
      absl::Time deadline, const std::string& order_id) = 0;
};

// Several may run at once: a photo may be ordered twice then, and is judged once.
class PhotoWatch {
 public:
  static constexpr int kBatch = 50;
  // Between two looks for a verdict.
  static constexpr absl::Duration kLookAgain = absl::Seconds(5);
  // After that people look.
  static constexpr absl::Duration kLongestWait = absl::Minutes(30);

  // All must outlive this.
  PhotoWatch(ModerationStore& store, PhotoChecker& checker, const base::Clock& clock)
      : store_(store), checker_(checker), clock_(clock) {}

  // Takes one batch of photos a step further; returns how many it looked at. The message of a photo
  // that WeChat does not pass is held back and its author told; what it cannot judge waits, still
  // shown, for a moderator.
  absl::StatusOr<int> RunOnce(ModerationWatch::Failed failed);

 private:
  absl::Status CheckOne(const PhotoCheck& check);
  absl::Status Order(absl::Time deadline, const PhotoCheck& check);
  absl::Status LookForVerdict(absl::Time deadline, const PhotoCheck& check);
  absl::Status Drop(absl::Time deadline, const PhotoCheck& check);
  absl::Status Keep(absl::Time deadline, const PhotoCheck& check, const PhotoCheck& changed);
  absl::Status Conclude(absl::Time deadline, const PhotoCheck& check, ModerationEvent event);

  ModerationStore& store_;
  PhotoChecker& checker_;
  const base::Clock& clock_;
};

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_PHOTO_WATCH_H_
