#include "services/board/domain/event_intake.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/board/domain/author_alias.h"
#include "services/board/domain/message_changer.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr int kHandOverBatch = 100;
constexpr char kVisitor[] = "来访群众";
constexpr char kToSuccessor[] = "代表换届，由继任代表接着办理";
constexpr char kToLiaison[] = "代表不再任职，由代表之家接着办理";
constexpr char kToOffice[] = "提出建议的代表不再任职，由人大工作机构代为跟进和评价";

std::string NameOf(const RecordedVisit& visit) {
  if (!visit.visitor_alias.empty()) return visit.visitor_alias;
  if (visit.visitor_id == 0) return kVisitor;
  base::Caller visitor;
  visitor.person_id = visit.visitor_id;
  return AuthorAlias(visitor);
}

bool IsAddressee(const Message& message, int64_t deputy_id) {
  return message.deputy_id == deputy_id ||
         std::find(message.addressees.begin(), message.addressees.end(), deputy_id) !=
             message.addressees.end();
}

}  // namespace

absl::Status EventIntake::OpenCase(absl::Time deadline, const RecordedVisit& visit) {
  ASSIGN_OR_RETURN(const CaseLimits limits, with_.messages.FindLimits(deadline, visit.home_id));
  Message message;
  message.home_id = visit.home_id;
  message.author_id = visit.visitor_id;
  message.deputy_id = visit.deputy_id;
  message.kind = MessageKind::kVisit;
  message.visibility = Visibility::kPrivate;
  message.subject = visit.subject;
  message.body = visit.body;
  message.author_name = NameOf(visit);
  message.create_time = base::ToMillisecond(visit.record_time);
  Actor actor;
  actor.kind = visit.visitor_id != 0 ? ActorKind::kAuthor : ActorKind::kStaff;
  actor.person_id = visit.visitor_id;
  const std::string source_id = absl::StrCat("visit:", visit.visit_id);
  return with_.messages.InTransaction(
      deadline, [&](MessageTransaction& transaction) -> absl::Status {
        Message opened = message;
        // A new one for each run, so that the source alone tells whether the case is there.
        opened.id = with_.ids.Next();
        Transition line = lifecycle_.Begin(&opened, actor, limits);
        line.id = opened.id;
        ASSIGN_OR_RETURN(const ImportOutcome outcome,
                         transaction.InsertImported(opened, source_id));
        if (outcome != ImportOutcome::kStored) return absl::OkStatus();
        RETURN_IF_ERROR(transaction.AppendTransition(line));
        NoticeOrder order;
        order.notice.kind = NoticeKind::kNewMessage;
        order.notice.home_id = opened.home_id;
        order.notice.message_id = opened.id;
        order.notice.event_time = opened.due_time;
        order.deputy_id = opened.deputy_id;
        if (order.deputy_id == 0) order.role = base::Role::kLiaison;
        RETURN_IF_ERROR(transaction.Order(order));
        return transaction.Tell(opened.home_id, opened.create_time,
                                MessagePosted{opened.id, opened.author_id, opened.deputy_id});
      });
}

absl::Status EventIntake::PassOn(absl::Time deadline, const Succession& succession) {
  const int64_t home_id = succession.home_id;
  const int64_t old_id = succession.old_deputy_id;
  for (int64_t after_id = 0;;) {
    ASSIGN_OR_RETURN(
        const std::vector<int64_t> ids,
        with_.matters.ListMessagesOf(deadline, home_id, old_id, after_id, kHandOverBatch));
    for (const int64_t id : ids) RETURN_IF_ERROR(PassOnMessage(deadline, succession, id));
    if (ids.size() < kHandOverBatch) break;
    after_id = ids.back();
  }
  int64_t new_person_id = 0;
  if (succession.new_deputy_id != 0) {
    ASSIGN_OR_RETURN(const std::vector<RoleHolder> holders,
                     with_.holders.HoldersAt(deadline, home_id));
    for (const RoleHolder& holder : holders) {
      if (holder.deputy_id == succession.new_deputy_id) new_person_id = holder.person_id;
    }
  }
  for (int64_t after_id = 0;;) {
    ASSIGN_OR_RETURN(
        const std::vector<int64_t> ids,
        with_.matters.ListSuggestionsOf(deadline, home_id, old_id, after_id, kHandOverBatch));
    for (const int64_t id : ids) {
      RETURN_IF_ERROR(PassOnSuggestion(deadline, succession, id, new_person_id));
    }
    if (ids.size() < kHandOverBatch) return absl::OkStatus();
    after_id = ids.back();
  }
}

