#include "services/reception/domain/visit_recorder.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/reception/domain/errors.h"
#include "services/reception/domain/write_once.h"

namespace deputies::reception {
namespace {

using base::CallScope;
using base::RequestKey;

constexpr int kReminderWorkdays[] = {1, 3, 7};
constexpr int kReminderBatch = 100;

bool Hosted(const Visit& visit, int64_t deputy_id) {
  return deputy_id != 0 &&
         std::any_of(visit.hosts.begin(), visit.hosts.end(),
                     [&](const VisitHost& host) { return host.deputy_id == deputy_id; });
}

// Wrote the record or received.
bool Receives(const base::Caller& caller, const Visit& visit) {
  return caller.IsStaffOf(visit.home_id) || Hosted(visit, caller.DeputyIdAt(visit.home_id)) ||
         (caller.SignedIn() && caller.person_id == visit.recorder_person_id);
}

bool IsVisitor(const base::Caller& caller, const Visit& visit) {
  return caller.SignedIn() && visit.visitor_person_id != 0 &&
         caller.person_id == visit.visitor_person_id;
}

}  // namespace

absl::Status VisitRecorder::TellOf(ReceptionTransaction& tx, const Visit& visit, absl::Time now) {
  VisitOnRecord record;
  record.visit_id = visit.id;
  for (const VisitHost& host : visit.hosts) {
    if (record.deputy_id == 0) record.deputy_id = host.deputy_id;
  }
  record.visitor_person_id = visit.visitor_person_id;
  record.visitor_alias = visit.visitor_person_id == 0 ? "来访群众" : "";
  record.visit_time = visit.visited_at;
  record.opens_case = visit.opens_case;
  if (visit.opens_case) {
    record.subject = visit.subject;
    record.body = visit.body;
  }
  RETURN_IF_ERROR(tx.Tell(visit.home_id, now, record));
  if (visit.state != VisitState::kSigned) return absl::OkStatus();
  for (const VisitHost& host : visit.hosts) {
    if (host.deputy_id == 0) continue;
    Duty duty;
    duty.deputy_id = host.deputy_id;
    // A day counts once, however many came; a visit outside counts by itself.
    const bool reception = visit.kind == VisitKind::kReception;
    duty.item = reception ? "reception_day" : "visit";
    duty.source_type = reception ? "reception_day" : "visit";
    duty.source_id = reception ? visit.day_id : visit.id;
    duty.perform_time = visit.visited_at;
    duty.voter_person_id = reception ? 0 : visit.visitor_person_id;
    RETURN_IF_ERROR(tx.Tell(visit.home_id, now, duty));
  }
  return absl::OkStatus();
}

absl::StatusOr<Visit> VisitRecorder::Record(const CallScope& scope, const RequestKey& key,
                                            Visit visit) {
  const int64_t home_id = key.home_id;
  ASSIGN_OR_RETURN(const std::optional<int64_t> earlier, store_.FindRequest(scope.deadline, key));
  if (earlier.has_value()) return Get(scope, home_id, *earlier);

  visit.home_id = home_id;
  visit.id = ids_.Next();
  visit.recorder_person_id = scope.caller.person_id;
  visit.sign_code = codes_.Next();
  std::optional<Ticket> ticket;
  if (visit.kind == VisitKind::kReception) {
    ASSIGN_OR_RETURN(ticket, store_.FindTicket(scope.deadline, home_id, visit.ticket_id));
    if (!ticket.has_value() || !ticket->called_at.has_value()) return TicketNotFound();
    visit.day_id = ticket->day_id;
    visit.visitor_person_id = ticket->visitor_name.empty() ? ticket->person_id : 0;
    if (visit.visitor_name.empty()) visit.visitor_name = ticket->visitor_name;
    visit.spoken_code = ticket->spoken_code;
    visit.visited_at = *ticket->called_at;
    const bool named =
        std::any_of(visit.hosts.begin(), visit.hosts.end(),
                    [&](const VisitHost& host) { return host.host_id == ticket->host_id; });
    if (!named && ticket->host_id != 0) visit.hosts.push_back({ticket->host_id, 0});
  } else {
    if (visit.ticket_id != 0) return base::InvalidField("ticketId", "走访和夜话会没有号");
    if (visit.visited_at > clock_.Now()) return base::InvalidField("visitTime", "时间还没有到");
  }
  ASSIGN_OR_RETURN(const std::vector<Host> hosts, store_.ListHosts(scope.deadline, home_id));
  for (VisitHost& host : visit.hosts) {
    const auto found = std::find_if(hosts.begin(), hosts.end(),
                                    [&](const Host& entry) { return entry.id == host.host_id; });
    if (found == hosts.end()) return HostNotFound();
    host.deputy_id = found->deputy_id;
  }
  if (visit.hosts.empty()) return base::InvalidField("hostIds", "请选择接待人");
  // A deputy records own visits; staff record anybody's.
  if (!scope.caller.IsStaffOf(home_id) && !Hosted(visit, scope.caller.DeputyIdAt(home_id))) {
    return NotForYou("代表只能登记自己的接待和走访");
  }
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, visit.id, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const bool stored, tx.InsertVisit(visit));
        if (!stored) return VisitExists();
        if (!ticket.has_value()) return absl::OkStatus();
        ASSIGN_OR_RETURN(const DayQueue queue, tx.LockQueue(home_id, visit.day_id, codes_.Next()));
        ASSIGN_OR_RETURN(std::vector<Ticket> tickets, tx.ListTickets(home_id, visit.day_id));
        for (Ticket& entry : tickets) {
          if (entry.id != ticket->id) continue;
          entry.visit_id = visit.id;
          RETURN_IF_ERROR(tx.UpdateTicket(entry));
        }
        return tx.UpdateQueue(queue);
      }));
  return Get(scope, home_id, id);
}

