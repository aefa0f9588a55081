#ifndef SERVICES_DUTY_DOMAIN_PSEUDONYMS_H_
#define SERVICES_DUTY_DOMAIN_PSEUDONYMS_H_

#include <cstdint>
#include <string>

namespace deputies::duty {

// Names for voters in the ledger that say no more than "the same voter again". Thread-safe.
class Pseudonyms {
 public:
  virtual ~Pseudonyms() = default;
  // 16 bytes: the same for one voter with one deputy of one home in one year, unlinkable otherwise
  // without the key.
  virtual std::string Of(int64_t home_id, int64_t deputy_id, int year, int64_t voter_id) const = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_PSEUDONYMS_H_
