#include "gateway/http/client_address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace deputies::gateway {
namespace {

constexpr uint8_t kMappedPrefix[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

bool IsMapped(const ClientAddress& address) {
  return std::memcmp(address.data(), kMappedPrefix, sizeof(kMappedPrefix)) == 0;
}

bool SharePrefix(const ClientAddress& a, const ClientAddress& b, int bits) {
  const auto bytes = static_cast<size_t>(bits / 8);
  if (std::memcmp(a.data(), b.data(), bytes) != 0) return false;
  const int rest = bits % 8;
  return rest == 0 || (a[bytes] ^ b[bytes]) >> (8 - rest) == 0;
}

}  // namespace

std::optional<ClientAddress> ParseClientAddress(absl::string_view text) {
  char terminated[INET6_ADDRSTRLEN] = {};
  if (text.empty() || text.size() >= sizeof(terminated)) return std::nullopt;
  std::memcpy(terminated, text.data(), text.size());
  ClientAddress address;
  if (inet_pton(AF_INET6, terminated, address.data()) == 1) return address;
  std::memcpy(address.data(), kMappedPrefix, sizeof(kMappedPrefix));
  if (inet_pton(AF_INET, terminated, address.data() + sizeof(kMappedPrefix)) == 1) return address;
  return std::nullopt;
}

std::string TextOf(const ClientAddress& address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (IsMapped(address)) {
    inet_ntop(AF_INET, address.data() + sizeof(kMappedPrefix), text, sizeof(text));
  } else {
    inet_ntop(AF_INET6, address.data(), text, sizeof(text));
  }
  return text;
}

ClientAddress NetworkOf(const ClientAddress& address) {
  ClientAddress network = address;
  if (!IsMapped(address)) std::fill(network.begin() + 8, network.end(), uint8_t{0});
  return network;
}

absl::StatusOr<TrustedProxies> TrustedProxies::Parse(const std::vector<std::string>& networks) {
  TrustedProxies result;
  for (const std::string& text : networks) {
    const size_t slash = text.find('/');
    const std::optional<ClientAddress> address = ParseClientAddress(text.substr(0, slash));
    int bits = 128;
    bool good = address.has_value();
    if (good && slash != std::string::npos) {
      const int offset = IsMapped(*address) ? 96 : 0;
      good = absl::SimpleAtoi(text.substr(slash + 1), &bits) && bits >= 0 && bits + offset <= 128;
      bits += offset;
    }
    if (!good) {
      return absl::InvalidArgumentError(
          absl::StrCat("trusted_proxies: \"", text, "\" is no address or network"));
    }
    result.networks_.push_back({*address, bits});
  }
  return result;
}

bool TrustedProxies::Trusts(const ClientAddress& address) const {
  return std::any_of(networks_.begin(), networks_.end(), [&](const Network& network) {
    return SharePrefix(network.address, address, network.prefix_bits);
  });
}

ClientAddress TrustedProxies::ClientOf(const ClientAddress& peer,
                                       absl::string_view forwarded_for) const {
  ClientAddress client = peer;
  while (!forwarded_for.empty() && Trusts(client)) {
    const size_t comma = forwarded_for.rfind(',');
    const bool last = comma == absl::string_view::npos;
    const std::optional<ClientAddress> before = ParseClientAddress(
        absl::StripAsciiWhitespace(last ? forwarded_for : forwarded_for.substr(comma + 1)));
    if (!before) break;
    client = *before;
    forwarded_for = last ? absl::string_view() : forwarded_for.substr(0, comma);
  }
  return client;
}

}  // namespace deputies::gateway
