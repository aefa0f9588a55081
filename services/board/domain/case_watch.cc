#include "services/board/domain/case_watch.h"

#include <algorithm>
#include <map>
#include <optional>

#include "absl/time/clock.h"
#include "services/board/domain/message_changer.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {
namespace {

constexpr absl::Duration kCaseTimeout = absl::Seconds(10);

base::Role RoleOf(Owner owner) {
  switch (owner) {
    case Owner::kChair:
      return base::Role::kChair;
    case Owner::kSponsor:
      return base::Role::kSponsor;
    case Owner::kCountyOffice:
      return base::Role::kCountyOffice;
    case Owner::kLiaison:
    case Owner::kHandler:
    case Owner::kAuthor:
    case Owner::kNobody:
      break;
  }
  return base::Role::kLiaison;
}

// Tells those concerned what the clock did. The version tells one such notice from the next.
absl::Status TellOf(MessageEvent event, MessageChange& change) {
  const int32_t stage = change.message.version;
  switch (event) {
    case MessageEvent::kEscalate:
      RETURN_IF_ERROR(
          change.TellHandler(NoticeKind::kOverdue, stage, true, change.message.due_time));
      return change.TellRole(RoleOf(change.message.owner), NoticeKind::kOverdue, stage);
    case MessageEvent::kFallSilent:
      return change.TellAuthor(NoticeKind::kClosedSilently, stage);
    case MessageEvent::kPromiseDue:
      RETURN_IF_ERROR(change.TellAuthor(NoticeKind::kPromiseDue, stage, true));
      return change.TellHandler(NoticeKind::kPromiseReport, stage, true, change.message.due_time);
    case MessageEvent::kClaimTimeout:
      return change.TellRole(base::Role::kLiaison, NoticeKind::kInPool, stage);
    case MessageEvent::kQuestionLapse:
      return change.TellHandler(NoticeKind::kReplyGiven, stage, false, change.message.due_time);
    default:
      return absl::OkStatus();
  }
}

}  // namespace

absl::StatusOr<int> CaseWatch::RunOnce(
    absl::FunctionRef<void(int64_t, int64_t, const absl::Status&)> failed) {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const auto due, queue_.ListDue(absl::Now() + kCaseTimeout, now, kBatch));
  int moved = 0;
  for (const auto& [home_id, message_id] : due) {
    const absl::Status status = Move(absl::Now() + kCaseTimeout, home_id, message_id);
    if (status.ok()) {
      ++moved;
    } else {
      failed(home_id, message_id, status);
    }
  }
  return moved;
}

absl::Status CaseWatch::Move(absl::Time deadline, int64_t home_id, int64_t message_id) {
  ASSIGN_OR_RETURN(const CaseLimits limits, store_.FindLimits(deadline, home_id));
  return store_.InTransaction(deadline, [&](MessageTransaction& transaction) -> absl::Status {
    ASSIGN_OR_RETURN(std::optional<Message> message, transaction.LockMessage(home_id, message_id));
    const absl::Time now = base::ToMillisecond(clock_.Now());
    // Somebody acted meanwhile, or an earlier run did.
    if (!message.has_value() || !message->life.next_time.has_value() ||
        *message->life.next_time > now) {
      return absl::OkStatus();
    }
    ++message->version;
    if (!message->life.answer_due.has_value()) {
      lifecycle_.Adopt(&*message, now, limits);
      return transaction.UpdateMessage(*message);
    }
    const Viewer nobody;
    MessageChange change{*message, nobody, Actor(), now, lifecycle_, limits, ids_, transaction};
    const MessageEvent event = MessageLifecycle::DueEvent(*message, now);
    RETURN_IF_ERROR(change.Apply(event));
    RETURN_IF_ERROR(TellOf(event, change));
    return transaction.UpdateMessage(*message);
  });
}

std::vector<int64_t> PersonsFor(const NoticeOrder& order, const std::vector<RoleHolder>& holders) {
  std::vector<int64_t> persons;
  base::Role role = order.role;
  if (order.deputy_id != 0) {
    for (const RoleHolder& holder : holders) {
      if (holder.role == base::Role::kDeputy && holder.deputy_id == order.deputy_id) {
        persons.push_back(holder.person_id);
      }
    }
    if (!persons.empty()) return persons;
    role = base::Role::kLiaison;
  }
  static constexpr base::Role kLadder[] = {base::Role::kLiaison, base::Role::kChair,
                                           base::Role::kSponsor, base::Role::kCountyOffice};
  const auto* step = std::find(std::begin(kLadder), std::end(kLadder), role);
  for (; step != std::end(kLadder) && persons.empty(); ++step) {
    for (const RoleHolder& holder : holders) {
      if (holder.role == *step) persons.push_back(holder.person_id);
    }
  }
  std::sort(persons.begin(), persons.end());
  persons.erase(std::unique(persons.begin(), persons.end()), persons.end());
  if (persons.size() > kMaxPersonsOfNotice) persons.resize(kMaxPersonsOfNotice);
  return persons;
}

absl::StatusOr<int> NoticeSender::RunOnce(absl::FunctionRef<void(const QueuedOrder&)> nobody) {
  const absl::Time now = clock_.Now();
  ASSIGN_OR_RETURN(const std::vector<QueuedOrder> orders,
                   queue_.ListOrders(absl::Now() + kCaseTimeout, now, kBatch));
  std::map<int64_t, absl::StatusOr<std::vector<RoleHolder>>> by_home;
  for (const QueuedOrder& order : orders) {
    const absl::Time deadline = absl::Now() + kCaseTimeout;
    const int64_t home_id = order.order.notice.home_id;
    auto known = by_home.find(home_id);
    if (known == by_home.end()) {
      known = by_home.emplace(home_id, holders_.HoldersAt(deadline, home_id)).first;
    }
    if (!known->second.ok()) {
      RETURN_IF_ERROR(queue_.Postpone(deadline, order, now + kPause));
      continue;
    }
    const std::vector<int64_t> persons = PersonsFor(order.order, *known->second);
    if (persons.empty()) nobody(order);
    RETURN_IF_ERROR(queue_.Deliver(deadline, order, persons));
  }
  return static_cast<int>(orders.size());
}

}  // namespace deputies::board
