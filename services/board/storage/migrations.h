#ifndef SERVICES_BOARD_STORAGE_MIGRATIONS_H_
#define SERVICES_BOARD_STORAGE_MIGRATIONS_H_

#include <vector>

#include "services/common/db/database.h"

namespace deputies::board {

// The history of the board's schema, embedded from services/board/migrations.
const std::vector<db::Migration>& Migrations();

}  // namespace deputies::board

#endif  // SERVICES_BOARD_STORAGE_MIGRATIONS_H_
