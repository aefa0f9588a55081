#include "services/board/storage/message_events.h"

#include <variant>

#include "google/protobuf/util/time_util.h"

namespace deputies::board {
namespace {

struct FillFact {
  events::v1::Event& event;

  void operator()(const MessagePosted& fact) const {
    events::v1::MessagePosted* proto = event.mutable_message_posted();
    proto->set_message_id(fact.message_id);
    proto->set_author_person_id(fact.author_id);
    proto->set_deputy_id(fact.deputy_id);
  }
  void operator()(const MessageAnswered& fact) const {
    events::v1::MessageAnswered* proto = event.mutable_message_answered();
    proto->set_message_id(fact.message_id);
    proto->set_author_person_id(fact.author_id);
    proto->set_answer_id(fact.answer_id);
    proto->set_responder_person_id(fact.responder_id);
    proto->set_deputy_id(fact.deputy_id);
  }
  void operator()(const MessageRated& fact) const {
    events::v1::MessageRated* proto = event.mutable_message_rated();
    proto->set_message_id(fact.message_id);
    proto->set_author_person_id(fact.author_id);
    proto->set_score(fact.score);
  }
  void operator()(const AnswerConfirmed& fact) const {
    events::v1::DutyPerformed* proto = event.mutable_duty_performed();
    proto->set_deputy_id(fact.deputy_id);
    proto->set_item("message_answered");
    proto->set_source_type("message");
    proto->set_source_id(fact.message_id);
    *proto->mutable_perform_time() = event.occur_time();
    proto->set_from_template(fact.from_template);
    proto->set_voter_person_id(fact.author_id);
    proto->set_withdrawn(fact.withdrawn);
  }
  void operator()(const SolvedWord& fact) const {
    events::v1::HomeActed* proto = event.mutable_home_acted();
    proto->set_item("message_solved");
    proto->set_source_type("message");
    proto->set_source_id(fact.message_id);
    *proto->mutable_act_time() = event.occur_time();
    proto->set_revision(fact.version);
    proto->set_withdrawn(!fact.solved);
  }
  void operator()(const PersonsNotice& fact) const {
    events::v1::NoticeRequested* proto = event.mutable_notice_requested();
    proto->set_kind(static_cast<events::v1::NoticeKind>(fact.notice.kind));
    for (int64_t person_id : fact.person_ids) proto->add_person_ids(person_id);
    proto->set_target_id(fact.notice.message_id);
    proto->set_stage(fact.notice.stage);
    proto->set_important(fact.notice.important);
    if (fact.notice.event_time.has_value()) {
      *proto->mutable_event_time() = google::protobuf::util::TimeUtil::MillisecondsToTimestamp(
          absl::ToUnixMillis(*fact.notice.event_time));
    }
  }
};

}  // namespace

events::v1::Event ToEvent(int64_t event_id, int64_t home_id, absl::Time occur_time,
                          const Fact& fact) {
  events::v1::Event event;
  event.set_event_id(event_id);
  event.set_home_id(home_id);
  *event.mutable_occur_time() =
      google::protobuf::util::TimeUtil::MillisecondsToTimestamp(absl::ToUnixMillis(occur_time));
  std::visit(FillFact{event}, fact);
  return event;
}

}  // namespace deputies::board
