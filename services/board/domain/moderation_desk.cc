#include "services/board/domain/moderation_desk.h"

#include <limits>
#include <utility>

#include "services/board/domain/desk_errors.h"
#include "services/board/domain/errors.h"
#include "services/board/domain/page_size.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr char kRemovedText[] = "（内容已删除）";

absl::Status CheckStaff(const base::Caller& caller, int64_t home_id) {
  return caller.IsStaffOf(home_id) ? absl::OkStatus() : DeskAccessDenied();
}

}  // namespace

int32_t StageOf(const ModerationCase& moderation, absl::Time now) {
  return static_cast<int32_t>(absl::ToUnixSeconds(now) -
                              absl::ToUnixSeconds(moderation.create_time));
}

NoticeOrder WaitingNotice(const ModerationCase& moderation, base::Role role) {
  NoticeOrder order;
  order.notice.kind = NoticeKind::kModerationWaiting;
  order.notice.home_id = moderation.home_id;
  order.notice.message_id = moderation.message_id;
  order.notice.stage = StageOf(moderation, moderation.due_time);
  order.notice.event_time = moderation.due_time;
  order.role = role;
  return order;
}

absl::Status TellAuthorOf(const ModerationCase& moderation, absl::Time now,
                          ModerationTransaction& transaction) {
  if (moderation.author_id == 0) return absl::OkStatus();
  const bool shown = IsShown(moderation.state);
  DeskNotice notice;
  notice.kind = shown ? DeskNoticeKind::kMessageShown : DeskNoticeKind::kMessageHidden;
  notice.person_ids = {moderation.author_id};
  notice.target_id = moderation.message_id;
  notice.stage = StageOf(moderation, now);
  notice.title = shown ? "您的留言已公开显示" : "您的留言暂不公开";
  if (moderation.state == ModerationState::kHeld) notice.detail = "正在等待工作人员审核";
  if (moderation.state == ModerationState::kHidden) notice.detail = ReasonText(moderation.reason);
  return transaction.Notify(moderation.home_id, notice);
}

absl::StatusOr<ModerationPolicy> ModerationDesk::GetPolicy(const CallScope& scope,
                                                           int64_t home_id) {
  ASSIGN_OR_RETURN(ModerationPolicy policy, store_.FindPolicy(scope.deadline, home_id));
  if (!scope.caller.IsStaffOf(home_id)) policy.words.clear();
  return policy;
}

absl::StatusOr<ModerationPolicy> ModerationDesk::SetPolicy(const CallScope& scope,
                                                           const RequestKey& key,
                                                           ModerationPolicy policy) {
  RETURN_IF_ERROR(CheckStaff(scope.caller, key.home_id));
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](ModerationTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                         transaction.ClaimRequest(key, key.home_id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const ModerationPolicy stored, transaction.LockPolicy(key.home_id));
        if (stored.revision != policy.revision) return ChangedMeanwhile();
        ModerationPolicy changed = policy;
        ++changed.revision;
        return transaction.SetPolicy(key.home_id, changed);
      }));
  return GetPolicy(scope, key.home_id);
}

absl::Status ModerationDesk::Report(const CallScope& scope, const RequestKey& key,
                                    int64_t message_id, ModerationReason reason, std::string note) {
  ASSIGN_OR_RETURN(const ModerationPolicy policy, store_.FindPolicy(scope.deadline, key.home_id));
  return store_.InTransaction(
      scope.deadline, [&](ModerationTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                         transaction.ClaimRequest(key, message_id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const std::optional<ModeratedMessage> message,
                         transaction.LockMessage(key.home_id, message_id));
        if (!message.has_value() || message->visibility == Visibility::kPrivate) {
          return MessageNotFound();
        }
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(const bool first,
                         transaction.InsertReport(key.home_id, message_id, scope.caller.person_id,
                                                  reason, note, now));
        if (!first) return absl::OkStatus();
        ASSIGN_OR_RETURN(std::optional<ModerationCase> found,
                         transaction.LockCase(key.home_id, message_id));
        ModerationCase moderation =
            found.has_value()
                ? *std::move(found)
                : NewCase(key.home_id, message_id, message->author_id, message->visibility, now);
        const bool waiting = IsOpen(moderation.state);
        ASSIGN_OR_RETURN(moderation.state, NextState(moderation.state, ModerationEvent::kReport));
        // A further report does not move the moderator's clock.
        if (!waiting) {
          moderation.origin = ModerationOrigin::kReport;
          WaitForModerator(&moderation, now + absl::Hours(policy.decide_hours));
        }
        ++moderation.report_count;
        moderation.update_time = now;
        RETURN_IF_ERROR(transaction.SetCase(moderation));
        return waiting ? absl::OkStatus()
                       : transaction.Order(WaitingNotice(moderation, base::Role::kLiaison));
      });
}

