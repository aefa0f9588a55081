#include "services/common/db/pool_metrics.h"

#include "services/common/metrics/metrics.h"

namespace deputies::db {

PoolObserver MetricsObserver() {
  prometheus::Registry& registry = metrics::Registry();
  auto& checkout = prometheus::BuildHistogram()
                       .Name("deputies_db_checkout_seconds")
                       .Help("Wait for a connection of the pool")
                       .Register(registry)
                       .Add({}, metrics::LatencyBuckets());
  auto& timeouts = prometheus::BuildCounter()
                       .Name("deputies_db_checkout_timeouts_total")
                       .Help("Calls that got no connection in time")
                       .Register(registry)
                       .Add({});
  auto& in_use = prometheus::BuildGauge()
                     .Name("deputies_db_connections_in_use")
                     .Help("Connections that a call holds")
                     .Register(registry)
                     .Add({});
  auto& retries = prometheus::BuildCounter()
                      .Name("deputies_db_retries_total")
                      .Help("Transactions run again after a deadlock or the like")
                      .Register(registry)
                      .Add({});
  PoolObserver observer;
  observer.checkout = [&checkout, &timeouts](absl::Duration wait, bool got) {
    checkout.Observe(absl::ToDoubleSeconds(wait));
    if (!got) timeouts.Increment();
  };
  observer.in_use = [&in_use](int count) { in_use.Set(count); };
  observer.retry = [&retries](const absl::Status&) { retries.Increment(); };
  return observer;
}

}  // namespace deputies::db
