#include "services/accounts/storage/deputy_columns.h"

namespace deputies::accounts {

Deputy DeputyOf(const db::Row& row) {
  Deputy deputy;
  deputy.deputy_id = row.Int(0);
  deputy.code = row.String(1);
  deputy.name = row.String(2);
  deputy.level = static_cast<DeputyLevel>(row.Int(3));
  deputy.term = static_cast<int>(row.Int(4));
  deputy.term_start = row.Time(5);
  if (!row.IsNull(6)) deputy.term_end = row.Time(6);
  deputy.constituency = row.String(7);
  deputy.occupation = row.String(8);
  deputy.introduction = row.String(9);
  return deputy;
}

}  // namespace deputies::accounts
