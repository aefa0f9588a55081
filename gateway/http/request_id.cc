#include "gateway/http/request_id.h"

#include <algorithm>
#include <cstdint>

#include "absl/random/random.h"
#include "absl/strings/ascii.h"

namespace deputies::gateway {

std::string NewRequestId() {
  thread_local absl::InsecureBitGen generator;
  constexpr char kDigits[] = "0123456789abcdef";
  std::string id(32, '0');
  for (size_t i = 0; i < id.size();) {
    uint64_t bits = absl::Uniform<uint64_t>(generator);
    for (int j = 0; j < 16; ++j, bits >>= 4) id[i++] = kDigits[bits & 15];
  }
  return id;
}

std::string RequestIdFrom(absl::string_view header) {
  const bool good = header.size() >= 8 && header.size() <= 64 &&
                    std::all_of(header.begin(), header.end(),
                                [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
  return good ? std::string(header) : NewRequestId();
}

std::string TraceparentFrom(absl::string_view header) {
  // 00-<32 lower-case hex>-<16 lower-case hex>-<2 lower-case hex>
  if (header.size() != 55) return "";
  for (size_t i = 0; i < header.size(); ++i) {
    const char c = header[i];
    if (i == 2 || i == 35 || i == 52) {
      if (c != '-') return "";
    } else if (!(absl::ascii_isdigit(static_cast<unsigned char>(c)) || (c >= 'a' && c <= 'f'))) {
      return "";
    }
  }
  if (header.substr(0, 2) != "00") return "";
  return std::string(header);
}

}  // namespace deputies::gateway
