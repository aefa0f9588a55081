// What a text is looked through for before its author sends it.
#ifndef SERVICES_BOARD_DOMAIN_BEFORE_SENDING_H_
#define SERVICES_BOARD_DOMAIN_BEFORE_SENDING_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace deputies::board {

// A number to call at once, and the word that called for it.
struct EmergencyNumber {
  std::string phone;
  std::string name;
  std::string because;
};

// Each number at most once; none for an everyday text.
std::vector<EmergencyNumber> EmergencyNumbersFor(absl::string_view text);

// Pieces that look like a mobile number, an identity card or a bank card.
std::vector<std::string> PersonalDataIn(absl::string_view text);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_DOMAIN_BEFORE_SENDING_H_
