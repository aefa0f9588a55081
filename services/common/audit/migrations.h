#ifndef SERVICES_COMMON_AUDIT_MIGRATIONS_H_
#define SERVICES_COMMON_AUDIT_MIGRATIONS_H_

#include <vector>

#include "services/common/db/database.h"

namespace deputies::audit {

// The tables of the audit trail. Copy them into a migration of the service.
const std::vector<db::Migration>& Migrations();

}  // namespace deputies::audit

#endif  // SERVICES_COMMON_AUDIT_MIGRATIONS_H_
