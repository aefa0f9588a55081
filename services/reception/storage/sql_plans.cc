// Plans of SqlReceptionStore.
#include <utility>

#include "services/common/base/status_macros.h"
#include "services/reception/storage/days_as_text.h"
#include "services/reception/storage/sql_reception_store.h"
#include "services/reception/storage/sql_transaction.h"

namespace deputies::reception {
namespace {

#define RECEPTION_PLAN_COLUMNS \
  "home_id, id, year, state, explanation, maker_person_id, created_at, published_at "

constexpr db::Statement kInsertPlan{
    "/* reception.InsertPlan */ INSERT INTO plans (" RECEPTION_PLAN_COLUMNS
    ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)"};
constexpr db::Statement kLockPlan{"/* reception.LockPlan */ SELECT " RECEPTION_PLAN_COLUMNS
                                  "FROM plans WHERE home_id=? AND id=? FOR UPDATE"};
constexpr db::Statement kListPlans{"/* reception.ListPlans */ SELECT " RECEPTION_PLAN_COLUMNS
                                   "FROM plans WHERE home_id=? ORDER BY id DESC"};
// Plans that were made together have one maker and one time.
constexpr db::Statement kCountReceptionsElsewhere{
    "/* reception.CountReceptionsElsewhere */ SELECT mine.id, COUNT(*) FROM plans p "
    "JOIN plans q ON q.maker_person_id=p.maker_person_id AND q.created_at=p.created_at "
    "AND q.year=p.year AND q.home_id<>p.home_id JOIN hosts mine ON mine.home_id=p.home_id "
    "JOIN hosts theirs ON theirs.home_id=q.home_id AND theirs.kind=mine.kind "
    "AND theirs.deputy_id=mine.deputy_id AND (mine.deputy_id<>0 OR theirs.name=mine.name) "
    "JOIN day_hosts dh ON dh.home_id=theirs.home_id AND dh.host_id=theirs.id AND dh.absent=0 "
    "JOIN reception_days d ON d.home_id=dh.home_id AND d.id=dh.day_id AND d.state<>3 "
    "AND LEFT(d.day, 4)=p.year WHERE p.home_id=? AND p.id=? GROUP BY mine.id"};
constexpr db::Statement kUpdatePlan{
    "/* reception.UpdatePlan */ UPDATE plans SET state=?, published_at=? WHERE home_id=? AND id=?"};
constexpr db::Statement kDeletePlan{
    "/* reception.DeletePlan */ DELETE FROM plans WHERE home_id=? AND id=?"};
constexpr db::Statement kDeleteDay{
    "/* reception.DeleteDay */ DELETE FROM reception_days WHERE home_id=? AND id=?"};
constexpr db::Statement kDeleteHostsOfDay{
    "/* reception.DeleteHostsOfDay */ DELETE FROM day_hosts WHERE home_id=? AND day_id=?"};
constexpr db::Statement kDeleteSlotsOfDay{
    "/* reception.DeleteSlotsOfDay */ DELETE FROM slots WHERE home_id=? AND day_id=?"};
constexpr db::Statement kDeleteDayHost{
    "/* reception.DeleteDayHost */ DELETE FROM day_hosts WHERE home_id=? AND day_id=? AND "
    "host_id=?"};

constexpr db::Statement kListHomeDuties{
    "/* reception.ListHomeDuties */ SELECT kind, source_id, day FROM home_duties "
    "WHERE home_id=? AND day BETWEEN ? AND ? ORDER BY day"};
constexpr db::Statement kNoteHomeDuty{
    "/* reception.NoteHomeDuty */ INSERT INTO home_duties (home_id, kind, source_id, day) "
    "VALUES (?, ?, ?, ?) ON DUPLICATE KEY UPDATE day=VALUES(day)"};

#undef RECEPTION_PLAN_COLUMNS

Plan ReadPlan(db::Row& row) {
  Plan plan;
  plan.home_id = row.Int(0);
  plan.id = row.Int(1);
  plan.year = static_cast<int>(row.Int(2));
  plan.state = static_cast<PlanState>(row.Int(3));
  plan.explanation = row.TakeString(4);
  plan.maker_person_id = row.Int(5);
  plan.create_time = row.Time(6);
  if (!row.IsNull(7)) plan.publish_time = row.Time(7);
  return plan;
}

}  // namespace

absl::StatusOr<bool> SqlTransaction::InsertPlan(const Plan& plan) {
  const absl::Status inserted =
      sql_.Execute(kInsertPlan, {plan.home_id, plan.id, plan.year, plan.state, plan.explanation,
                                 plan.maker_person_id, plan.create_time, plan.publish_time})
          .status();
  if (db::IsDuplicateKey(inserted, "uk_plans_year")) return false;
  RETURN_IF_ERROR(inserted);
  return true;
}

absl::StatusOr<std::optional<Plan>> SqlTransaction::LockPlan(int64_t home_id, int64_t plan_id) {
  ASSIGN_OR_RETURN(db::Rows rows, sql_.Query(kLockPlan, {home_id, plan_id}));
  if (rows.empty()) return std::nullopt;
  return ReadPlan(rows.front());
}

absl::Status SqlTransaction::UpdatePlan(const Plan& plan) {
  return sql_.Execute(kUpdatePlan, {plan.state, plan.publish_time, plan.home_id, plan.id}).status();
}

absl::Status SqlTransaction::DeletePlan(int64_t home_id, int64_t plan_id) {
  return sql_.Execute(kDeletePlan, {home_id, plan_id}).status();
}

absl::Status SqlTransaction::DeleteDay(int64_t home_id, int64_t day_id) {
  for (const db::Statement* statement : {&kDeleteSlotsOfDay, &kDeleteHostsOfDay, &kDeleteDay}) {
    RETURN_IF_ERROR(sql_.Execute(*statement, {home_id, day_id}).status());
  }
  return absl::OkStatus();
}

absl::Status SqlTransaction::DeleteDayHost(int64_t home_id, int64_t day_id, int64_t host_id) {
  return sql_.Execute(kDeleteDayHost, {home_id, day_id, host_id}).status();
}

absl::StatusOr<std::vector<Plan>> SqlReceptionStore::ListPlans(absl::Time deadline,
                                                               int64_t home_id) {
  ASSIGN_OR_RETURN(db::Rows rows, database_.Query(deadline, kListPlans, {home_id}));
  std::vector<Plan> plans;
  for (db::Row& row : rows) plans.push_back(ReadPlan(row));
  return plans;
}

absl::StatusOr<std::vector<HomeDuty>> SqlReceptionStore::ListHomeDuties(absl::Time deadline,
                                                                        int64_t home_id,
                                                                        absl::CivilDay from,
                                                                        absl::CivilDay to) {
  ASSIGN_OR_RETURN(const db::Rows rows, database_.Query(deadline, kListHomeDuties,
                                                        {home_id, DayText(from), DayText(to)}));
  std::vector<HomeDuty> duties;
  for (const db::Row& row : rows) {
    duties.push_back(
        {home_id, static_cast<HomeDutyKind>(row.Int(0)), row.Int(1), ReadDay(row.String(2))});
  }
  return duties;
}

absl::Status SqlReceptionStore::NoteHomeDuty(absl::Time deadline, const HomeDuty& duty) {
  const auto closure = [&](db::Transaction& tx) {
    return tx.Execute(kNoteHomeDuty, {duty.home_id, duty.kind, duty.source_id, DayText(duty.day)})
        .status();
  };
  return database_.InTransaction(deadline, closure, db::Repeat::kAfterUnknownOutcome);
}

absl::StatusOr<std::map<int64_t, int>> SqlReceptionStore::CountReceptionsElsewhere(
    absl::Time deadline, int64_t home_id, int64_t plan_id) {
  ASSIGN_OR_RETURN(const db::Rows rows,
                   database_.Query(deadline, kCountReceptionsElsewhere, {home_id, plan_id}));
  std::map<int64_t, int> counts;
  for (const db::Row& row : rows) counts[row.Int(0)] = static_cast<int>(row.Int(1));
  return counts;
}

}  // namespace deputies::reception
