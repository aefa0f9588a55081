// Which facts somebody is told of.
#ifndef SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_
#define SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

// Longest title and detail of a notice, in code points.
inline constexpr size_t kMaxNoticeWords = 64;

// The first `chars` code points of the text.
std::string FirstChars(absl::string_view text, size_t chars);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_
