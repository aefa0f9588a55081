#ifndef SERVICES_DUTY_CRYPTO_SODIUM_BALLOT_SEALER_H_
#define SERVICES_DUTY_CRYPTO_SODIUM_BALLOT_SEALER_H_

#include <optional>
#include <string>

#include "services/duty/domain/ballot.h"

namespace deputies::duty {

// Argon2id for the words, libsodium's sealed boxes (X25519, XSalsa20-Poly1305) for the envelopes.
class SodiumBallotSealer final : public BallotSealer {
 public:
  std::string NewSalt() const override;
  absl::StatusOr<KeyPair> KeysFrom(absl::string_view words, absl::string_view salt) const override;
  std::string Seal(absl::string_view text, absl::string_view public_key) const override;
  std::optional<std::string> Open(absl::string_view sealed, const KeyPair& keys) const override;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_CRYPTO_SODIUM_BALLOT_SEALER_H_
