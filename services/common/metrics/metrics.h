// Prometheus metrics of this process. Names: deputies_<service>_<what>_<unit>.
#ifndef SERVICES_COMMON_METRICS_METRICS_H_
#define SERVICES_COMMON_METRICS_METRICS_H_

#include <array>
#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/gauge.h"
#include "prometheus/histogram.h"
#include "prometheus/registry.h"

namespace prometheus {
class Exposer;
}

namespace deputies::metrics {

// The registry of this process; lives for ever.
prometheus::Registry& Registry();

// Serves Registry() at http://<address>/metrics until destroyed; null for an empty address.
// UNAVAILABLE when the address cannot be bound.
absl::StatusOr<std::shared_ptr<prometheus::Exposer>> Expose(const std::string& address);

// Buckets for latencies: 0.25 ms to 10 s, in seconds.
prometheus::Histogram::BucketBoundaries LatencyBuckets();

// Families of one kind of call: <prefix>_calls_total{method,code} and
// <prefix>_call_seconds{method}.
class CallFamilies {
 public:
  explicit CallFamilies(const std::string& prefix);

 private:
  friend class CallMetrics;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
};

// Counters of one method; Record is cheap and thread-safe.
class CallMetrics {
 public:
  CallMetrics(const CallFamilies& families, const std::string& method);
  void Record(absl::StatusCode code, absl::Duration latency);

 private:
  prometheus::Family<prometheus::Counter>* calls_;
  const std::string method_;
  prometheus::Histogram* seconds_;
  // By status code, made when first needed.
  std::array<std::atomic<prometheus::Counter*>, 17> by_code_{};
};

}  // namespace deputies::metrics

#endif  // SERVICES_COMMON_METRICS_METRICS_H_
