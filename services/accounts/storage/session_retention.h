#ifndef SERVICES_ACCOUNTS_STORAGE_SESSION_RETENTION_H_
#define SERVICES_ACCOUNTS_STORAGE_SESSION_RETENTION_H_

#include "services/common/db/retention_sweeper.h"

namespace deputies::accounts {

// Deletes sessions past their absolute end.
db::RetentionRule SessionRetention();

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SESSION_RETENTION_H_
