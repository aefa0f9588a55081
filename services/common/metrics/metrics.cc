#include "services/common/metrics/metrics.h"

#include <exception>

#include "absl/strings/str_cat.h"
#include "prometheus/exposer.h"
#include "services/common/metrics/process_metrics.h"

namespace deputies::metrics {
namespace {

class Process final : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override { return ProcessMetrics(); }
};

}  // namespace

prometheus::Registry& Registry() {
  static std::shared_ptr<prometheus::Registry>* const registry =
      new std::shared_ptr<prometheus::Registry>(std::make_shared<prometheus::Registry>());
  return **registry;
}

absl::StatusOr<std::shared_ptr<prometheus::Exposer>> Expose(const std::string& address) {
  if (address.empty()) return std::shared_ptr<prometheus::Exposer>();
  try {
    auto exposer = std::make_shared<prometheus::Exposer>(address, /*num_threads=*/1);
    // The exposer holds a weak reference, and the registry lives for ever.
    static const auto* const registry =
        new std::shared_ptr<prometheus::Collectable>(&Registry(), [](prometheus::Collectable*) {});
    exposer->RegisterCollectable(*registry);
    static const auto* const process =
        new std::shared_ptr<prometheus::Collectable>(std::make_shared<Process>());
    exposer->RegisterCollectable(*process);
    return exposer;
  } catch (const std::exception& e) {
    return absl::UnavailableError(absl::StrCat("metrics address ", address, ": ", e.what()));
  }
}

prometheus::Histogram::BucketBoundaries LatencyBuckets() {
  return {0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
}

CallFamilies::CallFamilies(const std::string& prefix)
    : calls_(prometheus::BuildCounter()
                 .Name(prefix + "_calls_total")
                 .Help("Finished calls by method and status code")
                 .Register(Registry())),
      seconds_(prometheus::BuildHistogram()
                   .Name(prefix + "_call_seconds")
                   .Help("Time from arrival to answer")
                   .Register(Registry())) {}

CallMetrics::CallMetrics(const CallFamilies& families, const std::string& method)
    : calls_(&families.calls_),
      method_(method),
      seconds_(&families.seconds_.Add({{"method", method}}, LatencyBuckets())) {}

void CallMetrics::Record(absl::StatusCode code, absl::Duration latency) {
  const size_t index = static_cast<size_t>(code) % by_code_.size();
  prometheus::Counter* counter = by_code_[index].load(std::memory_order_acquire);
  if (counter == nullptr) {
    // Two threads may both come here; Add gives both the same counter.
    counter = &calls_->Add({{"method", method_}, {"code", absl::StatusCodeToString(code)}});
    by_code_[index].store(counter, std::memory_order_release);
  }
  counter->Increment();
  seconds_->Observe(absl::ToDoubleSeconds(latency));
}

}  // namespace deputies::metrics
