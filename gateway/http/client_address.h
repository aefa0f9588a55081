// Who is at the other end of a connection.
#ifndef GATEWAY_HTTP_CLIENT_ADDRESS_H_
#define GATEWAY_HTTP_CLIENT_ADDRESS_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::gateway {

// An IPv6 address in network order; IPv4 addresses are mapped (::ffff:a.b.c.d).
using ClientAddress = std::array<uint8_t, 16>;

std::optional<ClientAddress> ParseClientAddress(absl::string_view text);

// "192.0.2.1", "2001:db8::1".
std::string TextOf(const ClientAddress& address);

// What one client can be told from another by: an IPv4 address, or the /64 of an IPv6 address, of
// which every household has 2^64.
ClientAddress NetworkOf(const ClientAddress& address);

// The proxies in front of the gateway.
class TrustedProxies {
 public:
  // Addresses or networks in CIDR form. INVALID_ARGUMENT names a bad one.
  static absl::StatusOr<TrustedProxies> Parse(const std::vector<std::string>& networks);

  // The client behind `peer`: peer itself unless it is trusted; else the last address in
  // X-Forwarded-For that is not trusted. What stands before that one is the client's own word.
  ClientAddress ClientOf(const ClientAddress& peer, absl::string_view forwarded_for) const;

 private:
  struct Network {
    ClientAddress address;
    int prefix_bits;
  };
  bool Trusts(const ClientAddress& address) const;

  std::vector<Network> networks_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_CLIENT_ADDRESS_H_