absl::Status EventIntake::PassOnMessage(absl::Time deadline, const Succession& succession,
                                        int64_t message_id) {
  const int64_t old_id = succession.old_deputy_id;
  const int64_t new_id = succession.new_deputy_id;
  ASSIGN_OR_RETURN(const CaseLimits limits,
                   with_.messages.FindLimits(deadline, succession.home_id));
  return with_.messages.InTransaction(
      deadline, [&](MessageTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<Message> message,
                         transaction.LockMessage(succession.home_id, message_id));
        if (!message.has_value() || !message->life.next_time.has_value()) return absl::OkStatus();
        const bool handled = message->handler_deputy_id == old_id;
        const bool addressed = IsAddressee(*message, old_id);
        // An earlier run passed it on: to nobody, or to a successor who reads it already.
        if (!handled && (new_id == 0 || !addressed || IsAddressee(*message, new_id))) {
          return absl::OkStatus();
        }
        if (new_id != 0) {
          // A message to one deputy alone becomes one to the successor; the old name stays readable
          // in the timeline and in the answers.
          if (!IsAddressee(*message, new_id)) {
            RETURN_IF_ERROR(transaction.AddAddressee(*message, new_id));
          }
        } else if (message->owner == Owner::kHandler) {
          message->owner = Owner::kLiaison;
        }
        if (handled) message->handler_deputy_id = new_id;
        // Nobody else has it: the successor does.
        if (!handled && message->handler_deputy_id == 0 && message->deputy_id == old_id &&
            IsOpen(message->state)) {
          message->handler_deputy_id = new_id;
        }
        ++message->version;
        const Viewer nobody;
        MessageChange change{*message,   nobody, Actor(),   base::ToMillisecond(with_.clock.Now()),
                             lifecycle_, limits, with_.ids, transaction};
        RETURN_IF_ERROR(
            change.Apply(MessageEvent::kReassign, new_id != 0 ? kToSuccessor : kToLiaison));
        if (IsOpen(message->state)) {
          RETURN_IF_ERROR(
              new_id != 0
                  ? change.TellHandler(NoticeKind::kDispatchedToYou, message->version, true,
                                       message->due_time)
                  : change.TellRole(base::Role::kLiaison, NoticeKind::kReturned, message->version));
        }
        return transaction.UpdateMessage(*message);
      });
}

absl::Status EventIntake::PassOnSuggestion(absl::Time deadline, const Succession& succession,
                                           int64_t suggestion_id, int64_t new_person_id) {
  return with_.suggestions.InTransaction(
      deadline, [&](SuggestionTransaction& transaction) -> absl::Status {
        ASSIGN_OR_RETURN(std::optional<Suggestion> suggestion,
                         transaction.LockSuggestion(succession.home_id, suggestion_id));
        if (!suggestion.has_value() || IsOver(suggestion->state) ||
            suggestion->proposer_deputy_id != succession.old_deputy_id) {
          return absl::OkStatus();
        }
        const int64_t last_entry = suggestion->entries.empty() ? 0 : suggestion->entries.back().id;
        suggestion->proposer_deputy_id = succession.new_deputy_id;
        suggestion->proposer_id = new_person_id;
        suggestion->update_time = base::ToMillisecond(with_.clock.Now());
        suggestion->entries.push_back({with_.ids.Next(), suggestion->update_time, 0, kOfficeName,
                                       succession.new_deputy_id != 0 ? kToSuccessor : kToOffice});
        RETURN_IF_ERROR(transaction.UpdateSuggestion(*suggestion, last_entry));
        if (new_person_id == 0) return absl::OkStatus();
        DeskNotice notice;
        notice.kind = DeskNoticeKind::kSuggestionMoved;
        notice.person_ids = {new_person_id};
        notice.target_id = suggestion->id;
        notice.stage = static_cast<int32_t>(suggestion->entries.size());
        notice.title = "前任代表的建议由您接着跟进";
        notice.detail = OwnerOf(suggestion->state);
        return transaction.Notify(suggestion->home_id, notice);
      });
}

}  // namespace deputies::board
