// Delivery over a real gRPC connection.
#include "services/common/outbox/grpc_consumer.h"

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deputies/events/v1/event.pb.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/rpc/server.h"
#include "services/common/testing/child_process.h"

namespace deputies::outbox {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GrpcConsumerTest : public ::testing::Test {
 protected:
  GrpcConsumerTest() {
    table_.Bind<events::v1::DeliverEventsRequest, events::v1::DeliverEventsResponse>(
        "DeliverEvents",
        [this](const rpc::Call& call, const events::v1::DeliverEventsRequest& request, auto*) {
          EXPECT_EQ(call.caller.service, "board");
          std::lock_guard<std::mutex> lock(mutex_);
          for (const events::v1::Event& event : request.events()) {
            taken_.push_back(event.message_posted().message_id());
          }
          return answer_;
        });
    consumer_ = std::move(GrpcConsumers({address_}, keys_, "board").front());
  }

  void StartServer() {
    rpc::ServerOptions options;
    options.config.set_listen_address(address_);
    options.config.set_worker_threads(1);
    server_ = rpc::Server::Start(options, keys_, {&table_}).value();
    server_->SetServing(true);
  }

  static QueuedEvent MessagePosted(int64_t message_id) {
    events::v1::Event event;
    event.set_event_id(message_id + 1000);
    event.set_home_id(7);
    event.mutable_message_posted()->set_message_id(message_id);
    return {7, event.event_id(), event.SerializeAsString()};
  }
  absl::Status Deliver(const std::vector<QueuedEvent>& events) {
    return consumer_->Deliver(events, absl::Now() + absl::Seconds(20));
  }

  std::vector<int64_t> Taken() {
    std::lock_guard<std::mutex> lock(mutex_);
    return taken_;
  }
  void Answer(const absl::Status& answer) {
    std::lock_guard<std::mutex> lock(mutex_);
    answer_ = answer;
  }

  const auth::CallerKeys keys_ = auth::CallerKeys::FromText("1 " + std::string(64, 'c')).value();
  const std::string address_ =
      absl::StrCat("unix:", deputies::testing::MakeTempDirectory("-consumer"), "/s");
  rpc::ServiceTable table_{"deputies.events.v1.EventConsumerService"};
  std::mutex mutex_;  // guards the next two
  absl::Status answer_;
  std::vector<int64_t> taken_;
  std::unique_ptr<Consumer> consumer_;
  std::unique_ptr<rpc::Server> server_;
};

TEST_F(GrpcConsumerTest, CarriesABatchInOrder) {
  StartServer();
  EXPECT_EQ(consumer_->name(), address_);
  absl::Status status = Deliver({MessagePosted(3), MessagePosted(1), MessagePosted(2)});
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_THAT(Taken(), ElementsAre(3, 1, 2));
}

TEST_F(GrpcConsumerTest, TellsAwayFromRefused) {
  EXPECT_TRUE(absl::IsUnavailable(Deliver({MessagePosted(1)}))) << "nobody listens";
  StartServer();
  const absl::Time give_up = absl::Now() + absl::Seconds(20);
  while (!Deliver({MessagePosted(1)}).ok() && absl::Now() < give_up) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_THAT(Taken(), ElementsAre(1)) << "the channel finds the server that came later";
  Answer(base::InvalidField("events", "refused"));
  EXPECT_TRUE(absl::IsInvalidArgument(Deliver({MessagePosted(2)})));
}

TEST_F(GrpcConsumerTest, BytesThatAreNoEventAreNotSent) {
  StartServer();
  EXPECT_TRUE(absl::IsInternal(Deliver({{7, 5, "\xff\xff\xff"}})));
  EXPECT_THAT(Taken(), IsEmpty());
}

}  // namespace
}  // namespace deputies::outbox
