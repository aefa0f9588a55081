#ifndef SERVICES_DUTY_CRYPTO_ED25519_SIGNER_H_
#define SERVICES_DUTY_CRYPTO_ED25519_SIGNER_H_

#include <array>
#include <string>

#include "services/duty/domain/head_signer.h"

namespace deputies::duty {

class Ed25519Signer final : public HeadSigner {
 public:
  explicit Ed25519Signer(const std::array<unsigned char, 32>& seed);
  ~Ed25519Signer() override;
  Ed25519Signer(const Ed25519Signer&) = delete;
  Ed25519Signer& operator=(const Ed25519Signer&) = delete;

  const std::string& public_key() const override { return public_key_; }
  std::string Sign(absl::string_view text) const override;
  bool Verify(absl::string_view text, absl::string_view signature,
              absl::string_view public_key) const override;

 private:
  std::array<unsigned char, 64> secret_key_;
  std::string public_key_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_CRYPTO_ED25519_SIGNER_H_
