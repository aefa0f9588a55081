#include "services/accounts/domain/phone_number.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

namespace deputies::accounts {

std::string ReadMobileNumber(absl::string_view text) {
  std::string digits;
  for (const char c : text) {
    if (c == ' ' || c == '-' || (c == '+' && digits.empty())) continue;
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) return "";
    digits.push_back(c);
  }
  if (digits.size() == 13 && digits.compare(0, 2, "86") == 0) digits.erase(0, 2);
  const bool mobile =
      digits.size() == 11 && digits[0] == '1' && digits[1] >= '3' && digits[1] <= '9';
  return mobile ? digits : "";
}

std::string MaskedNumber(absl::string_view number) {
  if (number.empty()) return "";
  if (number.size() < 8) return "****";
  return absl::StrCat(number.substr(0, 3), "****", number.substr(number.size() - 4));
}

}  // namespace deputies::accounts
