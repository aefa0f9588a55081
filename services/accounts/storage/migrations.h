#ifndef SERVICES_ACCOUNTS_STORAGE_MIGRATIONS_H_
#define SERVICES_ACCOUNTS_STORAGE_MIGRATIONS_H_

#include <vector>

#include "services/common/db/database.h"

namespace deputies::accounts {

// The history of the accounts schema, embedded from services/accounts/migrations.
const std::vector<db::Migration>& Migrations();

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_MIGRATIONS_H_
