#include "services/duty/crypto/ed25519_signer.h"

#include "sodium.h"

namespace deputies::duty {
namespace {

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Ed25519Signer::Ed25519Signer(const std::array<unsigned char, 32>& seed)
    : public_key_(crypto_sign_PUBLICKEYBYTES, '\0') {
  crypto_sign_seed_keypair(reinterpret_cast<unsigned char*>(public_key_.data()), secret_key_.data(),
                           seed.data());
}

Ed25519Signer::~Ed25519Signer() { sodium_memzero(secret_key_.data(), secret_key_.size()); }

std::string Ed25519Signer::Sign(absl::string_view text) const {
  std::string signature(crypto_sign_BYTES, '\0');
  crypto_sign_detached(reinterpret_cast<unsigned char*>(signature.data()), nullptr, Bytes(text),
                       text.size(), secret_key_.data());
  return signature;
}

bool Ed25519Signer::Verify(absl::string_view text, absl::string_view signature,
                           absl::string_view public_key) const {
  return signature.size() == crypto_sign_BYTES && public_key.size() == crypto_sign_PUBLICKEYBYTES &&
         crypto_sign_verify_detached(Bytes(signature), Bytes(text), text.size(),
                                     Bytes(public_key)) == 0;
}

}  // namespace deputies::duty
