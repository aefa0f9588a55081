#ifndef SERVICES_ACCOUNTS_DOMAIN_PASSWORD_HASHER_H_
#define SERVICES_ACCOUNTS_DOMAIN_PASSWORD_HASHER_H_

#include <string>

namespace deputies::accounts {

class PasswordHasher {
 public:
  virtual ~PasswordHasher() = default;
  virtual std::string Hash(const std::string& password) const = 0;
  // Takes as long for a wrong password as for the right one.
  virtual bool Verify(const std::string& hash, const std::string& password) const = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_PASSWORD_HASHER_H_
