#include "services/wechat/rpc/event_consumer_service.h"

#include "gtest/gtest.h"
#include "services/common/base/error.h"

namespace deputies::wechat {
namespace {

class RecordingStore final : public NoticeStore {
 public:
  absl::Status Receive(absl::Time, const std::vector<ReceivedEvent>& events) override {
    ++calls;
    received = events;
    return answer;
  }
  int calls = 0;
  std::vector<ReceivedEvent> received;
  absl::Status answer;
};

class EventConsumerServiceTest : public ::testing::Test {
 protected:
  events::v1::NoticeRequested* AddNotice(int64_t event_id) {
    events::v1::Event* event = request_.add_events();
    event->set_event_id(event_id);
    event->set_home_id(7);
    return event->mutable_notice_requested();
  }
  absl::Status Deliver() {
    events::v1::DeliverEventsResponse response;
    return service_.table().methods().at("DeliverEvents").handler(rpc::Call(), request_, &response);
  }

  RecordingStore store_;
  EventConsumerService service_{store_};
  events::v1::DeliverEventsRequest request_;
};

TEST_F(EventConsumerServiceTest, EachPersonIsToldOnce) {
  events::v1::NoticeRequested* requested = AddNotice(10);
  requested->set_kind(events::v1::MESSAGE_ANSWERED);
  requested->set_target_id(1);
  requested->set_stage(3);
  requested->add_person_ids(2);
  requested->add_person_ids(0);  // nobody
  requested->add_person_ids(4);
  ASSERT_TRUE(Deliver().ok());
  ASSERT_EQ(store_.received.size(), 1u);
  EXPECT_EQ(store_.received[0].home_id, 7);
  EXPECT_EQ(store_.received[0].event_id, 10);
  ASSERT_EQ(store_.received[0].orders.size(), 2u);
  const NoticeOrder& order = store_.received[0].orders[0];
  EXPECT_EQ(order.home_id, 7);
  EXPECT_EQ(order.event_id, 10);
  EXPECT_EQ(order.kind, events::v1::MESSAGE_ANSWERED);
  EXPECT_EQ(order.person_id, 2);
  EXPECT_EQ(order.stage, 3);
  EXPECT_EQ(order.target_id, 1);
  EXPECT_EQ(store_.received[0].orders[1].person_id, 4);
}

TEST_F(EventConsumerServiceTest, FactsThatNobodyIsToldOfTouchNothing) {
  events::v1::Event* posted = request_.add_events();
  posted->set_event_id(1);
  posted->set_home_id(7);
  posted->mutable_message_posted()->set_message_id(5);
  events::v1::Event* unknown = request_.add_events();  // a kind of a newer sender
  unknown->set_event_id(2);
  unknown->set_home_id(7);
  AddNotice(3);  // to nobody
  EXPECT_TRUE(Deliver().ok());
  EXPECT_EQ(store_.calls, 0);
}

TEST_F(EventConsumerServiceTest, EventsWithoutIdentityAreRefused) {
  AddNotice(0)->add_person_ids(2);
  EXPECT_EQ(base::ErrorReason(Deliver()), "FIELD_INVALID");
  EXPECT_EQ(store_.calls, 0);
}

TEST_F(EventConsumerServiceTest, AFailingStoreIsTheSendersToRepeat) {
  AddNotice(1)->add_person_ids(2);
  store_.answer = absl::UnavailableError("away");
  EXPECT_TRUE(absl::IsUnavailable(Deliver()));
}

}  // namespace
}  // namespace deputies::wechat
