// The bodies' part of SuggestionDesk.
#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/board/domain/desk_errors.h"
#include "services/board/domain/page_size.h"
#include "services/board/domain/suggestion_access.h"
#include "services/board/domain/suggestion_desk.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

absl::Status CheckOpen(const SuggestionTask& task) {
  return task.IsOpen() ? absl::OkStatus()
                       : SuggestionStateConflict("贵单位对这件建议的任务已经结束");
}

}  // namespace

absl::StatusOr<Suggestion> SuggestionDesk::Accept(const CallScope& scope, const RequestKey& key,
                                                  int64_t id, int64_t body_id) {
  RETURN_IF_ERROR(CommitTaskChange(scope, key, id, body_id,
                                   [&](Suggestion* suggestion, SuggestionTask* task,
                                       SuggestionTransaction& transaction) -> absl::Status {
                                     if (task->state != TaskState::kAssigned) {
                                       return SuggestionStateConflict("贵单位已经接收过了");
                                     }
                                     if (task->main) {
                                       ASSIGN_OR_RETURN(
                                           suggestion->state,
                                           NextState(suggestion->state, SuggestionEvent::kAccept));
                                     }
                                     task->state = TaskState::kAccepted;
                                     Record(scope, task->body_name, "接收", suggestion);
                                     return TellProposer(*suggestion, transaction);
                                   }));
  return Get(scope, key.home_id, id);
}

