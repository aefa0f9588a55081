#ifndef SERVICES_COMMON_BASE_DIGEST_H_
#define SERVICES_COMMON_BASE_DIGEST_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputies::base {

// SHA-256 of the bytes: 32 bytes.
std::string Sha256(absl::string_view bytes);

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_DIGEST_H_
