#include "gateway/http/cloud_hosting.h"

#include <algorithm>

#include "absl/strings/ascii.h"

namespace deputies::gateway {
namespace {

constexpr size_t kMaxOpenid = 64;

bool IsOpenidCharacter(unsigned char c) { return absl::ascii_isalnum(c) || c == '_' || c == '-'; }

}  // namespace

absl::string_view CloudHosting::OpenidOf(const Exchange& exchange) const {
  if (app_id_.empty() || exchange.Header("x-wx-appid") != app_id_ ||
      exchange.HeaderCount("x-wx-openid") != 1) {
    return "";
  }
  const absl::string_view openid = exchange.Header("x-wx-openid");
  const bool well_formed =
      openid.size() <= kMaxOpenid && std::all_of(openid.begin(), openid.end(), IsOpenidCharacter);
  return well_formed ? openid : "";
}

}  // namespace deputies::gateway
