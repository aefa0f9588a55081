// Opening the database that a configuration names. Kept apart from database.h so that storage code
// sees no proto.
#ifndef SERVICES_COMMON_DB_OPEN_H_
#define SERVICES_COMMON_DB_OPEN_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "deputies/common/v1/config.pb.h"
#include "services/common/db/database.h"

namespace deputies::db {

// What happens in the pool. Every function may be empty; called by many threads. Without any, the
// process's metrics are told (pool_metrics.h).
struct PoolObserver {
  // A caller got a connection, or gave up, after `wait`.
  std::function<void(absl::Duration wait, bool got)> checkout;
  // Connections in use after a checkout or a return.
  std::function<void(int in_use)> in_use;
  // A closure runs again because of this error.
  std::function<void(const absl::Status& cause)> retry;
};

// Connects when first used, so the server may come later; INVALID_ARGUMENT when the password file
// cannot be read or the configuration names no schema. `threads` is how many threads of the process
// use the database (workers, relay, sweeper): the number of connections where the configuration
// gives none.
absl::StatusOr<std::unique_ptr<Database>> OpenDatabase(const common::v1::DatabaseConfig& config,
                                                       uint32_t threads,
                                                       PoolObserver observer = {});

// The driver wants every thread that uses a Database to call these first and last
// (ServeOptions.worker_start and worker_stop). OpenDatabase counts as ThreadStart of its thread.
void ThreadStart();
void ThreadStop();

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_OPEN_H_
