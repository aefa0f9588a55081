#ifndef SERVICES_COMMON_METRICS_PROCESS_METRICS_H_
#define SERVICES_COMMON_METRICS_PROCESS_METRICS_H_

#include <vector>

#include "prometheus/metric_family.h"

namespace deputies::metrics {

// This process as the kernel sees it now, under the names that Prometheus's own client libraries
// use: process_resident_memory_bytes, process_cpu_seconds_total, process_open_fds.
std::vector<prometheus::MetricFamily> ProcessMetrics();

}  // namespace deputies::metrics

#endif  // SERVICES_COMMON_METRICS_PROCESS_METRICS_H_
