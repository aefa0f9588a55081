#include "services/accounts/domain/code_text.h"

#include <cstdint>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace deputies::accounts {
namespace {

constexpr absl::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr size_t kSceneChars = 24;
constexpr size_t kShortCodeDigits = 8;

// A change of one character and a swap of neighbours both change it. npos for a foreign character.
size_t SceneCheck(absl::string_view text) {
  size_t sum = 0;
  for (const char letter : text) {
    const size_t value = kAlphabet.find(letter);
    if (value == absl::string_view::npos) return value;
    sum = sum * 3 + value;
  }
  return sum % kAlphabet.size();
}

// ISO/IEC 7812-1, annex B.
char LuhnDigit(absl::string_view digits) {
  int sum = 0;
  for (size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 0) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return static_cast<char>('0' + (10 - sum % 10) % 10);
}

}  // namespace

std::string MakeScene(char letter, absl::string_view random) {
  std::string scene =
      absl::StrCat(absl::string_view(&letter, 1), absl::WebSafeBase64Escape(random));
  scene.push_back(kAlphabet[SceneCheck(scene)]);
  return scene;
}

bool IsScene(absl::string_view text) {
  if (text.size() != kSceneChars) return false;
  const size_t check = SceneCheck(text.substr(0, kSceneChars - 1));
  return check != absl::string_view::npos && kAlphabet[check] == text.back();
}

std::string MakeShortCode(absl::string_view random) {
  uint64_t number = 0;
  for (const char byte : random) number = number << 8 | static_cast<unsigned char>(byte);
  std::string digits = absl::StrFormat("%07d", number % 10'000'000);
  digits.push_back(LuhnDigit(digits));
  return digits;
}

std::string ReadShortCode(absl::string_view text) {
  std::string digits;
  for (const char letter : text) {
    if (letter == ' ') continue;
    if (letter < '0' || letter > '9') return "";
    digits.push_back(letter);
  }
  if (digits.size() != kShortCodeDigits) return "";
  const absl::string_view number(digits.data(), kShortCodeDigits - 1);
  return LuhnDigit(number) == digits.back() ? digits : "";
}

}  // namespace deputies::accounts
