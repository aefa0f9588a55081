#ifndef SERVICES_ACCOUNTS_DOMAIN_RANDOM_SOURCE_H_
#define SERVICES_ACCOUNTS_DOMAIN_RANDOM_SOURCE_H_

#include <cstddef>
#include <string>

namespace deputies::accounts {

// Randomness that nobody can guess. Thread-safe.
class RandomSource {
 public:
  virtual ~RandomSource() = default;
  virtual std::string Bytes(size_t count) const = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_RANDOM_SOURCE_H_
