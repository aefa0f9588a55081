// The admin listener: /healthz, /readyz and /metrics.
#ifndef GATEWAY_ADMIN_HANDLER_H_
#define GATEWAY_ADMIN_HANDLER_H_

#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/http/exchange.h"
#include "gateway/upstream/upstream_client.h"

namespace deputies::gateway {

class AdminHandler final : public Handler {
 public:
  // `backends`: address of each, in the client's order. `set_gauges` is called before metrics are
  // shown.
  AdminHandler(UpstreamClient* client, std::vector<std::string> backends,
               std::function<void()> set_gauges)
      : client_(client), backends_(std::move(backends)), set_gauges_(std::move(set_gauges)) {}

  // /healthz: the process runs. /readyz: no stop has begun and every backend's grpc.health.v1
  // answers SERVING within a second; 503 lists those that do not. /metrics: Prometheus text.
  void Handle(Exchange* exchange) override;

  // From now on /readyz answers 503.
  void BeginStop() { stopping_.store(true); }

 private:
  class Readiness;

  UpstreamClient* const client_;
  const std::vector<std::string> backends_;
  const std::function<void()> set_gauges_;
  std::atomic<bool> stopping_{false};
};

}  // namespace deputies::gateway

#endif  // GATEWAY_ADMIN_HANDLER_H_
