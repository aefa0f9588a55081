// The wrapper around every handler, over a real gRPC connection on a unix socket.
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "deputies/board/v1/message.grpc.pb.h"
#include "grpc/health/v1/health.grpc.pb.h"
#include "grpcpp/create_channel.h"
#include "gtest/gtest.h"
#include "services/common/base/error.h"
#include "services/common/rpc/client.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/rpc/request_key.h"
#include "services/common/rpc/server.h"

namespace deputies::rpc {
namespace {

namespace bv1 = board::v1;

TEST(RequestKeyTest, HashDependsOnContentAndNotOnTheId) {
  bv1::PostMessageRequest request;
  request.set_home_id(7);
  request.set_request_id("6f1c1d9e-0a2b-4c3d-8e4f-5a6b7c8d9e0f");
  request.set_body("村口第三盏路灯坏了一个月");
  const auto hash = ContentHash(request);
  request.set_request_id("00000000-0000-4000-8000-000000000000");
  EXPECT_EQ(ContentHash(request), hash);
  request.set_body("村口第四盏路灯坏了一个月");
  EXPECT_NE(ContentHash(request), hash);
}

class RpcTest : public testing::Test {
 protected:
  RpcTest() : keys_(auth::CallerKeys::FromText("1 " + std::string(64, 'c')).value()) {
    table_.Bind<bv1::PostMessageRequest, bv1::Message>(
        "PostMessage", [](const Call& call, const bv1::PostMessageRequest& r, bv1::Message* m) {
          m->set_subject(r.subject());
          m->set_author_name(call.caller.display_name);
          m->set_body(call.request_id);
          return absl::OkStatus();
        });
    table_.Bind<bv1::ListMessagesRequest, bv1::ListMessagesResponse>(
        "ListMessages", [this](const Call&, const bv1::ListMessagesRequest&, auto*) {
          running_.fetch_add(1);
          release_.get_future().wait();
          return absl::OkStatus();
        });
    table_.Bind<bv1::GetMessageRequest, bv1::Message>(
        "GetMessage", [](const Call&, const bv1::GetMessageRequest& r, bv1::Message*) {
          if (r.message_id() == 2) return absl::InternalError("table secret_things is gone");
          if (r.message_id() == 3) throw std::bad_alloc();
          return base::MakeError(absl::StatusCode::kNotFound, "MESSAGE_NOT_FOUND", "没有这条留言");
        });
    table_.Bind<bv1::AnswerMessageRequest, bv1::Message>(
        "AnswerMessage", [](const Call&, const auto&, auto*) { return absl::OkStatus(); });
    table_.Bind<bv1::RateMessageRequest, bv1::Message>(
        "RateMessage", [](const Call&, const auto&, auto*) { return absl::OkStatus(); });
    table_.Bind<bv1::ImportMessagesRequest, bv1::ImportMessagesResponse>(
        "ImportMessages", [](const Call&, const auto&, auto*) { return absl::OkStatus(); });
    ServerOptions options;
    address_ = absl::StrCat("unix:", testing::TempDir(), "/rpc_test_", getpid(), ".sock");
    options.config.set_listen_address(address_);
    options.config.set_worker_threads(1);
    options.config.set_queue_capacity(1);
    server_ = Server::Start(options, keys_, {&table_}).value();
    server_->SetServing(true);
    channel_ = MakeChannel(address_);
    stub_ = bv1::MessageService::NewStub(channel_);
  }

  void Prepare(const common::v1::Caller& caller, grpc::ClientContext* context) {
    context->AddMetadata(auth::kCallerMetadataKey, keys_.Sign(caller, "req-1", "", absl::Now()));
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(10)));
  }

  static common::v1::Caller Voter() {
    common::v1::Caller caller;
    caller.set_kind(common::v1::Caller::PERSON);
    caller.set_person_id(5);
    caller.set_display_name("选民五");
    caller.set_voter(true);
    return caller;
  }

  static bv1::PostMessageRequest GoodPost() {
    bv1::PostMessageRequest request;
    request.set_home_id(1);
    request.set_request_id("0b0e7f4e-6a52-4d0d-9c39-5f2f5a1c9f10");
    request.set_subject(" 路灯坏了 ");
    request.set_body("村口的路灯坏了");
    request.set_visibility(bv1::PRIVATE);
    return request;
  }

  absl::Status Post(const common::v1::Caller& caller, const bv1::PostMessageRequest& request,
                    bv1::Message* message) {
    grpc::ClientContext context;
    Prepare(caller, &context);
    return FromGrpcStatus(stub_->PostMessage(&context, request, message));
  }

  absl::Status Get(int64_t message_id) {
    grpc::ClientContext context;
    Prepare({}, &context);
    bv1::GetMessageRequest request;
    request.set_home_id(1);
    request.set_message_id(message_id);
    bv1::Message message;
    return FromGrpcStatus(stub_->GetMessage(&context, request, &message));
  }

  const auth::CallerKeys keys_;
  ServiceTable table_{"deputies.board.v1.MessageService"};
  std::atomic<int> running_{0};
  std::promise<void> release_;
  std::string address_;
  std::unique_ptr<Server> server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<bv1::MessageService::Stub> stub_;
};

