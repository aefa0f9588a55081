// The whole gateway, put together from its configuration.
#ifndef GATEWAY_GATEWAY_H_
#define GATEWAY_GATEWAY_H_

#include <cstdint>
#include <memory>

#include "absl/status/statusor.h"
#include "deputies/gateway/v1/config.pb.h"

namespace deputies::gateway {

class Gateway {
 public:
  // Reads keys, routes and pages, binds both ports, starts the threads. An error says what is wrong
  // with the configuration or with the API's annotations.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(const v1::GatewayConfig& config);
  ~Gateway();

  uint16_t port() const;
  uint16_t admin_port() const;

  // Not ready from now on; refuses new connections, finishes running requests (at most
  // `drain_timeout_ms`), ends.
  void Stop();

 private:
  struct Parts;
  explicit Gateway(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_GATEWAY_H_
