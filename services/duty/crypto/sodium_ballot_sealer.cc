#include "services/duty/crypto/sodium_ballot_sealer.h"

#include "sodium.h"

namespace deputies::duty {
namespace {

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* Bytes(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

}  // namespace

std::string SodiumBallotSealer::NewSalt() const {
  std::string salt(crypto_pwhash_SALTBYTES, '\0');
  randombytes_buf(salt.data(), salt.size());
  return salt;
}

absl::StatusOr<BallotSealer::KeyPair> SodiumBallotSealer::KeysFrom(absl::string_view words,
                                                                   absl::string_view salt) const {
  std::string seed(crypto_box_SEEDBYTES, '\0');
  if (salt.size() != crypto_pwhash_SALTBYTES ||
      crypto_pwhash(Bytes(seed), seed.size(), words.data(), words.size(), Bytes(salt),
                    crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
                    crypto_pwhash_ALG_ARGON2ID13) != 0) {
    return absl::InternalError("no memory for the ballot's key");
  }
  KeyPair keys;
  keys.public_key.resize(crypto_box_PUBLICKEYBYTES);
  keys.secret_key.resize(crypto_box_SECRETKEYBYTES);
  crypto_box_seed_keypair(Bytes(keys.public_key), Bytes(keys.secret_key), Bytes(seed));
  sodium_memzero(seed.data(), seed.size());
  return keys;
}

std::string SodiumBallotSealer::Seal(absl::string_view text, absl::string_view public_key) const {
  std::string sealed(text.size() + crypto_box_SEALBYTES, '\0');
  crypto_box_seal(Bytes(sealed), Bytes(text), text.size(), Bytes(public_key));
  return sealed;
}

std::optional<std::string> SodiumBallotSealer::Open(absl::string_view sealed,
                                                    const KeyPair& keys) const {
  if (sealed.size() < crypto_box_SEALBYTES) return std::nullopt;
  std::string text(sealed.size() - crypto_box_SEALBYTES, '\0');
  if (crypto_box_seal_open(Bytes(text), Bytes(sealed), sealed.size(),
                           Bytes(absl::string_view(keys.public_key)),
                           Bytes(absl::string_view(keys.secret_key))) != 0) {
    return std::nullopt;
  }
  return text;
}

}  // namespace deputies::duty
