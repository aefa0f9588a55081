#ifndef SERVICES_DUTY_STORAGE_MIGRATIONS_H_
#define SERVICES_DUTY_STORAGE_MIGRATIONS_H_

#include <vector>

#include "services/common/db/database.h"

namespace deputies::duty {

// The history of duty's schema, embedded from services/duty/migrations.
const std::vector<db::Migration>& Migrations();

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_STORAGE_MIGRATIONS_H_
