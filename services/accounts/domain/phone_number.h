#ifndef SERVICES_ACCOUNTS_DOMAIN_PHONE_NUMBER_H_
#define SERVICES_ACCOUNTS_DOMAIN_PHONE_NUMBER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputies::accounts {

// The eleven digits of a mobile number of the mainland, without the +86, blanks and dashes that
// people write; empty when it is none.
std::string ReadMobileNumber(absl::string_view text);

// "138****5678"; "" for "".
std::string MaskedNumber(absl::string_view number);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_PHONE_NUMBER_H_
