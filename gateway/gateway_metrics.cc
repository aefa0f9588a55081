#include "gateway/gateway_metrics.h"

#include "services/common/metrics/metrics.h"

namespace deputies::gateway {
namespace {

prometheus::Family<prometheus::Counter>& Counters(const std::string& name,
                                                  const std::string& help) {
  return prometheus::BuildCounter()
      .Name("deputies_gateway_" + name)
      .Help(help)
      .Register(metrics::Registry());
}

prometheus::Family<prometheus::Gauge>& Gauges(const std::string& name, const std::string& help) {
  return prometheus::BuildGauge()
      .Name("deputies_gateway_" + name)
      .Help(help)
      .Register(metrics::Registry());
}

GatewayMetrics* Make() {
  auto& cache = Counters("public_cache_total", "Anonymous reads of public pages by outcome");
  auto& limited = Counters("rate_limited_total", "Requests refused by a rate limit");
  return new GatewayMetrics{
      cache.Add({{"outcome", "hit"}}),
      cache.Add({{"outcome", "miss"}}),
      cache.Add({{"outcome", "follow"}}),
      limited.Add({{"by", "person"}}),
      limited.Add({{"by", "address"}}),
      Counters("retries_total", "Calls tried again after the connection was lost").Add({}),
      Counters("unchecked_sessions_total", "Public reads that went on without their session")
          .Add({}),
      Gauges("backend_running", "Calls under way at a service"),
      Gauges("backend_waiting", "Calls that wait for their turn"),
      Gauges("backend_limit", "Calls that may be under way at once"),
      Gauges("backend_breaker_open", "1 while a service that does not answer gets no calls"),
      Gauges("backend_refused", "Calls refused by admission since the start"),
      Gauges("connections", "Open client connections").Add({}),
      Gauges("watches", "Open streams of events").Add({}),
      Gauges("public_cache_bytes", "Memory of the cached public pages").Add({}),
      Gauges("rate_limiter_subjects", "Persons and addresses with a count").Add({}),
      Gauges("rate_limiter_shared", "1 while the counts are shared through Redis").Add({}),
  };
}

}  // namespace

GatewayMetrics& GatewayMetrics::Get() {
  static GatewayMetrics* const metrics = Make();
  return *metrics;
}

}  // namespace deputies::gateway
