#include "services/wechat/domain/notice_rules.h"

namespace deputies::wechat {

std::vector<NoticeOrder> NoticesOf(const MessageAnswered& fact) {
  if (fact.author_person_id == 0 || fact.author_person_id == fact.responder_person_id) return {};
  NoticeOrder order;
  order.home_id = fact.home_id;
  order.event_id = fact.event_id;
  order.person_id = fact.author_person_id;
  order.kind = NoticeKind::kMessageAnswered;
  order.subject_id = fact.answer_id;
  order.target_id = fact.message_id;
  return {order};
}

}  // namespace deputies::wechat