absl::Status SuggestionDesk::ReturnTask(const CallScope& scope, const RequestKey& key, int64_t id,
                                        int64_t body_id, std::string reason) {
  return CommitTaskChange(
      scope, key, id, body_id,
      [&](Suggestion* suggestion, SuggestionTask* task, SuggestionTransaction&) -> absl::Status {
        RETURN_IF_ERROR(CheckOpen(*task));
        if (clock_.Now() > task->return_due_time) {
          return ReturnRefused("已过七个工作日，不能再退回");
        }
        if (task->main) {
          if (suggestion->return_count >= kMaxBodyReturns) {
            return ReturnRefused("已经退回过两次，由人大工作机构确定，不能再退回");
          }
          ASSIGN_OR_RETURN(suggestion->state,
                           NextState(suggestion->state, SuggestionEvent::kReturnTask));
          ++suggestion->return_count;
        }
        task->state = TaskState::kReturned;
        Record(scope, task->body_name, absl::StrCat("退回，不属于本单位职责：", reason),
               suggestion);
        return absl::OkStatus();
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::GiveOpinion(const CallScope& scope,
                                                       const RequestKey& key, int64_t id,
                                                       int64_t body_id, std::string opinion) {
  RETURN_IF_ERROR(CommitTaskChange(
      scope, key, id, body_id,
      [&](Suggestion* suggestion, SuggestionTask* task, SuggestionTransaction&) -> absl::Status {
        RETURN_IF_ERROR(CheckOpen(*task));
        if (task->main) return SuggestionStateConflict("主办单位请直接写答复");
        task->state = TaskState::kDone;
        task->opinion = opinion;
        Record(scope, task->body_name, "给出协办意见", suggestion);
        return absl::OkStatus();
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Suggestion> SuggestionDesk::Reply(const CallScope& scope, const RequestKey& key,
                                                 int64_t id, ReplyClass reply_class,
                                                 std::string body,
                                                 std::optional<absl::Time> promise_time) {
  if ((reply_class == ReplyClass::kPlanned) != promise_time.has_value()) {
    return base::InvalidField("promiseTime", "列入计划的要写明完成日期，其他的不写");
  }
  if (promise_time.has_value() && *promise_time <= clock_.Now()) {
    return base::InvalidField("promiseTime", "完成日期要晚于今天");
  }
  return ChangeOnce(
      scope, key, id, [&](Suggestion* suggestion, SuggestionTransaction&) -> absl::Status {
        const SuggestionTask* task = MainTask(*suggestion);
        if (task == nullptr || !WorksFor(scope.caller, suggestion->home_id, task->body_id)) {
          return DeskAccessDenied();
        }
        ASSIGN_OR_RETURN(suggestion->state, NextState(suggestion->state, SuggestionEvent::kReply));
        SuggestionReply reply;
        reply.number = static_cast<int32_t>(suggestion->replies.size()) + 1;
        reply.round = suggestion->round;
        reply.clerk_id = scope.caller.person_id;
        reply.reply_class = reply_class;
        reply.body = body;
        reply.promise_time = promise_time;
        reply.submit_time = base::ToMillisecond(clock_.Now());
        suggestion->replies.push_back(std::move(reply));
        Record(scope, task->body_name, "提交答复，等待审核", suggestion);
        return absl::OkStatus();
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::AddProgress(const CallScope& scope,
                                                       const RequestKey& key, int64_t id,
                                                       std::string text) {
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        const auto task = std::find_if(
            suggestion->tasks.begin(), suggestion->tasks.end(), [&](const SuggestionTask& one) {
              return one.state != TaskState::kReturned &&
                     WorksFor(scope.caller, suggestion->home_id, one.body_id);
            });
        const bool office = scope.caller.IsStaffOf(suggestion->home_id);
        if (task == suggestion->tasks.end() && !office) return DeskAccessDenied();
        if (!suggestion->hand_over_time.has_value() || IsOver(suggestion->state)) {
          return SuggestionStateConflict("交办之后、办结之前才能记录进展");
        }
        Record(scope, office ? kOfficeName : task->body_name, text, suggestion);
        return TellProposer(*suggestion, transaction);
      });
}

absl::StatusOr<SuggestionWorkPage> SuggestionDesk::ListTasks(const CallScope& scope,
                                                             int64_t home_id,
                                                             const TaskPosition& after,
                                                             int page_size) {
  const int size = PageSize(page_size);
  SuggestionWorkPage page;
  if (scope.caller.IsStaffOf(home_id)) {
    ASSIGN_OR_RETURN(page.tasks, store_.ListTasks(scope.deadline, home_id, 0, after, size + 1));
  } else {
    // A clerk works for one body, seldom for several.
    for (const base::Grant& grant : scope.caller.grants) {
      if (!WorksFor(scope.caller, home_id, grant.organization_id)) continue;
      if (grant.role != base::Role::kHandlingClerk) continue;
      ASSIGN_OR_RETURN(
          std::vector<SuggestionWork> tasks,
          store_.ListTasks(scope.deadline, home_id, grant.organization_id, after, size + 1));
      page.tasks.insert(page.tasks.end(), std::make_move_iterator(tasks.begin()),
                        std::make_move_iterator(tasks.end()));
    }
    const auto place = [](const SuggestionWork& work) {
      return std::make_tuple(work.task.due_time, work.suggestion.id, work.task.body_id);
    };
    std::sort(
        page.tasks.begin(), page.tasks.end(),
        [&](const SuggestionWork& a, const SuggestionWork& b) { return place(a) < place(b); });
  }
  if (static_cast<int>(page.tasks.size()) > size) {
    page.tasks.resize(static_cast<size_t>(size));
    const SuggestionWork& last = page.tasks.back();
    page.next = TaskPosition{last.task.due_time, last.suggestion.id, last.task.body_id};
  }
  return page;
}

absl::Status SuggestionDesk::CommitTaskChange(const CallScope& scope, const RequestKey& key,
                                              int64_t id, int64_t body_id, TaskChange change) {
  return CommitChange(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        if (!WorksFor(scope.caller, suggestion->home_id, body_id)) return DeskAccessDenied();
        for (SuggestionTask& task : suggestion->tasks) {
          if (task.body_id == body_id && task.state != TaskState::kReturned) {
            return change(suggestion, &task, transaction);
          }
        }
        return SuggestionStateConflict("贵单位没有这件建议的任务");
      });
}

}  // namespace deputies::board
