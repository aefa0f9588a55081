// Rows of duty_totals, as the ledger and the rankings read them.
#ifndef SERVICES_DUTY_STORAGE_TOTAL_ROWS_H_
#define SERVICES_DUTY_STORAGE_TOTAL_ROWS_H_

#include "services/common/db/database.h"
#include "services/duty/domain/ledger_store.h"

namespace deputies::duty {

#define DUTY_TOTAL_COLUMNS                                                                    \
  "home_id, deputy_id, period, county_id, level, rated, ranking_points, points, low_points, " \
  "high_points, opportunities, handled, stars, rule_version, ledger_size, deputy_name "

// A row of DUTY_TOTAL_COLUMNS.
inline DutyTotal ReadTotal(db::Row& row) {
  DutyTotal total;
  total.home_id = row.Int(0);
  total.deputy_id = row.Int(1);
  total.period = row.TakeString(2);
  total.county_id = row.Int(3);
  total.level = static_cast<int>(row.Int(4));
  total.score.rated = row.Int(5) != 0;
  total.score.ranking_points = static_cast<int>(row.Int(6));
  total.score.points = static_cast<int>(row.Int(7));
  total.score.low_points = static_cast<int>(row.Int(8));
  total.score.high_points = static_cast<int>(row.Int(9));
  total.score.opportunities = static_cast<int>(row.Int(10));
  total.score.handled = static_cast<int>(row.Int(11));
  total.score.stars = static_cast<int>(row.Int(12));
  total.score.rule_version = static_cast<int>(row.Int(13));
  total.ledger_size = row.Int(14);
  total.deputy_name = row.TakeString(15);
  return total;
}

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_TOTAL_ROWS_H_
