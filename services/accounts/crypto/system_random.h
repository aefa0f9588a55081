#ifndef SERVICES_ACCOUNTS_CRYPTO_SYSTEM_RANDOM_H_
#define SERVICES_ACCOUNTS_CRYPTO_SYSTEM_RANDOM_H_

#include <string>

#include "services/accounts/domain/random_source.h"

namespace deputies::accounts {

// libsodium's generator.
class SystemRandom final : public RandomSource {
 public:
  std::string Bytes(size_t count) const override;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_CRYPTO_SYSTEM_RANDOM_H_