TEST_F(RpcTest, HandlerSeesCallerAndNormalisedRequest) {
  bv1::Message message;
  ASSERT_TRUE(Post(Voter(), GoodPost(), &message).ok());
  EXPECT_EQ(message.subject(), "路灯坏了");
  EXPECT_EQ(message.author_name(), "选民五");
  EXPECT_EQ(message.body(), "req-1");
}

TEST_F(RpcTest, RefusesBadFieldsByPath) {
  bv1::PostMessageRequest request = GoodPost();
  request.clear_subject();
  bv1::Message message;
  const absl::Status status = Post(Voter(), request, &message);
  EXPECT_EQ(base::ErrorReason(status), "FIELD_INVALID");
  ASSERT_EQ(base::ErrorFields(status).size(), 1u);
  EXPECT_EQ(base::ErrorFields(status)[0].field, "subject");
}

TEST_F(RpcTest, RefusesCallersWithoutTheRight) {
  bv1::Message message;
  EXPECT_EQ(base::ErrorReason(Post({}, GoodPost(), &message)), "SESSION_REQUIRED");
  common::v1::Caller console = Voter();
  console.set_voter(false);
  EXPECT_EQ(base::ErrorReason(Post(console, GoodPost(), &message)), "ACCESS_DENIED");

  grpc::ClientContext unsigned_call;
  EXPECT_EQ(
      base::ErrorReason(FromGrpcStatus(stub_->PostMessage(&unsigned_call, GoodPost(), &message))),
      "CALLER_INVALID");
  grpc::ClientContext import_call;
  Prepare(Voter(), &import_call);
  bv1::ImportMessagesResponse response;
  EXPECT_EQ(base::ErrorReason(FromGrpcStatus(stub_->ImportMessages(&import_call, {}, &response))),
            "ACCESS_DENIED");
}

TEST_F(RpcTest, KeepsDomainErrorsAndHidesInternalOnes) {
  EXPECT_EQ(base::ErrorReason(Get(1)), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(Get(1).code(), absl::StatusCode::kNotFound);
  for (int64_t broken : {2, 3}) {
    const absl::Status status = Get(broken);
    EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
    EXPECT_EQ(base::ErrorReason(status), "INTERNAL_ERROR");
    EXPECT_EQ(std::string(status.message()).find("secret"), std::string::npos);
  }
}

TEST_F(RpcTest, FullQueueAnswersAtOnceAndLateWorkIsDropped) {
  auto list = [this](absl::Duration timeout) {
    grpc::ClientContext context;
    Prepare({}, &context);
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
    bv1::ListMessagesRequest request;
    request.set_home_id(1);
    bv1::ListMessagesResponse response;
    return FromGrpcStatus(stub_->ListMessages(&context, request, &response));
  };
  auto running = std::async(std::launch::async, list, absl::Seconds(10));
  while (running_.load() == 0) std::this_thread::yield();
  auto waiting = std::async(std::launch::async, list, absl::Milliseconds(300));
  absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(base::ErrorReason(Get(1)), "OVERLOADED");
  EXPECT_EQ(base::ErrorReason(waiting.get()), "DEADLINE_EXCEEDED");
  release_.set_value();
  EXPECT_TRUE(running.get().ok());
  // The waiting call's turn came after its deadline: the handler must not have run for it.
  EXPECT_EQ(base::ErrorReason(Get(1)), "MESSAGE_NOT_FOUND");
  EXPECT_EQ(running_.load(), 1);
}

TEST_F(RpcTest, ShutdownLetsRunningCallsEnd) {
  auto running = std::async(std::launch::async, [this] {
    grpc::ClientContext context;
    Prepare({}, &context);
    bv1::ListMessagesRequest request;
    request.set_home_id(1);
    bv1::ListMessagesResponse response;
    return FromGrpcStatus(stub_->ListMessages(&context, request, &response));
  });
  while (running_.load() == 0) std::this_thread::yield();
  auto stopped = std::async(std::launch::async, [this] { server_->Shutdown(absl::Seconds(10)); });
  absl::SleepFor(absl::Milliseconds(50));
  release_.set_value();
  EXPECT_TRUE(running.get().ok());
  stopped.get();
  EXPECT_EQ(Get(1).code(), absl::StatusCode::kUnavailable);
}

TEST_F(RpcTest, AnswersHealth) {
  auto health = grpc::health::v1::Health::NewStub(channel_);
  auto check = [&](const std::string& service) {
    grpc::ClientContext context;
    grpc::health::v1::HealthCheckRequest request;
    request.set_service(service);
    grpc::health::v1::HealthCheckResponse response;
    return health->Check(&context, request, &response).ok() ? response.status() : -1;
  };
  EXPECT_EQ(check(""), grpc::health::v1::HealthCheckResponse::SERVING);
  EXPECT_EQ(check("deputies.board.v1.MessageService"),
            grpc::health::v1::HealthCheckResponse::SERVING);
  server_->SetServing(false);
  EXPECT_EQ(check(""), grpc::health::v1::HealthCheckResponse::NOT_SERVING);
}

TEST(ServerTest, RefusesAnAddressItCannotBind) {
  const auth::CallerKeys keys = auth::CallerKeys::FromText("1 " + std::string(64, 'c')).value();
  ServerOptions options;
  options.config.set_listen_address("unix:/nonexistent/folder/x.sock");
  EXPECT_FALSE(Server::Start(options, keys, {}).ok());
}

}  // namespace
}  // namespace deputies::rpc
