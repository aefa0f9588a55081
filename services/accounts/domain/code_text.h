// How codes are spelled. Both forms end in a check character, so that a slip of the finger is told
// from a code that is not known.
#ifndef SERVICES_ACCOUNTS_DOMAIN_CODE_TEXT_H_
#define SERVICES_ACCOUNTS_DOMAIN_CODE_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"

namespace deputies::accounts {

inline constexpr size_t kSceneRandomBytes = 16;
inline constexpr size_t kShortCodeRandomBytes = 8;

// "h" + 128 random bits + check: 24 characters of A-Z a-z 0-9 - _, which WeChat takes as a scene
// (at most 32 characters) and every scanner leaves alone. `letter` tells the kind to people who
// debug; nothing reads it. `random`: kSceneRandomBytes bytes.
std::string MakeScene(char letter, absl::string_view random);
bool IsScene(absl::string_view text);

// Seven random digits and a check digit by Luhn's rule. `random`: kShortCodeRandomBytes bytes.
std::string MakeShortCode(absl::string_view random);
// The eight digits without the blanks that people type between them; empty when it is no short
// code.
std::string ReadShortCode(absl::string_view text);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_CODE_TEXT_H_
