// The columns of a deputy in a SELECT over `deputies d`, and what is made of them.
#ifndef SERVICES_ACCOUNTS_STORAGE_DEPUTY_COLUMNS_H_
#define SERVICES_ACCOUNTS_STORAGE_DEPUTY_COLUMNS_H_

#include "services/accounts/domain/records.h"
#include "services/common/db/database.h"

#define DEPUTY_COLUMNS                                                                 \
  "d.deputy_id, d.code, d.name, d.level, d.term, d.term_start_time, d.term_end_time, " \
  "d.constituency, d.occupation, d.introduction"
// Columns that stand before one's own.
#define DEPUTY_COLUMN_COUNT 10
// Takes the instant twice.
#define DEPUTY_IN_OFFICE                                 \
  "d.suspended_time IS NULL AND d.term_start_time <= ? " \
  "AND (d.term_end_time IS NULL OR d.term_end_time > ?)"

namespace deputies::accounts {

// Without homes.
Deputy DeputyOf(const db::Row& row);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_DEPUTY_COLUMNS_H_
