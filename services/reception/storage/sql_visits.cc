// Records of visits of SqlReceptionStore.
#include <utility>

#include "services/common/base/status_macros.h"
#include "services/reception/storage/sql_reception_store.h"
#include "services/reception/storage/sql_transaction.h"

namespace deputies::reception {
namespace {

#define RECEPTION_VISIT_COLUMNS                                                              \
  "v.home_id, v.id, v.kind, v.state, v.day_id, v.ticket_id, v.recorder_person_id, "          \
  "v.visitor_person_id, v.visitor_name, v.place, v.subject, v.body, v.reply, v.opens_case, " \
  "v.sign_code, v.spoken_code, v.sign_method, v.unsigned_reason, v.visited_at, v.signed_at "

constexpr db::Statement kInsertVisit{
    "/* reception.InsertVisit */ INSERT INTO visits (home_id, id, kind, state, day_id, ticket_id, "
    "recorder_person_id, visitor_person_id, visitor_name, place, subject, body, reply, opens_case, "
    "sign_code, spoken_code, sign_method, unsigned_reason, visited_at, signed_at) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kInsertVisitHost{
    "/* reception.InsertVisitHost */ INSERT INTO visit_hosts (home_id, visit_id, host_id, "
    "deputy_id) VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE deputy_id=VALUES(deputy_id)"};
constexpr db::Statement kUpdateVisit{
    "/* reception.UpdateVisit */ UPDATE visits SET state=?, visitor_person_id=?, sign_method=?, "
    "unsigned_reason=?, signed_at=? WHERE home_id=? AND id=?"};
constexpr db::Statement kFindVisit{"/* reception.FindVisit */ SELECT " RECEPTION_VISIT_COLUMNS
                                   "FROM visits v WHERE v.home_id=? AND v.id=?"};
constexpr db::Statement kLockVisit{"/* reception.LockVisit */ SELECT " RECEPTION_VISIT_COLUMNS
                                   "FROM visits v WHERE v.home_id=? AND v.id=? FOR UPDATE"};
constexpr db::Statement kListVisits{
    "/* reception.ListVisits */ SELECT " RECEPTION_VISIT_COLUMNS
    "FROM visits v WHERE v.home_id=? AND v.id<? ORDER BY v.id DESC LIMIT ?"};
constexpr db::Statement kListVisitsOfDeputy{
    "/* reception.ListVisitsOfDeputy */ SELECT " RECEPTION_VISIT_COLUMNS
    "FROM visit_hosts vh JOIN visits v ON v.home_id=vh.home_id AND v.id=vh.visit_id "
    "WHERE vh.home_id=? AND vh.deputy_id=? AND vh.visit_id<? ORDER BY vh.visit_id DESC LIMIT ?"};
constexpr db::Statement kListVisitHosts{
    "/* reception.ListVisitHosts */ SELECT host_id, deputy_id FROM visit_hosts WHERE home_id=? AND "
    "visit_id=? ORDER BY host_id"};

#undef RECEPTION_VISIT_COLUMNS

Visit ReadVisit(db::Row& row) {
  Visit visit;
  visit.home_id = row.Int(0);
  visit.id = row.Int(1);
  visit.kind = static_cast<VisitKind>(row.Int(2));
  visit.state = static_cast<VisitState>(row.Int(3));
  visit.day_id = row.Int(4);
  visit.ticket_id = row.IsNull(5) ? 0 : row.Int(5);
  visit.recorder_person_id = row.Int(6);
  visit.visitor_person_id = row.Int(7);
  visit.visitor_name = row.TakeString(8);
  visit.place = row.TakeString(9);
  visit.subject = row.TakeString(10);
  visit.body = row.TakeString(11);
  visit.reply = row.TakeString(12);
  visit.opens_case = row.Int(13) != 0;
  visit.sign_code = row.TakeString(14);
  visit.spoken_code = row.TakeString(15);
  visit.sign_method = static_cast<SignMethod>(row.Int(16));
  visit.unsigned_reason = row.TakeString(17);
  visit.visited_at = row.Time(18);
  if (!row.IsNull(19)) visit.signed_at = row.Time(19);
  return visit;
}

std::vector<VisitHost> ReadHosts(const db::Rows& rows) {
  std::vector<VisitHost> hosts;
  for (const db::Row& row : rows) hosts.push_back({row.Int(0), row.Int(1)});
  return hosts;
}

}  // namespace

absl::StatusOr<bool> SqlTransaction::InsertVisit(const Visit& visit) {
  const db::Param ticket =
      visit.ticket_id == 0 ? db::Param(std::nullopt) : db::Param(visit.ticket_id);
  const absl::Status inserted = sql_.Execute(kInsertVisit, {visit.home_id,
                                                            visit.id,
                                                            visit.kind,
                                                            visit.state,
                                                            visit.day_id,
                                                            ticket,
                                                            visit.recorder_person_id,
                                                            visit.visitor_person_id,
                                                            visit.visitor_name,
                                                            visit.place,
                                                            visit.subject,
                                                            visit.body,
                                                            visit.reply,
                                                            visit.opens_case,
                                                            visit.sign_code,
                                                            visit.spoken_code,
                                                            visit.sign_method,
                                                            visit.unsigned_reason,
                                                            visit.visited_at,
                                                            visit.signed_at})
                                    .status();
  if (db::IsDuplicateKey(inserted, "uk_visits_ticket")) return false;
  RETURN_IF_ERROR(inserted);
  for (const VisitHost& host : visit.hosts) {
    RETURN_IF_ERROR(
        sql_.Execute(kInsertVisitHost, {visit.home_id, visit.id, host.host_id, host.deputy_id})
            .status());
  }
  return true;
}

absl::StatusOr<std::optional<Visit>> SqlTransaction::LockVisit(int64_t home_id, int64_t visit_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockVisit, {home_id, visit_id}));
  if (rows.empty()) return std::nullopt;
  Visit visit = ReadVisit(rows.front());
  ASSIGN_OR_RETURN(const db::Rows hosts, sql_.Query(kListVisitHosts, {home_id, visit_id}));
  visit.hosts = ReadHosts(hosts);
  return visit;
}

