// The proposer's and the office's part, and what all parts share. The bodies':
// suggestion_handling.cc.
#include "services/board/domain/suggestion_desk.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/board/domain/desk_errors.h"
#include "services/board/domain/page_size.h"
#include "services/board/domain/suggestion_access.h"
#include "services/board/domain/suggestion_months.h"
#include "services/board/domain/suggestion_watch.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr size_t kMaxCosigners = 30;

absl::Status CheckProposer(const base::Caller& caller, const Suggestion& suggestion) {
  return IsProposer(caller, suggestion) ? absl::OkStatus() : DeskAccessDenied();
}

absl::Status CheckOffice(const base::Caller& caller, const Suggestion& suggestion) {
  return caller.IsStaffOf(suggestion.home_id) ? absl::OkStatus() : DeskAccessDenied();
}

const HandlingBody* Find(const std::vector<HandlingBody>& bodies, int64_t id) {
  const auto found = std::find_if(bodies.begin(), bodies.end(),
                                  [id](const HandlingBody& body) { return body.id == id; });
  return found == bodies.end() ? nullptr : &*found;
}

// The body's row, new or used again.
SuggestionTask* TaskOf(int64_t body_id, Suggestion* suggestion) {
  for (SuggestionTask& task : suggestion->tasks) {
    if (task.body_id == body_id) return &task;
  }
  suggestion->tasks.emplace_back().body_id = body_id;
  return &suggestion->tasks.back();
}

}  // namespace

