// What every main() needs before it serves.
#ifndef SERVICES_COMMON_RPC_STARTUP_H_
#define SERVICES_COMMON_RPC_STARTUP_H_

#include <cstdint>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "deputies/common/v1/config.pb.h"
#include "google/protobuf/repeated_ptr_field.h"

namespace deputies::rpc {

// Ends the process with a line in the log that names `what`, usually a field of the configuration.
[[noreturn]] void Die(absl::string_view what, const absl::Status& status);

// The value, or the end of the process.
template <typename T>
T OrDie(absl::string_view what, absl::StatusOr<T> value) {
  if (!value.ok()) Die(what, value.status());
  return *std::move(value);
}

// Configuration fields that are 0 stand for their default.
inline uint32_t OrDefault(uint32_t value, uint32_t fallback) {
  return value != 0 ? value : fallback;
}

// The upstream that serves the proto service; INVALID_ARGUMENT when the configuration names none.
absl::StatusOr<common::v1::UpstreamConfig> FindUpstream(
    const google::protobuf::RepeatedPtrField<common::v1::UpstreamConfig>& upstreams,
    absl::string_view service);

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_STARTUP_H_
