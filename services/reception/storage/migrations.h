#ifndef SERVICES_RECEPTION_STORAGE_MIGRATIONS_H_
#define SERVICES_RECEPTION_STORAGE_MIGRATIONS_H_

#include <vector>

#include "services/common/db/database.h"

namespace deputies::reception {

// The history of reception's schema, embedded from services/reception/migrations.
const std::vector<db::Migration>& Migrations();

}  // namespace deputies::reception

#endif  // SERVICES_RECEPTION_STORAGE_MIGRATIONS_H_