absl::StatusOr<ModerationCase> ModerationDesk::Decide(const CallScope& scope, const RequestKey& key,
                                                      int64_t message_id, bool show,
                                                      ModerationReason reason, std::string note) {
  RETURN_IF_ERROR(CheckStaff(scope.caller, key.home_id));
  if (!show && reason == ModerationReason::kNone) {
    return base::InvalidField("reason", "隐藏留言要选择原因，留言人会看到");
  }
  return ChangeOnce(
      scope, key, message_id,
      [&](ModerationCase* moderation, ModerationTransaction& transaction) -> absl::Status {
        const bool appealed = moderation->state == ModerationState::kAppealed;
        if (appealed && moderation->decider_id == scope.caller.person_id) {
          return SecondPersonNeeded("申诉要由另一位工作人员处理");
        }
        ASSIGN_OR_RETURN(
            moderation->state,
            NextState(moderation->state, show ? ModerationEvent::kShow : ModerationEvent::kHide));
        if (appealed) {
          moderation->appeal_note = note;
        } else {
          moderation->note = note;
        }
        if (!show) {
          moderation->reason = reason;
          if (!appealed) moderation->decider_id = scope.caller.person_id;
        }
        moderation->proposer_id = 0;
        ModerationAction action = show ? ModerationAction::kReleased : ModerationAction::kHidden;
        if (appealed) action = show ? ModerationAction::kOverturned : ModerationAction::kUpheld;
        return Log(*moderation, action, transaction);
      });
}

absl::StatusOr<ModerationCase> ModerationDesk::Appeal(const CallScope& scope, const RequestKey& key,
                                                      int64_t message_id, std::string text) {
  ASSIGN_OR_RETURN(const ModerationPolicy policy, store_.FindPolicy(scope.deadline, key.home_id));
  return ChangeOnce(
      scope, key, message_id,
      [&](ModerationCase* moderation, ModerationTransaction& transaction) -> absl::Status {
        if (moderation->author_id != scope.caller.person_id) return ModerationCaseNotFound();
        if (!moderation->appeal.empty()) return ModerationStateConflict();
        ASSIGN_OR_RETURN(moderation->state, NextState(moderation->state, ModerationEvent::kAppeal));
        moderation->appeal = text;
        WaitForModerator(moderation,
                         base::ToMillisecond(clock_.Now()) + absl::Hours(policy.decide_hours));
        // Another person decides: the one above, if the liaison hid it.
        return transaction.Order(WaitingNotice(*moderation, base::Role::kChair));
      });
}

absl::StatusOr<ModerationCase> ModerationDesk::Remove(const CallScope& scope, const RequestKey& key,
                                                      int64_t message_id) {
  RETURN_IF_ERROR(CheckStaff(scope.caller, key.home_id));
  ASSIGN_OR_RETURN(const ModerationPolicy policy, store_.FindPolicy(scope.deadline, key.home_id));
  return ChangeOnce(
      scope, key, message_id,
      [&](ModerationCase* moderation, ModerationTransaction& transaction) -> absl::Status {
        if (moderation->state != ModerationState::kRemovalProposed) {
          ASSIGN_OR_RETURN(moderation->state,
                           NextState(moderation->state, ModerationEvent::kProposeRemoval));
          moderation->proposer_id = scope.caller.person_id;
          WaitForModerator(moderation,
                           base::ToMillisecond(clock_.Now()) + absl::Hours(policy.decide_hours));
          return transaction.Order(WaitingNotice(*moderation, base::Role::kChair));
        }
        if (moderation->proposer_id == scope.caller.person_id) {
          return SecondPersonNeeded("永久删除要由另一位工作人员确认");
        }
        ASSIGN_OR_RETURN(moderation->state,
                         NextState(moderation->state, ModerationEvent::kConfirmRemoval));
        RETURN_IF_ERROR(transaction.EraseText(key.home_id, message_id, kRemovedText));
        return Log(*moderation, ModerationAction::kRemoved, transaction);
      });
}

