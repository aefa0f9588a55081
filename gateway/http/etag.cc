#include "gateway/http/etag.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "sodium.h"

namespace deputies::gateway {

std::string EtagOf(absl::string_view bytes) {
  unsigned char hash[16];
  crypto_generichash(hash, sizeof(hash), reinterpret_cast<const unsigned char*>(bytes.data()),
                     bytes.size(), nullptr, 0);
  return absl::StrCat(
      "\"", absl::BytesToHexString({reinterpret_cast<const char*>(hash), sizeof(hash)}), "\"");
}

}  // namespace deputies::gateway
