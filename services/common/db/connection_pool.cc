#include "services/common/db/connection_pool.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "services/common/base/error.h"

namespace deputies::db {

ConnectionPool::Lease::~Lease() {
  if (connection_ != nullptr) pool_->GiveBack(std::move(connection_));
}

void ConnectionPool::Lease::Discard() {
  connection_.reset();
  pool_->Forget();
}

ConnectionPool::ConnectionPool(Connect connect, PoolOptions options, PoolObserver observer)
    : connect_(std::move(connect)),
      size_(options.connections),
      checkout_timeout_(options.checkout_timeout),
      statement_limit_(options.statement_limit),
      observer_(std::move(observer)) {}

absl::StatusOr<ConnectionPool::Lease> ConnectionPool::Checkout(absl::Time deadline) {
  const absl::Time start = absl::Now();
  std::unique_ptr<Connection> connection;
  size_t in_use = 0;
  bool got = true;
  {
    std::unique_lock<std::mutex> lock(mutex_);
    const absl::Duration wait = std::min(checkout_timeout_, deadline - start);
    got = returned_.wait_for(lock, absl::ToChronoMilliseconds(std::max(wait, absl::ZeroDuration())),
                             [&] { return !idle_.empty() || open_ < size_; });
    if (got) {
      if (idle_.empty()) {
        ++open_;
      } else {
        connection = std::move(idle_.back());
        idle_.pop_back();
      }
      in_use = open_ - idle_.size();
    }
  }
  if (observer_.checkout) observer_.checkout(absl::Now() - start, got);
  if (!got) {
    return base::MakeError(absl::StatusCode::kUnavailable, "OVERLOADED", "系统繁忙，请稍后重试");
  }
  if (observer_.in_use) observer_.in_use(static_cast<int>(in_use));
  if (connection == nullptr) {
    absl::StatusOr<std::unique_ptr<Connection>> connected = connect_(statement_limit_);
    if (!connected.ok()) {
      Forget();
      return connected.status();
    }
    connection = *std::move(connected);
  }
  return Lease(*this, std::move(connection));
}

void ConnectionPool::GiveBack(std::unique_ptr<Connection> connection) {
  size_t in_use = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    idle_.push_back(std::move(connection));
    in_use = open_ - idle_.size();
  }
  returned_.notify_one();
  if (observer_.in_use) observer_.in_use(static_cast<int>(in_use));
}

void ConnectionPool::Forget() {
  std::vector<std::unique_ptr<Connection>> stale;
  size_t in_use = 0;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stale.swap(idle_);
    open_ -= stale.size() + 1;
    in_use = open_;
  }
  returned_.notify_all();
  if (observer_.in_use) observer_.in_use(static_cast<int>(in_use));
}

}  // namespace deputies::db
