#ifndef SERVICES_DUTY_CRYPTO_VOTER_PSEUDONYMS_H_
#define SERVICES_DUTY_CRYPTO_VOTER_PSEUDONYMS_H_

#include <array>
#include <string>

#include "services/duty/domain/pseudonyms.h"

namespace deputies::duty {

// HMAC-SHA-256, cut to 16 bytes.
class VoterPseudonyms final : public Pseudonyms {
 public:
  explicit VoterPseudonyms(const std::array<unsigned char, 32>& key) : key_(key) {}
  std::string Of(int64_t home_id, int64_t deputy_id, int year, int64_t voter_id) const override;

 private:
  const std::array<unsigned char, 32> key_;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_CRYPTO_VOTER_PSEUDONYMS_H_
