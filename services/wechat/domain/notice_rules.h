// Which facts somebody is told of.
#ifndef SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_
#define SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

// deputies.events.v1.NoticeKind of the fact below.
inline constexpr int kMessageAnsweredKind = 1;

// "An answer was given", as the board tells it.
struct MessageAnswered {
  int64_t home_id = 0;
  int64_t event_id = 0;
  int64_t message_id = 0;
  int64_t answer_id = 0;
  int64_t author_person_id = 0;  // 0 for a message of an earlier system
  int64_t responder_person_id = 0;
};

// Longest title and detail of a notice, in code points.
inline constexpr size_t kMaxNoticeWords = 64;

// The first `chars` code points of the text.
std::string FirstChars(absl::string_view text, size_t chars);

// One notice to the author, unless there is nobody to tell or the author answered.
std::vector<NoticeOrder> NoticesOf(const MessageAnswered& fact);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_