absl::StatusOr<Suggestion> SuggestionDesk::Submit(const CallScope& scope, const RequestKey& key,
                                                  SuggestionText text,
                                                  const std::vector<int64_t>& cosigners) {
  const int64_t deputy_id = scope.caller.DeputyIdAt(key.home_id);
  if (deputy_id == 0) return DeskAccessDenied();
  const std::set<int64_t> distinct(cosigners.begin(), cosigners.end());
  if (distinct.size() != cosigners.size() || distinct.contains(deputy_id) ||
      distinct.size() > kMaxCosigners) {
    return base::InvalidField("cosignerDeputyIds", "联名代表不能重复，也不能是您自己");
  }
  Suggestion suggestion;
  suggestion.home_id = key.home_id;
  suggestion.id = ids_.Next();
  suggestion.text = std::move(text);
  suggestion.proposer_id = scope.caller.person_id;
  suggestion.proposer_deputy_id = deputy_id;
  suggestion.proposer_name = scope.caller.display_name;
  suggestion.create_time = base::ToMillisecond(clock_.Now());
  suggestion.update_time = suggestion.create_time;
  for (const int64_t cosigner : distinct) suggestion.cosigners.push_back({cosigner, false});
  Record(scope, suggestion.proposer_name, "提交", &suggestion);
  int64_t id = suggestion.id;
  RETURN_IF_ERROR(
      store_.InTransaction(scope.deadline, [&](SuggestionTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier,
                         transaction.ClaimRequest(key, suggestion.id));
        id = earlier.value_or(suggestion.id);
        return earlier.has_value() ? absl::OkStatus() : transaction.InsertSuggestion(suggestion);
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Suggestion> SuggestionDesk::Revise(const CallScope& scope, const RequestKey& key,
                                                  int64_t id, SuggestionText text) {
  return ChangeOnce(
      scope, key, id, [&](Suggestion* suggestion, SuggestionTransaction&) -> absl::Status {
        RETURN_IF_ERROR(CheckProposer(scope.caller, *suggestion));
        ASSIGN_OR_RETURN(suggestion->state, NextState(suggestion->state, SuggestionEvent::kRevise));
        suggestion->text = text;
        // Who signed, signed another text.
        for (SuggestionCosigner& cosigner : suggestion->cosigners) cosigner.signed_up = false;
        Record(scope, suggestion->proposer_name, "修改后重新提交", suggestion);
        return absl::OkStatus();
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::Cosign(const CallScope& scope, const RequestKey& key,
                                                  int64_t id) {
  return ChangeOnce(
      scope, key, id, [&](Suggestion* suggestion, SuggestionTransaction&) -> absl::Status {
        const int64_t deputy_id = scope.caller.DeputyIdAt(suggestion->home_id);
        const auto named = std::find_if(suggestion->cosigners.begin(), suggestion->cosigners.end(),
                                        [deputy_id](const SuggestionCosigner& cosigner) {
                                          return cosigner.deputy_id == deputy_id;
                                        });
        if (named == suggestion->cosigners.end()) return DeskAccessDenied();
        if (suggestion->hand_over_time.has_value() || IsOver(suggestion->state)) {
          return SuggestionStateConflict("已经交办或者结束，不能再联名");
        }
        if (named->signed_up) return SuggestionStateConflict("您已经联名了");
        named->signed_up = true;
        Record(scope, scope.caller.display_name, "联名", suggestion);
        return absl::OkStatus();
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::Withdraw(const CallScope& scope, const RequestKey& key,
                                                    int64_t id) {
  return ChangeOnce(scope, key, id,
                    [&](Suggestion* suggestion, SuggestionTransaction&) -> absl::Status {
                      RETURN_IF_ERROR(CheckProposer(scope.caller, *suggestion));
                      ASSIGN_OR_RETURN(suggestion->state,
                                       NextState(suggestion->state, SuggestionEvent::kWithdraw));
                      Record(scope, suggestion->proposer_name, "撤回", suggestion);
                      return absl::OkStatus();
                    });
}

absl::StatusOr<Suggestion> SuggestionDesk::Rate(const CallScope& scope, const RequestKey& key,
                                                int64_t id, Satisfaction satisfaction,
                                                std::string comment) {
  if (satisfaction == Satisfaction::kDissatisfied && comment.empty()) {
    return base::InvalidField("comment", "不满意请写明原因，承办单位要重新办理");
  }
  // Before the transaction: it asks another process.
  ASSIGN_OR_RETURN(const std::vector<HandlingBody> serving, bodies_.Serving(scope, key.home_id));
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckProposer(scope.caller, *suggestion));
        SuggestionEvent event = SuggestionEvent::kSatisfy;
        if (satisfaction == Satisfaction::kDissatisfied) {
          event = suggestion->round == 1 ? SuggestionEvent::kDissatisfyFirst
                                         : SuggestionEvent::kDissatisfySecond;
        }
        ASSIGN_OR_RETURN(suggestion->state, NextState(suggestion->state, event));
        SuggestionReply& reply = suggestion->replies.back();
        reply.satisfaction = satisfaction;
        reply.comment = comment;
        if (event != SuggestionEvent::kDissatisfyFirst) {
          Record(
              scope, suggestion->proposer_name,
              satisfaction == Satisfaction::kDissatisfied ? "再次评价：不满意，办结" : "评价，办结",
              suggestion);
          if (suggestion->proposer_deputy_id == 0) return absl::OkStatus();
          DutyAct act;
          act.deputy_id = suggestion->proposer_deputy_id;
          act.item = "suggestion_closed";
          act.source_type = "suggestion";
          act.source_id = id;
          act.perform_time = clock_.Now();
          return transaction.TellDuty(key.home_id, act);
        }
        suggestion->round = 2;
        suggestion->remind_count = 0;
        Record(scope, suggestion->proposer_name, "评价：不满意，重新办理", suggestion);
        SuggestionTask* task = MainTask(suggestion);
        task->state = TaskState::kAccepted;
        task->due_time = MonthsFromNow(kRehandlingMonths);
        task->extended = false;
        const HandlingBody* body = Find(serving, task->body_id);
        return TellClerks(*suggestion, body == nullptr ? std::vector<int64_t>{} : body->clerks,
                          DeskNoticeKind::kSuggestionTask, task->due_time, transaction);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::Triage(const CallScope& scope, const RequestKey& key,
                                                  int64_t id, GateDecision decision,
                                                  std::string reason) {
  const bool pass = decision == GateDecision::kPass;
  if (!pass && reason.empty()) return base::InvalidField("reason", "退回要写明原因");
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckOffice(scope.caller, *suggestion));
        if (suggestion->proposer_id == scope.caller.person_id) {
          return SecondPersonNeeded("自己提的建议要由另一位工作人员审核");
        }
        ASSIGN_OR_RETURN(suggestion->state,
                         NextState(suggestion->state, pass ? SuggestionEvent::kPassQuality
                                                           : SuggestionEvent::kFailQuality));
        Record(scope, kOfficeName, pass ? "质量审核通过" : absl::StrCat("退回修改：", reason),
               suggestion);
        if (pass && suggestion->proposer_deputy_id != 0) {
          DutyAct act;
          act.deputy_id = suggestion->proposer_deputy_id;
          act.item = "suggestion_passed";
          act.source_type = "suggestion";
          act.source_id = id;
          act.perform_time = suggestion->create_time;
          RETURN_IF_ERROR(transaction.TellDuty(key.home_id, act));
        }
        return TellProposer(*suggestion, transaction);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::Split(const CallScope& scope, const RequestKey& key,
                                                 int64_t id,
                                                 const std::vector<SuggestionText>& parts) {
  if (parts.size() < 2) return base::InvalidField("parts", "至少拆成两件");
  std::vector<int64_t> part_ids;
  for (size_t i = 0; i < parts.size(); ++i) part_ids.push_back(ids_.Next());
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckOffice(scope.caller, *suggestion));
        ASSIGN_OR_RETURN(suggestion->state, NextState(suggestion->state, SuggestionEvent::kSplit));
        Record(scope, kOfficeName, absl::StrCat("拆分成 ", parts.size(), " 件分别交办"),
               suggestion);
        for (size_t i = 0; i < parts.size(); ++i) {
          Suggestion part = *suggestion;
          part.id = part_ids[i];
          part.parent_id = id;
          part.state = SuggestionState::kPassed;
          part.text.title = parts[i].title;
          part.text.body = parts[i].body;
          part.tasks.clear();
          part.replies.clear();
          part.entries.clear();
          Record(scope, kOfficeName, absl::StrCat("由“", suggestion->text.title, "”拆分"), &part);
          RETURN_IF_ERROR(transaction.InsertSuggestion(part));
        }
        return TellProposer(*suggestion, transaction);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::HandOver(const CallScope& scope, const RequestKey& key,
                                                    int64_t id, int64_t main_body,
                                                    const std::vector<int64_t>& co_bodies) {
  // Before the transaction: it asks another process.
  ASSIGN_OR_RETURN(const std::vector<HandlingBody> serving, bodies_.Serving(scope, key.home_id));
  if (Find(serving, main_body) == nullptr) {
    return base::InvalidField("mainBodyId", "这个单位不服务于本地，或者还没有经办人");
  }
  std::set<int64_t> chosen = {main_body};
  for (const int64_t body : co_bodies) {
    if (Find(serving, body) == nullptr) {
      return base::InvalidField("coBodyIds", "有单位不服务于本地，或者还没有经办人");
    }
    if (!chosen.insert(body).second) {
      return base::InvalidField("coBodyIds", "同一个单位只能选一次");
    }
  }
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckOffice(scope.caller, *suggestion));
        ASSIGN_OR_RETURN(suggestion->state,
                         NextState(suggestion->state, SuggestionEvent::kHandOver));
        const absl::Time now = base::ToMillisecond(clock_.Now());
        suggestion->hand_over_time = now;
        suggestion->remind_count = 0;
        // Bodies of an earlier hand-over that are not chosen again are free.
        for (SuggestionTask& task : suggestion->tasks) {
          if (task.IsOpen() && !chosen.contains(task.body_id)) task.state = TaskState::kReturned;
        }
        std::string names;
        for (const int64_t body_id : chosen) {
          const HandlingBody& body = *Find(serving, body_id);
          SuggestionTask* task = TaskOf(body_id, suggestion);
          task->body_name = body.name;
          task->main = body_id == main_body;
          task->state = TaskState::kAssigned;
          task->assign_time = now;
          task->return_due_time = calendar_.Deadline(now, kReturnWorkdays);
          task->due_time = MonthsFromNow(task->main ? kMainMonths : kCoMonths);
          task->extended = false;
          absl::StrAppend(&names, names.empty() ? "" : "、", body.name,
                          task->main ? "（主办）" : "（协办）");
        }
        Record(scope, kOfficeName, absl::StrCat("交办：", names), suggestion);
        for (const int64_t body_id : chosen) {
          RETURN_IF_ERROR(TellClerks(*suggestion, Find(serving, body_id)->clerks,
                                     DeskNoticeKind::kSuggestionTask,
                                     TaskOf(body_id, suggestion)->due_time, transaction));
        }
        return TellProposer(*suggestion, transaction);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::Extend(const CallScope& scope, const RequestKey& key,
                                                  int64_t id, int64_t body_id, absl::Time due_time,
                                                  std::string reason) {
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckOffice(scope.caller, *suggestion));
        SuggestionTask* task = TaskOf(body_id, suggestion);
        if (!task->IsOpen() || task->body_name.empty()) {
          return SuggestionStateConflict("这个单位现在没有要办的任务");
        }
        if (task->extended) return SuggestionStateConflict("只能延期一次");
        const absl::CivilDay due = base::ShanghaiDay(task->due_time - absl::Seconds(1));
        const absl::CivilDay latest(absl::CivilMonth(due) + kMaxExtensionMonths);
        if (due_time <= task->due_time || due_time > base::StartOfShanghaiDay(latest + due.day())) {
          return base::InvalidField("dueTime", "新的期限要晚于原期限，最多延长三个月");
        }
        task->due_time = base::ToMillisecond(due_time);
        task->extended = true;
        suggestion->remind_count = 0;
        Record(scope, kOfficeName, absl::StrCat("同意", task->body_name, "延期：", reason),
               suggestion);
        return TellProposer(*suggestion, transaction);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::ReviewReply(const CallScope& scope,
                                                       const RequestKey& key, int64_t id,
                                                       GateDecision decision, std::string reason) {
  const bool pass = decision == GateDecision::kPass;
  if (!pass && reason.empty()) return base::InvalidField("reason", "退回要写明原因");
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckOffice(scope.caller, *suggestion));
        ASSIGN_OR_RETURN(suggestion->state,
                         NextState(suggestion->state, pass ? SuggestionEvent::kPassReply
                                                           : SuggestionEvent::kFailReply));
        SuggestionReply& reply = suggestion->replies.back();
        if (reply.clerk_id == scope.caller.person_id) {
          return SecondPersonNeeded("自己写的答复要由另一位工作人员审核");
        }
        reply.decision = decision;
        reply.reason = reason;
        Record(scope, kOfficeName,
               pass ? "答复审核通过，答复代表" : absl::StrCat("答复退回重写：", reason),
               suggestion);
        if (pass) {
          // Opinions that have not come are waited for no more.
          for (SuggestionTask& task : suggestion->tasks) {
            if (task.IsOpen()) task.state = TaskState::kDone;
          }
          return TellProposer(*suggestion, transaction);
        }
        return TellClerks(*suggestion, {reply.clerk_id}, DeskNoticeKind::kSuggestionReplyReturned,
                          std::nullopt, transaction);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::Supervise(const CallScope& scope, const RequestKey& key,
                                                     int64_t id, std::string supervisor,
                                                     std::string note) {
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckOffice(scope.caller, *suggestion));
        if (!suggestion->hand_over_time.has_value() || IsOver(suggestion->state)) {
          return SuggestionStateConflict("交办之后、办结之前才能督办");
        }
        suggestion->supervisor = supervisor;
        Record(scope, kOfficeName,
               absl::StrCat("督办（", supervisor, "）", note.empty() ? "" : "：", note),
               suggestion);
        return TellProposer(*suggestion, transaction);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::Award(const CallScope& scope, const RequestKey& key,
                                                 int64_t id, SuggestionAward award) {
  return ChangeOnce(
      scope, key, id,
      [&](Suggestion* suggestion, SuggestionTransaction& transaction) -> absl::Status {
        RETURN_IF_ERROR(CheckOffice(scope.caller, *suggestion));
        if (suggestion->state != SuggestionState::kClosed) {
          return SuggestionStateConflict("办结之后才能评选");
        }
        for (const SuggestionAward& given : suggestion->awards) {
          if (given.kind == award.kind && given.year == award.year) return AwardGiven();
        }
        suggestion->awards.push_back(award);
        Record(scope, kOfficeName,
               absl::StrCat("评为 ", award.year, " 年度",
                            award.kind == SuggestionAwardKind::kBody ? "先进承办单位" : "优秀建议"),
               suggestion);
        return TellProposer(*suggestion, transaction);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::Get(const CallScope& scope, int64_t home_id,
                                               int64_t id) {
  ASSIGN_OR_RETURN(std::optional<Suggestion> suggestion,
                   store_.FindSuggestion(scope.deadline, home_id, id));
  if (!suggestion.has_value()) return SuggestionNotFound();
  const SuggestionViewer viewer = ViewerOf(scope.caller, *suggestion);
  if (viewer == SuggestionViewer::kNobody) return SuggestionNotFound();
  return AsSeenBy(viewer, *std::move(suggestion));
}

absl::StatusOr<SuggestionPage> SuggestionDesk::List(const CallScope& scope, int64_t home_id,
                                                    std::optional<int64_t> before_id,
                                                    int page_size) {
  const int size = PageSize(page_size);
  SuggestionQuery query;
  query.home_id = home_id;
  query.all = scope.caller.IsStaffOf(home_id);
  query.person_id = scope.caller.person_id;
  query.deputy_id = scope.caller.DeputyIdAt(home_id);
  if (before_id.has_value()) query.before_id = *before_id;
  query.limit = size + 1;
  SuggestionPage page;
  ASSIGN_OR_RETURN(page.suggestions, store_.ListSuggestions(scope.deadline, query));
  page.next_before_id = CutToPage<Suggestion>(
      &page.suggestions, size, [](const Suggestion& suggestion) { return suggestion.id; });
  return page;
}

absl::StatusOr<SuggestionCounts> SuggestionDesk::Report(const CallScope& scope, int64_t home_id,
                                                        int year) {
  if (!scope.caller.IsStaffOf(home_id)) return DeskAccessDenied();
  return store_.CountSuggestions(scope.deadline, home_id,
                                 base::StartOfShanghaiDay(absl::CivilDay(year)),
                                 base::StartOfShanghaiDay(absl::CivilDay(year + 1)), clock_.Now());
}

absl::Status SuggestionDesk::CommitChange(const CallScope& scope, const RequestKey& key, int64_t id,
                                          Change change) {
  return store_.InTransaction(
      scope.deadline, [&](SuggestionTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, transaction.ClaimRequest(key, id));
        if (earlier.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(std::optional<Suggestion> suggestion,
                         transaction.LockSuggestion(key.home_id, id));
        if (!suggestion.has_value()) return SuggestionNotFound();
        const SuggestionViewer viewer = ViewerOf(scope.caller, *suggestion);
        if (viewer == SuggestionViewer::kNobody) return SuggestionNotFound();
        if (viewer == SuggestionViewer::kPublic) return DeskAccessDenied();
        const int64_t last_entry = suggestion->entries.empty() ? 0 : suggestion->entries.back().id;
        RETURN_IF_ERROR(change(&*suggestion, transaction));
        suggestion->update_time = base::ToMillisecond(clock_.Now());
        suggestion->next_time = NextLook(*suggestion, suggestion->update_time);
        return transaction.UpdateSuggestion(*suggestion, last_entry);
      });
}

absl::StatusOr<Suggestion> SuggestionDesk::ChangeOnce(const CallScope& scope, const RequestKey& key,
                                                      int64_t id, Change change) {
  RETURN_IF_ERROR(CommitChange(scope, key, id, change));
  return Get(scope, key.home_id, id);
}

void SuggestionDesk::Record(const CallScope& scope, std::string actor, std::string text,
                            Suggestion* suggestion) {
  suggestion->entries.push_back({ids_.Next(), base::ToMillisecond(clock_.Now()),
                                 scope.caller.person_id, std::move(actor), std::move(text)});
}

absl::Status SuggestionDesk::TellProposer(const Suggestion& suggestion,
                                          SuggestionTransaction& transaction) {
  if (suggestion.proposer_id == 0) return absl::OkStatus();
  DeskNotice notice;
  notice.kind = DeskNoticeKind::kSuggestionMoved;
  notice.person_ids = {suggestion.proposer_id};
  notice.target_id = suggestion.id;
  notice.stage = static_cast<int32_t>(suggestion.entries.size());
  notice.title = "您的建议有新进展";
  notice.detail = OwnerOf(suggestion.state);
  return transaction.Notify(suggestion.home_id, notice);
}

absl::Status SuggestionDesk::TellClerks(const Suggestion& suggestion,
                                        const std::vector<int64_t>& clerks, DeskNoticeKind kind,
                                        std::optional<absl::Time> due_time,
                                        SuggestionTransaction& transaction) {
  DeskNotice notice;
  notice.kind = kind;
  notice.person_ids = clerks;
  notice.target_id = suggestion.id;
  notice.stage = static_cast<int32_t>(suggestion.entries.size());
  notice.title =
      kind == DeskNoticeKind::kSuggestionTask ? "有代表建议要办理" : "答复被退回，请重写";
  notice.event_time = due_time;
  notice.important = true;
  return transaction.Notify(suggestion.home_id, notice);
}

absl::Time SuggestionDesk::MonthsFromNow(int months) const {
  return MonthsAfter(clock_.Now(), months);
}

absl::Time MonthsAfter(absl::Time time, int months) {
  const absl::CivilDay day = base::ShanghaiDay(time);
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return base::StartOfShanghaiDay(std::min(absl::CivilDay(month) + (day.day() - 1), last) + 1);
}

}  // namespace deputies::board
