#ifndef SERVICES_COMMON_DB_CONNECTION_POOL_H_
#define SERVICES_COMMON_DB_CONNECTION_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/common/db/connection.h"
#include "services/common/db/open.h"

namespace deputies::db {

struct PoolOptions {
  size_t connections = 8;
  absl::Duration checkout_timeout = absl::Milliseconds(100);
  // Time limit of one statement on the server.
  absl::Duration statement_limit = absl::Seconds(5);
  // Most closures that share a transaction and its COMMIT (SqlDatabase).
  size_t group_size = 1;
};

// A fixed number of connections, made when first needed. Thread-safe.
class ConnectionPool {
 public:
  // A connection in use. Destroying it gives the connection back.
  class Lease {
   public:
    Lease(ConnectionPool& pool, std::unique_ptr<Connection> connection)
        : pool_(&pool), connection_(std::move(connection)) {}
    Lease(Lease&& other) noexcept = default;
    Lease& operator=(Lease&&) = delete;
    ~Lease();

    Connection& operator*() { return *connection_; }
    Connection* operator->() { return connection_.get(); }
    // Closes the connection instead of giving it back, and those that stand idle, too: what broke
    // this one (a restarted server) broke them.
    void Discard();

   private:
    ConnectionPool* pool_;
    std::unique_ptr<Connection> connection_;
  };

  ConnectionPool(Connect connect, PoolOptions options, PoolObserver observer);

  // The connection that was given back last, without asking whether it still lives. Waits for one
  // at most the checkout time limit, and not beyond `deadline`. UNAVAILABLE/OVERLOADED when all are
  // in use; the error of connecting when there was room.
  absl::StatusOr<Lease> Checkout(absl::Time deadline);

 private:
  void GiveBack(std::unique_ptr<Connection> connection);
  void Forget();

  const Connect connect_;
  const size_t size_;
  const absl::Duration checkout_timeout_;
  const absl::Duration statement_limit_;
  const PoolObserver observer_;
  std::mutex mutex_;
  std::condition_variable returned_;
  size_t open_ = 0;  // idle and in use
  std::vector<std::unique_ptr<Connection>> idle_;
};

}  // namespace deputies::db

#endif  // SERVICES_COMMON_DB_CONNECTION_POOL_H_
