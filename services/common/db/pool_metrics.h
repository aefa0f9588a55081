#ifndef SERVICES_COMMON_DB_POOL_METRICS_H_
#define SERVICES_COMMON_DB_POOL_METRICS_H_

#include "services/common/db/open.h"

namespace deputies::db {

// Puts what happens in the process's pool among its metrics: deputies_db_checkout_seconds,
// deputies_db_checkout_timeouts_total, deputies_db_connections_in_use, deputies_db_retries_total.
PoolObserver MetricsObserver();

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_POOL_METRICS_H_