absl::StatusOr<Visit> VisitRecorder::Sign(const CallScope& scope, const RequestKey& key,
                                          int64_t visit_id, const std::string& code) {
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, visit_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(std::optional<Visit> visit, tx.LockVisit(key.home_id, visit_id));
        if (!visit.has_value()) return VisitNotFound();
        const bool receives = Receives(scope.caller, *visit);
        // A known visitor signs alone; an unknown one becomes known by the scan.
        if (!receives && visit->visitor_person_id != 0 && !IsVisitor(scope.caller, *visit)) {
          return VisitNotFound();
        }
        // A guess at a record that is none of the caller's tells nothing.
        const std::string& expected = receives ? visit->spoken_code : visit->sign_code;
        if (expected.empty() || expected != code) {
          return receives || IsVisitor(scope.caller, *visit) ? SignCodeWrong() : VisitNotFound();
        }
        if (visit->state != VisitState::kUnsigned) return VisitStateConflict();
        visit->state = VisitState::kSigned;
        visit->sign_method = receives ? SignMethod::kSpoken : SignMethod::kScanned;
        visit->signed_at = now;
        if (!receives) visit->visitor_person_id = scope.caller.person_id;
        RETURN_IF_ERROR(tx.UpdateVisit(*visit));
        return TellOf(tx, *visit, now);
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Visit> VisitRecorder::CloseUnsigned(const CallScope& scope, const RequestKey& key,
                                                   int64_t visit_id, const std::string& reason) {
  ASSIGN_OR_RETURN(
      const int64_t id,
      WriteOnce(store_, scope, key, visit_id, [&](ReceptionTransaction& tx) -> absl::Status {
        const absl::Time now = base::ToMillisecond(clock_.Now());
        ASSIGN_OR_RETURN(std::optional<Visit> visit, tx.LockVisit(key.home_id, visit_id));
        if (!visit.has_value() || !Receives(scope.caller, *visit)) return VisitNotFound();
        if (visit->state != VisitState::kUnsigned) return VisitStateConflict();
        visit->state = VisitState::kClosedUnsigned;
        visit->unsigned_reason = reason;
        RETURN_IF_ERROR(tx.UpdateVisit(*visit));
        return TellOf(tx, *visit, now);
      }));
  return Get(scope, key.home_id, id);
}

absl::StatusOr<Visit> VisitRecorder::Get(const CallScope& scope, int64_t home_id,
                                         int64_t visit_id) {
  ASSIGN_OR_RETURN(std::optional<Visit> visit, store_.FindVisit(scope.deadline, home_id, visit_id));
  if (!visit.has_value() || !(Receives(scope.caller, *visit) || IsVisitor(scope.caller, *visit))) {
    return VisitNotFound();
  }
  return *std::move(visit);
}

absl::StatusOr<VisitPage> VisitRecorder::List(const CallScope& scope, int64_t home_id,
                                              std::optional<int64_t> before_id, int page_size) {
  const int size = page_size <= 0 ? kDefaultPageSize : std::min(page_size, kMaxPageSize);
  const int64_t deputy_id = scope.caller.IsStaffOf(home_id) ? 0 : scope.caller.DeputyIdAt(home_id);
  VisitPage page;
  ASSIGN_OR_RETURN(
      page.visits,
      store_.ListVisits(scope.deadline, home_id, deputy_id,
                        before_id.value_or(std::numeric_limits<int64_t>::max()), size + 1));
  if (static_cast<int>(page.visits.size()) > size) {
    page.visits.resize(static_cast<size_t>(size));
    page.next_before_id = page.visits.back().id;
  }
  return page;
}

absl::StatusOr<int> VisitRecorder::RemindOfMissing(absl::Time deadline) {
  const absl::Time now = base::ToMillisecond(clock_.Now());
  int reminded = 0;
  for (int stage = 1; stage <= 3; ++stage) {
    // Due when the day is over that lies so many working days after the visit.
    const absl::CivilDay last_day =
        calendar_.AddWorkdays(base::ShanghaiDay(now), -kReminderWorkdays[stage - 1]);
    ASSIGN_OR_RETURN(const std::vector<Ticket> due,
                     store_.ListUnrecordedTickets(
                         deadline, stage, base::StartOfShanghaiDay(last_day), kReminderBatch));
    for (const Ticket& hint : due) {
      ASSIGN_OR_RETURN(const std::vector<RoleHolder> holders,
                       role_holders_.AtHome(deadline, hint.home_id));
      ASSIGN_OR_RETURN(const std::vector<Host> hosts, store_.ListHosts(deadline, hint.home_id));
      int64_t deputy_id = 0;
      for (const Host& host : hosts) {
        if (host.id == hint.host_id) deputy_id = host.deputy_id;
      }
      Notice notice;
      for (const RoleHolder& holder : holders) {
        const bool received = deputy_id != 0 && holder.deputy_id == deputy_id;
        const bool above = holder.role == base::Role::kChair || holder.role == base::Role::kSponsor;
        if (received || holder.role == base::Role::kLiaison || (stage == 3 && above)) {
          notice.person_ids.push_back(holder.person_id);
        }
      }
      notice.kind = NoticeKind::kRecordMissing;
      notice.target_id = hint.id;
      notice.stage = stage;
      notice.title = absl::StrCat("接待记录未登记 ", ShownNumber(hint));
      notice.detail = absl::StrCat("接待后已过", kReminderWorkdays[stage - 1], "个工作日");
      notice.important = stage == 3;
      RETURN_IF_ERROR(store_.InTransaction(deadline, [&](ReceptionTransaction& tx) -> absl::Status {
        ASSIGN_OR_RETURN(const DayQueue queue,
                         tx.LockQueue(hint.home_id, hint.day_id, codes_.Next()));
        ASSIGN_OR_RETURN(std::vector<Ticket> tickets, tx.ListTickets(hint.home_id, hint.day_id));
        for (Ticket& ticket : tickets) {
          if (ticket.id != hint.id || ticket.visit_id != 0 || ticket.record_reminders >= stage) {
            continue;
          }
          ticket.record_reminders = stage;
          RETURN_IF_ERROR(tx.UpdateTicket(ticket));
          if (notice.person_ids.empty()) continue;
          RETURN_IF_ERROR(tx.Tell(hint.home_id, now, notice));
        }
        return absl::OkStatus();
      }));
      ++reminded;
    }
  }
  return reminded;
}

}  // namespace deputies::reception
