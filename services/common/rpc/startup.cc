#include "services/common/rpc/startup.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "services/common/log/log.h"

namespace deputies::rpc {

void Die(absl::string_view what, const absl::Status& status) {
  log::Error("Cannot start", {{"what", what}, {"status", status}});
  std::exit(EXIT_FAILURE);
}

absl::StatusOr<common::v1::UpstreamConfig> FindUpstream(
    const google::protobuf::RepeatedPtrField<common::v1::UpstreamConfig>& upstreams,
    absl::string_view service) {
  for (const common::v1::UpstreamConfig& upstream : upstreams) {
    for (const std::string& name : upstream.services()) {
      if (name == service) return upstream;
    }
  }
  return absl::InvalidArgumentError(
      absl::StrCat("the configuration names no upstream for ", service));
}

}  // namespace deputies::rpc
