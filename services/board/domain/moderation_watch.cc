#include "services/board/domain/moderation_watch.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr absl::Duration kModerationTimeout = absl::Seconds(10);
// Who decides, and who is told one after the other.
constexpr base::Role kModeratorLadder[] = {base::Role::kLiaison, base::Role::kChair,
                                           base::Role::kSponsor, base::Role::kCountyOffice};

}  // namespace

bool IsWorthAskingAgain(const absl::Status& status) {
  return status.code() == absl::StatusCode::kUnavailable ||
         status.code() == absl::StatusCode::kDeadlineExceeded ||
         status.code() == absl::StatusCode::kResourceExhausted;
}

absl::Status JudgeByWechat(ModerationStore& store, absl::Time deadline, int64_t home_id,
                           int64_t message_id, ModerationEvent event, absl::Time now,
                           absl::FunctionRef<absl::StatusOr<bool>(ModerationTransaction&)> take) {
  ASSIGN_OR_RETURN(const ModerationPolicy policy, store.FindPolicy(deadline, home_id));
  now = base::ToMillisecond(now);
  return store.InTransaction(deadline, [&](ModerationTransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const std::optional<ModeratedMessage> message,
                     transaction.LockMessage(home_id, message_id));
    ASSIGN_OR_RETURN(std::optional<ModerationCase> found,
                     transaction.LockCase(home_id, message_id));
    ASSIGN_OR_RETURN(const bool taken, take(transaction));
    if (!taken || !message.has_value()) return absl::OkStatus();
    ModerationCase moderation = found.has_value() ? *std::move(found)
                                                  : NewCase(home_id, message_id, message->author_id,
                                                            message->visibility, now);
    // A moderator has judged it, or has it before the eyes already, unless readers' reports left it
    // shown.
    const bool reported = moderation.state == ModerationState::kReported;
    if (moderation.state != ModerationState::kNone &&
        !(reported && event == ModerationEvent::kHold)) {
      return absl::OkStatus();
    }
    ASSIGN_OR_RETURN(moderation.state, NextState(moderation.state, event));
    moderation.origin = ModerationOrigin::kWechat;
    moderation.chosen_visibility = message->visibility;
    moderation.update_time = now;
    if (!reported) WaitForModerator(&moderation, now + absl::Hours(policy.decide_hours));
    RETURN_IF_ERROR(transaction.SetCase(moderation));
    if (!reported) {
      RETURN_IF_ERROR(transaction.Order(WaitingNotice(moderation, base::Role::kLiaison)));
    }
    if (IsShown(moderation.state)) return absl::OkStatus();
    RETURN_IF_ERROR(transaction.SetVisibility(home_id, message_id, Visibility::kPrivate));
    return TellAuthorOf(moderation, now, transaction);
  });
}

absl::StatusOr<int> ModerationWatch::CheckTexts(Failed failed) {
  ASSIGN_OR_RETURN(const std::vector<PendingCheck> checks,
                   store_.ListChecks(absl::Now() + kModerationTimeout, clock_.Now(), kBatch));
  for (const PendingCheck& check : checks) {
    const absl::Status status = CheckOne(check);
    if (!status.ok()) failed(check.home_id, check.message_id, status);
  }
  return static_cast<int>(checks.size());
}

absl::Status ModerationWatch::CheckOne(const PendingCheck& check) {
  const absl::Time deadline = absl::Now() + kModerationTimeout;
  ASSIGN_OR_RETURN(const std::optional<ModeratedText> text,
                   store_.FindText(deadline, check.home_id, check.message_id));
  if (!text.has_value() || text->visibility == Visibility::kPrivate) {
    // Nobody else sees it; when its author shows it, it is checked again.
    return Pass(deadline, check, /*has_photos=*/false);
  }
  const absl::StatusOr<ContentVerdict> verdict =
      checker_.Check(deadline, text->author_id, check.home_id, text->text);
  if (verdict.ok()) {
    if (*verdict != ContentVerdict::kPass) return Conclude(deadline, check, ModerationEvent::kHold);
    return Pass(deadline, check, text->has_photos);
  }
  if (!IsWorthAskingAgain(verdict.status()) || check.attempts + 1 >= kMaxAttempts) {
    return Conclude(deadline, check, ModerationEvent::kReport);
  }
  const absl::Time again = clock_.Now() + kFirstPause * (1 << check.attempts);
  return store_.InTransaction(deadline, [&](ModerationTransaction& transaction) {
    return transaction.PostponeCheck(check, again);
  });
}

absl::Status ModerationWatch::Pass(absl::Time deadline, const PendingCheck& check,
                                   bool has_photos) {
  return store_.InTransaction(deadline, [&](ModerationTransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(const bool taken, transaction.TakeCheck(check));
    if (!taken || !has_photos || !photos_too_) return absl::OkStatus();
    return transaction.QueuePhotoChecks(check.home_id, check.message_id, clock_.Now());
  });
}

absl::Status ModerationWatch::Conclude(absl::Time deadline, const PendingCheck& check,
                                       ModerationEvent event) {
  return JudgeByWechat(
      store_, deadline, check.home_id, check.message_id, event, clock_.Now(),
      [&](ModerationTransaction& transaction) { return transaction.TakeCheck(check); });
}

absl::StatusOr<int> ModerationWatch::Escalate(Failed failed) {
  ASSIGN_OR_RETURN(const auto late,
                   store_.ListLateCases(absl::Now() + kModerationTimeout, clock_.Now(), kBatch));
  for (const auto& [home_id, message_id] : late) {
    const absl::Status status =
        store_.InTransaction(absl::Now() + kModerationTimeout,
                             [&, home_id = home_id, message_id = message_id](
                                 ModerationTransaction& transaction) -> absl::Status {
                               ASSIGN_OR_RETURN(std::optional<ModerationCase> moderation,
                                                transaction.LockCase(home_id, message_id));
                               const absl::Time now = base::ToMillisecond(clock_.Now());
                               // Somebody decided meanwhile, or an earlier run told.
                               if (!moderation.has_value() || !moderation->next_time.has_value() ||
                                   *moderation->next_time > now) {
                                 return absl::OkStatus();
                               }
                               const int top = static_cast<int>(std::size(kModeratorLadder)) - 1;
                               moderation->escalation = std::min(moderation->escalation + 1, top);
                               moderation->next_time = calendar_.Deadline(now, 1);
                               NoticeOrder order;
                               order.notice.kind = NoticeKind::kModerationOverdue;
                               order.notice.home_id = home_id;
                               order.notice.message_id = message_id;
                               order.notice.stage = StageOf(*moderation, now);
                               order.notice.event_time = moderation->due_time;
                               order.notice.important = true;
                               order.role = kModeratorLadder[moderation->escalation];
                               RETURN_IF_ERROR(transaction.Order(order));
                               return transaction.SetCase(*moderation);
                             });
    if (!status.ok()) failed(home_id, message_id, status);
  }
  return static_cast<int>(late.size());
}

}  // namespace deputies::board
