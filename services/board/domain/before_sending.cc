#include "services/board/domain/before_sending.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace deputies::board {
namespace {

struct EmergencyWord {
  absl::string_view word;
  absl::string_view phone;
  absl::string_view name;
};

// Words of what is happening, not of what happened or may happen: "着火了", not "火灾隐患".
constexpr EmergencyWord kEmergencyWords[] = {
    {"着火了", "119", "火警"},         {"失火了", "119", "火警"},
    {"正在着火", "119", "火警"},       {"煤气泄漏", "119", "火警"},
    {"燃气泄漏", "119", "火警"},       {"困在电梯", "119", "消防救援"},
    {"有人落水", "119", "消防救援"},   {"被困", "119", "消防救援"},
    {"杀人", "110", "报警"},           {"抢劫", "110", "报警"},
    {"正在打人", "110", "报警"},       {"持刀", "110", "报警"},
    {"绑架", "110", "报警"},           {"家暴", "110", "报警"},
    {"失踪", "110", "报警"},           {"走失", "110", "报警"},
    {"想自杀", "120", "急救"},         {"不想活", "12356", "心理援助热线"},
    {"轻生", "12356", "心理援助热线"}, {"自杀", "12356", "心理援助热线"},
    {"昏迷", "120", "急救"},           {"中毒", "120", "急救"},
    {"大出血", "120", "急救"},         {"心梗", "120", "急救"},
    {"出车祸", "122", "交通事故"},     {"撞人了", "122", "交通事故"},
    {"触电", "120", "急救"},           {"电线掉", "95598", "电力抢修"},
};

constexpr size_t kMobileDigits = 11;
constexpr size_t kIdentityDigits = 18;
constexpr size_t kShortestBankCard = 16;
constexpr size_t kLongestBankCard = 19;

bool IsMobile(absl::string_view digits) {
  return digits.size() == kMobileDigits && digits[0] == '1' && digits[1] >= '3';
}

}  // namespace

std::vector<EmergencyNumber> EmergencyNumbersFor(absl::string_view text) {
  std::vector<EmergencyNumber> numbers;
  for (const EmergencyWord& entry : kEmergencyWords) {
    if (!absl::StrContains(text, entry.word)) continue;
    const bool known =
        std::any_of(numbers.begin(), numbers.end(),
                    [&](const EmergencyNumber& number) { return number.phone == entry.phone; });
    if (known) continue;
    numbers.push_back({std::string(entry.phone), std::string(entry.name), std::string(entry.word)});
  }
  return numbers;
}

std::vector<std::string> PersonalDataIn(absl::string_view text) {
  std::vector<std::string> found;
  for (size_t begin = 0; begin < text.size();) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[begin]))) {
      ++begin;
      continue;
    }
    size_t end = begin;
    while (end < text.size() && absl::ascii_isdigit(static_cast<unsigned char>(text[end]))) ++end;
    size_t taken = end;
    // The last place of an identity number may be an X.
    if (end - begin == kIdentityDigits - 1 && end < text.size() &&
        (text[end] == 'X' || text[end] == 'x')) {
      ++taken;
    }
    const absl::string_view digits = text.substr(begin, taken - begin);
    if (IsMobile(digits) || digits.size() == kIdentityDigits ||
        (digits.size() >= kShortestBankCard && digits.size() <= kLongestBankCard)) {
      found.emplace_back(digits);
    }
    begin = taken;
  }
  return found;
}

}  // namespace deputies::board
