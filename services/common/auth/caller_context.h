// The signed caller context that travels in gRPC metadata (architecture decision 12): the gateway
// and the services sign it, every service verifies it and believes nothing else about the caller.
#ifndef SERVICES_COMMON_AUTH_CALLER_CONTEXT_H_
#define SERVICES_COMMON_AUTH_CALLER_CONTEXT_H_

#include <array>
#include <cstdint>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "deputies/common/v1/caller.pb.h"
#include "services/common/base/caller.h"
#include "services/common/config/config.h"

namespace deputies::auth {

// Binary metadata key of the signed context.
inline constexpr char kCallerMetadataKey[] = "x-deputies-caller-bin";
// Lifetime of a signature.
inline constexpr absl::Duration kCallerLifetime = absl::Seconds(60);

// Keys that sign and verify caller contexts, by key id. Copyable; wiped on destruction.
class CallerKeys {
 public:
  // Reads lines "<key id> <64 hex digits>". The first key signs, all verify: put a new key first,
  // deploy everywhere, then drop the old one. '#' starts a comment.
  static absl::StatusOr<CallerKeys> FromFile(const std::string& path);
  static absl::StatusOr<CallerKeys> FromText(absl::string_view text);
  ~CallerKeys();
  CallerKeys(const CallerKeys&) = default;
  CallerKeys& operator=(const CallerKeys&) = default;

  // Serialised SignedCaller, good for kCallerLifetime from `now`. `client_address` and
  // `wechat_openid`: of the client, where there is one.
  std::string Sign(const common::v1::Caller& caller, absl::string_view request_id,
                   absl::string_view traceparent, absl::Time now,
                   absl::string_view client_address = "",
                   absl::string_view wechat_openid = "") const;

  // The envelope when the signature holds and has not expired; else UNAUTHENTICATED/CALLER_INVALID.
  absl::StatusOr<common::v1::CallerEnvelope> Verify(absl::string_view signed_caller,
                                                    absl::Time now) const;

 private:
  explicit CallerKeys(config::KeyRing ring);

  uint32_t signing_key_id_ = 0;
  std::map<uint32_t, std::array<unsigned char, 32>> keys_;
};

base::Caller FromProto(const common::v1::Caller& caller);
common::v1::Caller ToProto(const base::Caller& caller);

}  // namespace deputies::auth

#endif  // SERVICES_COMMON_AUTH_CALLER_CONTEXT_H_
