#include "services/accounts/crypto/system_random.h"

#include "sodium.h"

namespace deputies::accounts {

std::string SystemRandom::Bytes(size_t count) const {
  std::string bytes(count, '\0');
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

}  // namespace deputies::accounts
