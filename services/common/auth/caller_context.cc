#include "services/common/auth/caller_context.h"

#include <utility>

#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"
#include "sodium.h"

namespace deputies::auth {
namespace {

static_assert(crypto_auth_KEYBYTES == 32);

absl::Status CallerInvalid() {
  return base::MakeError(absl::StatusCode::kUnauthenticated, "CALLER_INVALID", "调用者身份无效");
}

}  // namespace

CallerKeys::CallerKeys(config::KeyRing ring)
    : signing_key_id_(ring.first_id), keys_(std::move(ring.keys)) {}

absl::StatusOr<CallerKeys> CallerKeys::FromFile(const std::string& path) {
  ASSIGN_OR_RETURN(config::KeyRing ring, config::ReadKeyRing(path));
  return CallerKeys(std::move(ring));
}

absl::StatusOr<CallerKeys> CallerKeys::FromText(absl::string_view text) {
  ASSIGN_OR_RETURN(config::KeyRing ring, config::ParseKeyRing(text));
  return CallerKeys(std::move(ring));
}

CallerKeys::~CallerKeys() {
  for (auto& [id, key] : keys_) sodium_memzero(key.data(), key.size());
}

std::string CallerKeys::Sign(const common::v1::Caller& caller, absl::string_view request_id,
                             absl::string_view traceparent, absl::Time now,
                             absl::string_view client_address,
                             absl::string_view wechat_openid) const {
  common::v1::CallerEnvelope envelope;
  *envelope.mutable_caller() = caller;
  envelope.set_expire_unix_ms(absl::ToUnixMillis(now + kCallerLifetime));
  envelope.set_request_id(std::string(request_id));
  envelope.set_traceparent(std::string(traceparent));
  envelope.set_client_address(std::string(client_address));
  envelope.set_wechat_openid(std::string(wechat_openid));

  common::v1::SignedCaller result;
  envelope.SerializeToString(result.mutable_envelope());
  result.set_key_id(signing_key_id_);
  std::string* mac = result.mutable_mac();
  mac->resize(crypto_auth_BYTES);
  crypto_auth(reinterpret_cast<unsigned char*>(mac->data()),
              reinterpret_cast<const unsigned char*>(result.envelope().data()),
              result.envelope().size(), keys_.at(signing_key_id_).data());
  return result.SerializeAsString();
}

absl::StatusOr<common::v1::CallerEnvelope> CallerKeys::Verify(absl::string_view signed_caller,
                                                              absl::Time now) const {
  common::v1::SignedCaller outer;
  if (!outer.ParseFromArray(signed_caller.data(), static_cast<int>(signed_caller.size()))) {
    return CallerInvalid();
  }
  const auto key = keys_.find(outer.key_id());
  if (key == keys_.end() || outer.mac().size() != crypto_auth_BYTES ||
      crypto_auth_verify(reinterpret_cast<const unsigned char*>(outer.mac().data()),
                         reinterpret_cast<const unsigned char*>(outer.envelope().data()),
                         outer.envelope().size(), key->second.data()) != 0) {
    return CallerInvalid();
  }
  common::v1::CallerEnvelope envelope;
  if (!envelope.ParseFromString(outer.envelope())) return CallerInvalid();
  const absl::Time expiry = absl::FromUnixMillis(envelope.expire_unix_ms());
  // A signature from the far future comes from a broken clock: it would live too long.
  if (expiry <= now || expiry > now + 2 * kCallerLifetime) return CallerInvalid();
  return envelope;
}

base::Caller FromProto(const common::v1::Caller& caller) {
  base::Caller result;
  result.kind = static_cast<base::Caller::Kind>(caller.kind());
  result.person_id = caller.person_id();
  result.display_name = caller.display_name();
  result.voter = caller.voter();
  result.session_id = caller.session_id();
  result.service = caller.service();
  result.grade = static_cast<base::IdentityGrade>(caller.grade());
  result.constituency_id = caller.constituency_id();
  result.grants.reserve(static_cast<size_t>(caller.grants_size()));
  for (const common::v1::Grant& grant : caller.grants()) {
    result.grants.push_back({static_cast<base::Role>(grant.role()),
                             grant.organization_id(),
                             {grant.home_ids().begin(), grant.home_ids().end()},
                             grant.deputy_id()});
  }
  return result;
}

common::v1::Caller ToProto(const base::Caller& caller) {
  common::v1::Caller result;
  result.set_kind(static_cast<common::v1::Caller::Kind>(caller.kind));
  result.set_person_id(caller.person_id);
  result.set_display_name(caller.display_name);
  result.set_voter(caller.voter);
  result.set_session_id(caller.session_id);
  result.set_service(caller.service);
  result.set_grade(static_cast<common::v1::IdentityGrade>(caller.grade));
  result.set_constituency_id(caller.constituency_id);
  for (const base::Grant& grant : caller.grants) {
    common::v1::Grant* out = result.add_grants();
    out->set_role(static_cast<common::v1::Role>(grant.role));
    out->set_organization_id(grant.organization_id);
    out->mutable_home_ids()->Assign(grant.home_ids.begin(), grant.home_ids.end());
    out->set_deputy_id(grant.deputy_id);
  }
  return result;
}

}  // namespace deputies::auth
