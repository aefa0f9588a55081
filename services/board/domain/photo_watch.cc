#include "services/board/domain/photo_watch.h"

#include <vector>

#include "absl/time/clock.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr absl::Duration kPhotoTimeout = absl::Seconds(10);

}  // namespace

absl::StatusOr<int> PhotoWatch::RunOnce(ModerationWatch::Failed failed) {
  ASSIGN_OR_RETURN(const std::vector<PhotoCheck> checks,
                   store_.ListPhotoChecks(absl::Now() + kPhotoTimeout, clock_.Now(), kBatch));
  for (const PhotoCheck& check : checks) {
    const absl::Status status = CheckOne(check);
    if (!status.ok()) failed(check.home_id, check.photo_id, status);
  }
  return static_cast<int>(checks.size());
}

absl::Status PhotoWatch::CheckOne(const PhotoCheck& check) {
  const absl::Time deadline = absl::Now() + kPhotoTimeout;
  // Others see it no more, or its author is gone; when it is shown again, it is checked again.
  if (check.visibility == Visibility::kPrivate || check.author_id == 0) {
    return Drop(deadline, check);
  }
  return check.order_id.empty() ? Order(deadline, check) : LookForVerdict(deadline, check);
}

absl::Status PhotoWatch::Order(absl::Time deadline, const PhotoCheck& check) {
  const absl::StatusOr<std::string> order_id = checker_.Order(deadline, check);
  PhotoCheck changed = check;
  if (order_id.ok()) {
    changed.order_id = *order_id;
    changed.order_time = clock_.Now();
    changed.due_time = clock_.Now() + kLookAgain;
    return Keep(deadline, check, changed);
  }
  if (!IsWorthAskingAgain(order_id.status()) ||
      check.attempts + 1 >= ModerationWatch::kMaxAttempts) {
    return Conclude(deadline, check, ModerationEvent::kReport);
  }
  changed.due_time = clock_.Now() + ModerationWatch::kFirstPause * (1 << check.attempts);
  ++changed.attempts;
  return Keep(deadline, check, changed);
}

absl::Status PhotoWatch::LookForVerdict(absl::Time deadline, const PhotoCheck& check) {
  ASSIGN_OR_RETURN(const std::optional<ContentVerdict> verdict,
                   checker_.FindVerdict(deadline, check.order_id));
  if (verdict == ContentVerdict::kPass) return Drop(deadline, check);
  if (verdict.has_value()) return Conclude(deadline, check, ModerationEvent::kHold);
  if (clock_.Now() - *check.order_time > kLongestWait) {
    return Conclude(deadline, check, ModerationEvent::kReport);
  }
  PhotoCheck changed = check;
  changed.due_time = clock_.Now() + kLookAgain;
  return Keep(deadline, check, changed);
}

absl::Status PhotoWatch::Drop(absl::Time deadline, const PhotoCheck& check) {
  return store_.InTransaction(deadline, [&](ModerationTransaction& transaction) {
    return transaction.TakePhotoCheck(check).status();
  });
}

absl::Status PhotoWatch::Keep(absl::Time deadline, const PhotoCheck& check,
                              const PhotoCheck& changed) {
  return store_.InTransaction(deadline, [&](ModerationTransaction& transaction) {
    return transaction.UpdatePhotoCheck(check, changed);
  });
}

absl::Status PhotoWatch::Conclude(absl::Time deadline, const PhotoCheck& check,
                                  ModerationEvent event) {
  return JudgeByWechat(
      store_, deadline, check.home_id, check.message_id, event, clock_.Now(),
      [&](ModerationTransaction& transaction) { return transaction.TakePhotoCheck(check); });
}

}  // namespace deputies::board
