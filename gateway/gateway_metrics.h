// Counters of the gateway that are not of one method; see services/common/metrics for those.
#ifndef GATEWAY_GATEWAY_METRICS_H_
#define GATEWAY_GATEWAY_METRICS_H_

#include <string>

#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"

namespace deputies::gateway {

// One set for the process: metrics outlive a gateway, tests start several.
struct GatewayMetrics {
  static GatewayMetrics& Get();

  // Pages of everybody: from memory, from a call of its own, from another one's call.
  prometheus::Counter& cache_hits;
  prometheus::Counter& cache_misses;
  prometheus::Counter& cache_followers;
  prometheus::Counter& limited_persons;
  prometheus::Counter& limited_addresses;
  prometheus::Counter& retries;
  // Public reads that went on without a session because it could not be checked.
  prometheus::Counter& unchecked_sessions;

  // By backend address; set when they are asked for.
  prometheus::Family<prometheus::Gauge>& backend_running;
  prometheus::Family<prometheus::Gauge>& backend_waiting;
  prometheus::Family<prometheus::Gauge>& backend_limit;
  prometheus::Family<prometheus::Gauge>& backend_breaker_open;
  prometheus::Family<prometheus::Gauge>& backend_refused;
  prometheus::Gauge& connections;
  // Open streams of events.
  prometheus::Gauge& watches;
  prometheus::Gauge& cache_bytes;
  prometheus::Gauge& limiter_cells;
  // 1 while the limiter shares its counts through Redis.
  prometheus::Gauge& limiter_shared;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_GATEWAY_METRICS_H_