absl::StatusOr<ModerationCase> ModerationDesk::Get(const CallScope& scope, int64_t home_id,
                                                   int64_t message_id) {
  ASSIGN_OR_RETURN(std::optional<ModerationCase> found,
                   store_.FindCase(scope.deadline, home_id, message_id));
  const base::Caller& caller = scope.caller;
  if (!found.has_value() || (!caller.IsStaffOf(home_id) &&
                             (caller.person_id == 0 || caller.person_id != found->author_id))) {
    return ModerationCaseNotFound();
  }
  return *std::move(found);
}

absl::StatusOr<ModerationCasePage> ModerationDesk::ListOpen(const CallScope& scope, int64_t home_id,
                                                            const CasePosition& after,
                                                            int page_size) {
  RETURN_IF_ERROR(CheckStaff(scope.caller, home_id));
  const int size = PageSize(page_size);
  ModerationCasePage page;
  ASSIGN_OR_RETURN(page.cases, store_.ListOpenCases(scope.deadline, home_id, after, size + 1));
  if (static_cast<int>(page.cases.size()) > size) {
    page.cases.resize(static_cast<size_t>(size));
    page.next = CasePosition{page.cases.back().due_time, page.cases.back().message_id};
  }
  return page;
}

absl::StatusOr<ModerationLogPage> ModerationDesk::ListLog(const CallScope& scope, int64_t home_id,
                                                          std::optional<int64_t> before_id,
                                                          int page_size) {
  const int size = PageSize(page_size);
  ModerationLogPage page;
  ASSIGN_OR_RETURN(
      page.entries,
      store_.ListLog(scope.deadline, home_id,
                     before_id.value_or(std::numeric_limits<int64_t>::max()), size + 1));
  page.next_before_id = CutToPage<ModerationLogEntry>(
      &page.entries, size, [](const ModerationLogEntry& entry) { return entry.id; });
  return page;
}

absl::StatusOr<ModerationCase> ModerationDesk::ChangeOnce(const CallScope& scope,
                                                          const RequestKey& key, int64_t message_id,
                                                          Change change) {
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](ModerationTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                         transaction.ClaimRequest(key, message_id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const std::optional<ModeratedMessage> message,
                         transaction.LockMessage(key.home_id, message_id));
        if (!message.has_value()) return ModerationCaseNotFound();
        ASSIGN_OR_RETURN(std::optional<ModerationCase> found,
                         transaction.LockCase(key.home_id, message_id));
        // Staff may take up a public message of themselves; a private one without a case is none of
        // theirs.
        if (!found.has_value() && message->visibility == Visibility::kPrivate) {
          return ModerationCaseNotFound();
        }
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ModerationCase moderation =
            found.has_value()
                ? *std::move(found)
                : NewCase(key.home_id, message_id, message->author_id, message->visibility, now);
        const bool was_shown = IsShown(moderation.state);
        // While it is shown, the author may have chosen anew.
        if (was_shown) moderation.chosen_visibility = message->visibility;
        RETURN_IF_ERROR(change(&moderation, transaction));
        moderation.update_time = now;
        RETURN_IF_ERROR(transaction.SetCase(moderation));
        const bool shown = IsShown(moderation.state);
        if (shown == was_shown) return absl::OkStatus();
        RETURN_IF_ERROR(transaction.SetVisibility(
            key.home_id, message_id, shown ? moderation.chosen_visibility : Visibility::kPrivate));
        return TellAuthorOf(moderation, now, transaction);
      }));
  return Get(scope, key.home_id, message_id);
}

absl::Status ModerationDesk::Log(const ModerationCase& moderation, ModerationAction action,
                                 ModerationTransaction& transaction) {
  ModerationLogEntry entry;
  entry.id = ids_.Next();
  entry.action = action;
  entry.reason =
      action == ModerationAction::kReleased ? ModerationReason::kNone : moderation.reason;
  entry.act_time = base::ToMillisecond(clock_.Now());
  // A case that a moderator opened has no limit.
  entry.in_time =
      entry.act_time <= moderation.due_time || moderation.due_time == moderation.create_time;
  return transaction.InsertLog(moderation.home_id, entry);
}

}  // namespace deputies::board
