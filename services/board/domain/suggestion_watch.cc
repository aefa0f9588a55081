#include "services/board/domain/suggestion_watch.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/board/domain/suggestion_months.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr absl::Duration kSuggestionTimeout = absl::Seconds(10);
// Months in which a body reports on its promise.
constexpr int kReportMonths = 1;
constexpr base::Role kReminderLadder[] = {base::Role::kChair, base::Role::kSponsor,
                                          base::Role::kCountyOffice};

const SuggestionReply* StandingPromise(const Suggestion& suggestion) {
  if (suggestion.state != SuggestionState::kReplied &&
      suggestion.state != SuggestionState::kClosed) {
    return nullptr;
  }
  if (suggestion.replies.empty()) return nullptr;
  const SuggestionReply& last = suggestion.replies.back();
  return last.decision == GateDecision::kPass && last.promise_time.has_value() ? &last : nullptr;
}

std::vector<int64_t> ClerksOf(const std::vector<HandlingBody>& serving, int64_t body_id) {
  for (const HandlingBody& body : serving) {
    if (body.id == body_id) return body.clerks;
  }
  return {};
}

}  // namespace

std::optional<absl::Time> NextLook(const Suggestion& suggestion, absl::Time now) {
  if (const SuggestionReply* promise = StandingPromise(suggestion)) return promise->promise_time;
  if (IsOver(suggestion.state)) return std::nullopt;
  std::optional<absl::Time> next;
  for (const SuggestionTask& task : suggestion.tasks) {
    if (!task.IsOpen()) continue;
    // The next reminder of what is overdue stays where it is.
    const bool reminded =
        task.due_time <= now && suggestion.remind_count > 0 && suggestion.next_time > now;
    const absl::Time look = reminded ? *suggestion.next_time : task.due_time;
    next = next.has_value() ? std::min(*next, look) : look;
  }
  return next;
}

absl::StatusOr<int> SuggestionWatch::RunOnce(
    absl::FunctionRef<void(int64_t, int64_t, const absl::Status&)> failed) {
  ASSIGN_OR_RETURN(const auto due,
                   store_.ListDue(absl::Now() + kSuggestionTimeout, clock_.Now(), kBatch));
  for (const auto& [home_id, suggestion_id] : due) {
    const absl::Status status = Move(absl::Now() + kSuggestionTimeout, home_id, suggestion_id);
    if (!status.ok()) failed(home_id, suggestion_id, status);
  }
  return static_cast<int>(due.size());
}

absl::Status SuggestionWatch::Move(absl::Time deadline, int64_t home_id, int64_t suggestion_id) {
  // Before the transaction: it asks another process.
  const base::Caller nobody;
  ASSIGN_OR_RETURN(const std::vector<HandlingBody> serving,
                   bodies_.Serving({nobody, deadline, "board-suggestions", ""}, home_id));
  return store_.InTransaction(deadline, [&](SuggestionTransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(std::optional<Suggestion> suggestion,
                     transaction.LockSuggestion(home_id, suggestion_id));
    const absl::Time now = base::ToMillisecond(clock_.Now());
    // Somebody acted meanwhile, or an earlier run did.
    if (!suggestion.has_value() || !suggestion->next_time.has_value() ||
        *suggestion->next_time > now) {
      return absl::OkStatus();
    }
    const int64_t last_entry = suggestion->entries.empty() ? 0 : suggestion->entries.back().id;
    const SuggestionReply* promise = StandingPromise(*suggestion);
    if (promise != nullptr && *promise->promise_time <= now) {
      RETURN_IF_ERROR(AskForPromise(&*suggestion, serving, transaction));
    } else if (promise == nullptr) {
      RETURN_IF_ERROR(RemindOfTasks(&*suggestion, serving, transaction));
    }
    suggestion->next_time = NextLook(*suggestion, now);
    return transaction.UpdateSuggestion(*suggestion, last_entry);
  });
}

absl::Status SuggestionWatch::AskForPromise(Suggestion* suggestion,
                                            const std::vector<HandlingBody>& serving,
                                            SuggestionTransaction& transaction) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  ASSIGN_OR_RETURN(suggestion->state, NextState(suggestion->state, SuggestionEvent::kPromiseDue));
  suggestion->remind_count = 0;
  suggestion->update_time = now;
  suggestion->entries.push_back(
      {ids_.Next(), now, 0, kOfficeName, "承诺的日期已到，请承办单位报告办理结果"});
  DeskNotice notice;
  notice.kind = DeskNoticeKind::kSuggestionPromiseDue;
  notice.target_id = suggestion->id;
  notice.stage = static_cast<int32_t>(suggestion->entries.size());
  notice.title = "建议答复中承诺的日期已到";
  notice.important = true;
  if (suggestion->proposer_id != 0) notice.person_ids.push_back(suggestion->proposer_id);
  if (SuggestionTask* task = MainTask(suggestion)) {
    task->state = TaskState::kAccepted;
    task->due_time = MonthsAfter(now, kReportMonths);
    task->extended = false;
    notice.event_time = task->due_time;
    const std::vector<int64_t> clerks = ClerksOf(serving, task->body_id);
    notice.person_ids.insert(notice.person_ids.end(), clerks.begin(), clerks.end());
  }
  return transaction.Notify(suggestion->home_id, notice);
}

absl::Status SuggestionWatch::RemindOfTasks(Suggestion* suggestion,
                                            const std::vector<HandlingBody>& serving,
                                            SuggestionTransaction& transaction) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  std::string names;
  DeskNotice notice;
  for (const SuggestionTask& task : suggestion->tasks) {
    if (!task.IsOpen() || task.due_time > now) continue;
    absl::StrAppend(&names, names.empty() ? "" : "、", task.body_name);
    const std::vector<int64_t> clerks = ClerksOf(serving, task.body_id);
    notice.person_ids.insert(notice.person_ids.end(), clerks.begin(), clerks.end());
    notice.event_time = task.due_time;
  }
  if (names.empty()) return absl::OkStatus();
  suggestion->entries.push_back(
      {ids_.Next(), now, 0, kOfficeName, absl::StrCat("超过办理期限，已提醒：", names)});
  notice.kind = DeskNoticeKind::kSuggestionOverdue;
  notice.target_id = suggestion->id;
  notice.stage = static_cast<int32_t>(suggestion->entries.size());
  notice.title = "代表建议超过办理期限";
  notice.important = true;
  RETURN_IF_ERROR(transaction.Notify(suggestion->home_id, notice));
  NoticeOrder order;
  order.notice.kind = NoticeKind::kSuggestionOverdue;
  order.notice.home_id = suggestion->home_id;
  order.notice.message_id = suggestion->id;
  order.notice.stage = notice.stage;
  order.notice.event_time = notice.event_time;
  order.notice.important = true;
  const int top = static_cast<int>(std::size(kReminderLadder)) - 1;
  order.role = kReminderLadder[std::min(suggestion->remind_count, top)];
  ++suggestion->remind_count;
  suggestion->next_time = calendar_.Deadline(now, kRemindWorkdays);
  return transaction.Order(order);
}

}  // namespace deputies::board
