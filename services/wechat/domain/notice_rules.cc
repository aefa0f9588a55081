#include "services/wechat/domain/notice_rules.h"

#include "services/wechat/domain/content_checker.h"

namespace deputies::wechat {

std::string FirstChars(absl::string_view text, size_t chars) {
  const std::vector<absl::string_view> pieces = SplitByChars(text, chars);
  return pieces.empty() ? std::string() : std::string(pieces.front());
}

}  // namespace deputies::wechat