absl::Status SqlTransaction::UpdateVisit(const Visit& visit) {
  return sql_
      .Execute(kUpdateVisit, {visit.state, visit.visitor_person_id, visit.sign_method,
                              visit.unsigned_reason, visit.signed_at, visit.home_id, visit.id})
      .status();
}

absl::StatusOr<std::optional<Visit>> SqlReceptionStore::FindVisit(absl::Time deadline,
                                                                  int64_t home_id,
                                                                  int64_t visit_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kFindVisit, {home_id, visit_id}));
  if (rows.empty()) return std::nullopt;
  Visit visit = ReadVisit(rows.front());
  ASSIGN_OR_RETURN(const db::Rows hosts,
                   database_.Query(deadline, kListVisitHosts, {home_id, visit_id}));
  visit.hosts = ReadHosts(hosts);
  return visit;
}

absl::StatusOr<std::vector<Visit>> SqlReceptionStore::ListVisits(absl::Time deadline,
                                                                 int64_t home_id, int64_t deputy_id,
                                                                 int64_t before_id, int limit) {
  ASSIGN_OR_RETURN(
      db::Rows rows,
      deputy_id == 0
          ? database_.Query(deadline, kListVisits, {home_id, before_id, limit})
          : database_.Query(deadline, kListVisitsOfDeputy, {home_id, deputy_id, before_id, limit}));
  std::vector<Visit> visits;
  for (db::Row& row : rows) {
    Visit visit = ReadVisit(row);
    ASSIGN_OR_RETURN(const db::Rows hosts,
                     database_.Query(deadline, kListVisitHosts, {home_id, visit.id}));
    visit.hosts = ReadHosts(hosts);
    visits.push_back(std::move(visit));
  }
  return visits;
}

}  // namespace deputies::reception
