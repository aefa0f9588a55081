#ifndef SERVICES_DUTY_DOMAIN_HEAD_SIGNER_H_
#define SERVICES_DUTY_DOMAIN_HEAD_SIGNER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputies::duty {

// Ed25519 signatures over the ledger's heads. Thread-safe.
class HeadSigner {
 public:
  virtual ~HeadSigner() = default;
  virtual const std::string& public_key() const = 0;           // 32 bytes
  virtual std::string Sign(absl::string_view text) const = 0;  // 64 bytes
  virtual bool Verify(absl::string_view text, absl::string_view signature,
                      absl::string_view public_key) const = 0;
};

}  // namespace deputies::duty

#endif  // SERVICES_DUTY_DOMAIN_HEAD_SIGNER_H_
