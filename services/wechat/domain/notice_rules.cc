#include "services/wechat/domain/notice_rules.h"

#include "services/wechat/domain/content_checker.h"

namespace deputies::wechat {

std::string FirstChars(absl::string_view text, size_t chars) {
  const std::vector<absl::string_view> pieces = SplitByChars(text, chars);
  return pieces.empty() ? std::string() : std::string(pieces.front());
}

std::vector<NoticeOrder> NoticesOf(const MessageAnswered& fact) {
  if (fact.author_person_id == 0 || fact.author_person_id == fact.responder_person_id) return {};
  NoticeOrder order;
  order.home_id = fact.home_id;
  order.event_id = fact.event_id;
  order.person_id = fact.author_person_id;
  order.kind = kMessageAnsweredKind;
  order.stage = fact.answer_id;
  order.target_id = fact.message_id;
  return {order};
}

}  // namespace deputies::wechat
