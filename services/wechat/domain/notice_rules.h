// Which facts somebody is told of.
#ifndef SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_
#define SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_

#include <cstdint>
#include <vector>

#include "services/wechat/domain/notice.h"

namespace deputies::wechat {

// "An answer was given", as the board tells it.
struct MessageAnswered {
  int64_t home_id = 0;
  int64_t event_id = 0;
  int64_t message_id = 0;
  int64_t answer_id = 0;
  int64_t author_person_id = 0;  // 0 for a message of an earlier system
  int64_t responder_person_id = 0;
};

// One notice to the author, unless there is nobody to tell or the author answered.
std::vector<NoticeOrder> NoticesOf(const MessageAnswered& fact);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_NOTICE_RULES_H_
