// Which text may enter the system, and in which form it is kept.
//
// Rules (Unicode 15, UAX #9, #15): NFC; no NUL, C0 or C1 controls (line feed and tab where a field
// is multiline); no bidirectional overrides or isolates (they can make text read as something
// else); no byte order mark, no noncharacters; runs of combining or zero-width characters are
// bounded. Length counts code points after trimming.
#ifndef SERVICES_COMMON_VALIDATE_TEXT_H_
#define SERVICES_COMMON_VALIDATE_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace deputies::validate {

// Longest run of combining or zero-width characters that passes.
inline constexpr int kMaxCombiningRun = 4;

struct TextResult {
  // Chinese description of what is wrong; empty when the text passes.
  std::string problem;
  // Code points of the normalised text.
  size_t chars = 0;
};

// Checks `text` and brings it into its kept form: NFC, "\r\n" as "\n" where multiline, white space
// trimmed at both ends. Text that fails is left as it was.
TextResult NormalizeText(bool multiline, std::string* text);

}  // namespace deputies::validate

#endif  // SERVICES_COMMON_VALIDATE_TEXT_H_
