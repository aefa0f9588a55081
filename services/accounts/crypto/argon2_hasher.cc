#include "services/accounts/crypto/argon2_hasher.h"

#include <new>

#include "sodium.h"

namespace deputies::accounts {

std::string Argon2Hasher::Hash(const std::string& password) const {
  char hash[crypto_pwhash_STRBYTES];
  if (crypto_pwhash_str(hash, password.data(), password.size(), kPasses, kMemoryBytes) != 0) {
    throw std::bad_alloc();  // the only way to fail; one call fails, the process goes on
  }
  return hash;
}

bool Argon2Hasher::Verify(const std::string& hash, const std::string& password) const {
  return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace deputies::accounts
