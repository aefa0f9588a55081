#include "services/common/outbox/grpc_consumer.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deputies/events/v1/event.grpc.pb.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::outbox {
namespace {

class GrpcConsumer final : public Consumer {
 public:
  GrpcConsumer(const std::string& address, const auth::CallerKeys& keys,
               const std::string& process_name)
      : name_(address),
        client_(keys, process_name),
        stub_(events::v1::EventConsumerService::NewStub(rpc::MakeChannel(address))) {}

  const std::string& name() const override { return name_; }

  absl::Status Deliver(const std::vector<QueuedEvent>& events, absl::Time deadline) override {
    events::v1::DeliverEventsRequest request;
    for (const QueuedEvent& event : events) {
      if (!request.add_events()->ParseFromString(event.bytes)) {
        return absl::InternalError(absl::StrCat("event ", event.event_id, " cannot be read"));
      }
    }
    grpc::ClientContext context;
    client_.Prepare(absl::StrCat("event-", events.front().event_id), deadline - absl::Now(),
                    &context);
    events::v1::DeliverEventsResponse response;
    return rpc::FromGrpcStatus(stub_->DeliverEvents(&context, request, &response));
  }

 private:
  const std::string name_;
  const rpc::ServiceClient client_;
  const std::unique_ptr<events::v1::EventConsumerService::Stub> stub_;
};

}  // namespace

std::vector<std::unique_ptr<Consumer>> GrpcConsumers(const std::vector<std::string>& addresses,
                                                     const auth::CallerKeys& keys,
                                                     const std::string& process_name) {
  std::vector<std::unique_ptr<Consumer>> consumers;
  for (const std::string& address : addresses) {
    consumers.push_back(std::make_unique<GrpcConsumer>(address, keys, process_name));
  }
  return consumers;
}

}  // namespace deputies::outbox
