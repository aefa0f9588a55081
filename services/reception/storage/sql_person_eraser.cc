#include "services/reception/storage/sql_person_eraser.h"

#include "services/common/base/status_macros.h"

namespace deputies::reception {
namespace {

constexpr db::Statement kListHomesOfPerson{
    "/* reception.ListHomesOfPerson */ SELECT home_id FROM booking_holders WHERE person_id = ? "
    "UNION SELECT home_id FROM tickets WHERE person_id = ? "
    "UNION SELECT home_id FROM visits WHERE visitor_person_id = ?"};
// Two who came on one day stay two.
constexpr db::Statement kEraseBookings{
    "/* reception.EraseBookings */ UPDATE bookings SET topic = '', "
    "visitor_name = IF(visitor_name = '', '', CONCAT('已注销', id)) "
    "WHERE home_id = ? AND person_id = ?"};
constexpr db::Statement kEraseTickets{
    "/* reception.EraseTickets */ UPDATE tickets SET visitor_name = '已注销用户', topic = '' "
    "WHERE home_id = ? AND person_id = ?"};
constexpr db::Statement kEraseVisits{
    "/* reception.EraseVisits */ UPDATE visits SET visitor_name = '已注销用户' "
    "WHERE home_id = ? AND visitor_person_id = ?"};

}  // namespace

absl::Status SqlPersonEraser::ErasePerson(absl::Time deadline, int64_t person_id) {
  ASSIGN_OR_RETURN(const db::Rows homes, database_.Query(deadline, kListHomesOfPerson,
                                                         {person_id, person_id, person_id}));
  for (const db::Row& home : homes) {
    const int64_t home_id = home.Int(0);
    RETURN_IF_ERROR(database_.InTransaction(
        deadline,
        [&](db::Transaction& tx) -> absl::Status {
          for (const db::Statement* statement : {&kEraseBookings, &kEraseTickets, &kEraseVisits}) {
            RETURN_IF_ERROR(tx.Execute(*statement, {home_id, person_id}).status());
          }
          return absl::OkStatus();
        },
        db::Repeat::kAfterUnknownOutcome));
  }
  return absl::OkStatus();
}

}  // namespace deputies::reception
