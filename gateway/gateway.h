// The whole gateway, put together from its configuration.
#ifndef GATEWAY_GATEWAY_H_
#define GATEWAY_GATEWAY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "deputies/gateway/v1/config.pb.h"
#include "gateway/upstream/direct_backend.h"

namespace deputies::gateway {

class Gateway {
 public:
  // Reads keys, routes and pages, binds both ports, starts the threads. An error says what is wrong
  // with the configuration or with the API's annotations. `direct` holds services of this process
  // by the address that the configuration knows them by; they must outlive the gateway.
  static absl::StatusOr<std::unique_ptr<Gateway>> Start(
      const v1::GatewayConfig& config, const std::map<std::string, DirectBackend*>& direct = {});
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
