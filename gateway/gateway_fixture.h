// For tests: the whole gateway in this process, in front of a small gRPC server on a unix socket.
#ifndef GATEWAY_GATEWAY_FIXTURE_H_
#define GATEWAY_GATEWAY_FIXTURE_H_

#include <arpa/inet.h>
#include <grpcpp/ext/health_check_service_server_builder_option.h>
#include <grpcpp/grpcpp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "deputies/accounts/v1/auth.grpc.pb.h"
#include "deputies/board/v1/message.grpc.pb.h"
#include "gateway/gateway.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "services/common/auth/caller_context.h"

namespace deputies::gateway {

inline constexpr char kKeys[] =
    "1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
inline constexpr char kToken[] = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

inline grpc::Status Failure(grpc::StatusCode code, const std::string& reason,
                            const std::string& message) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  details.add_details()->PackFrom(info);
  return {code, message, details.SerializeAsString()};
}

// The caller context of a call, verified.
inline common::v1::CallerEnvelope CallerOf(const grpc::ServerContext& context) {
  const auto found = context.client_metadata().find(auth::kCallerMetadataKey);
  if (found == context.client_metadata().end()) return {};
  const auto keys = auth::CallerKeys::FromText(kKeys);
  const auto envelope = keys->Verify({found->second.data(), found->second.size()}, absl::Now());
  return envelope.ok() ? *envelope : common::v1::CallerEnvelope();
}

class Board final : public board::v1::MessageService::Service {
 public:
  grpc::Status GetMessage(grpc::ServerContext* context, const board::v1::GetMessageRequest* request,
                          board::v1::Message* response) override {
    ++gets;
    const common::v1::CallerEnvelope envelope = CallerOf(*context);
    // What a service sees of the caller and of the client's headers.
    response->set_author_name(absl::StrCat(envelope.caller().person_id(), " ",
                                           envelope.request_id(), " ", envelope.traceparent()));
    for (const auto& [name, value] : context->client_metadata()) {
      if (absl::StartsWith(absl::string_view(name.data(), name.size()), "x-") &&
          absl::string_view(name.data(), name.size()) != auth::kCallerMetadataKey) {
        response->set_body("leaked header");
      }
    }
    response->set_subject(envelope.client_address());
    response->set_category(envelope.wechat_openid());
    response->set_home_id(request->home_id());
    response->set_message_id(request->message_id());
    if (request->message_id() == 404) {
      return Failure(grpc::StatusCode::NOT_FOUND, "MESSAGE_NOT_FOUND", "没有这条留言");
    }
    if (request->message_id() == 504) {
      for (int i = 0; i < 300 && !context->IsCancelled(); ++i)
        absl::SleepFor(absl::Milliseconds(10));
    }
    if (request->message_id() == 100) absl::SleepFor(absl::Milliseconds(400));
    return grpc::Status::OK;
  }

  grpc::Status PostMessage(grpc::ServerContext*, const board::v1::PostMessageRequest* request,
                           board::v1::Message* response) override {
    ++posts;
    response->set_home_id(request->home_id());
    response->set_subject(request->subject());
    response->set_body(request->body());
    response->set_visibility(request->visibility());
    response->set_author_name(request->request_id());
    return grpc::Status::OK;
  }

  std::atomic<int> gets{0};
  std::atomic<int> posts{0};
};

class Accounts final : public accounts::v1::AuthService::Service {
 public:
  grpc::Status CheckSession(grpc::ServerContext* context,
                            const accounts::v1::CheckSessionRequest* request,
                            accounts::v1::CheckSessionResponse* response) override {
    ++checks;
    if (CallerOf(*context).caller().service() != "gateway") return {grpc::StatusCode::INTERNAL, ""};
    absl::SleepFor(absl::Milliseconds(20));
    if (request->session_token() != kToken || revoked) {
      return Failure(grpc::StatusCode::UNAUTHENTICATED, "SESSION_INVALID", "登录已失效");
    }
    response->mutable_caller()->set_kind(common::v1::Caller::PERSON);
    response->mutable_caller()->set_person_id(42);
    return grpc::Status::OK;
  }
  grpc::Status DeleteCurrentSession(grpc::ServerContext*,
                                    const accounts::v1::DeleteCurrentSessionRequest*,
                                    google::protobuf::Empty*) override {
    revoked = true;
    return grpc::Status::OK;
  }
  grpc::Status GetMe(grpc::ServerContext* context, const accounts::v1::GetMeRequest*,
                     accounts::v1::Person* response) override {
    response->set_person_id(CallerOf(*context).caller().person_id());
    return grpc::Status::OK;
  }

  std::atomic<int> checks{0};
  std::atomic<bool> revoked{false};
};

// A raw client connection.
class Client {
 public:
  explicit Client(uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  }
  ~Client() { ::close(fd_); }
  bool connected() const { return connected_; }

  void Send(absl::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
  }

  // The next answer, head and body; what came, when the connection ends or after 5 seconds.
  std::string Receive() {
    while (true) {
      const size_t head = buffer_.find("\r\n\r\n");
      if (head != std::string::npos) {
        size_t length = 0;
        const size_t at = buffer_.find("Content-Length: ");
        if (at < head)
          (void)absl::SimpleAtoi(buffer_.substr(at + 16, buffer_.find('\r', at) - at - 16),
                                 &length);
        const size_t whole = head + 4 + length;
        if (buffer_.size() >= whole) {
          std::string answer = buffer_.substr(0, whole);
          buffer_.erase(0, whole);
          return answer;
        }
      }
      if (!Fill()) return std::move(buffer_);
    }
  }
  // Whether the other side closes within 5 seconds, with nothing more to read.
  bool Closed() {
    while (Fill()) {
    }
    return ended_ && buffer_.empty();
  }

 private:
  bool Fill() {
    pollfd waiting = {fd_, POLLIN, 0};
    if (ended_ || ::poll(&waiting, 1, 5000) <= 0) return false;
    char bytes[4096];
    const ssize_t got = ::recv(fd_, bytes, sizeof(bytes), 0);
    if (got <= 0) {
      ended_ = true;
      return false;
    }
    buffer_.append(bytes, static_cast<size_t>(got));
    return true;
  }

  const int fd_;
  bool connected_ = false;
  bool ended_ = false;
  std::string buffer_;
};

inline std::string Request(const std::string& method, const std::string& target,
                           const std::string& headers = "", const std::string& body = "") {
  return absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: test\r\n", headers,
                      body.empty() ? "" : absl::StrCat("Content-Length: ", body.size(), "\r\n"),
                      "\r\n", body);
}

class GatewayTest : public ::testing::Test {
 protected:
  GatewayTest() {
    std::ofstream(folder_ + ".keys") << kKeys;
    grpc::EnableDefaultHealthCheckService(true);
    StartBackend();
    config_.set_listen_address("127.0.0.1:0");
    config_.set_admin_address("127.0.0.1:0");
    config_.set_io_threads(2);
    auto* upstream = config_.add_upstreams();
    upstream->add_services("deputies.accounts.v1.AuthService");
    upstream->add_services("deputies.board.v1.MessageService");
    upstream->set_address(address_);
    config_.set_caller_keys_file(folder_ + ".keys");
    config_.set_header_timeout_ms(300);
    config_.set_body_timeout_ms(400);
    config_.set_idle_timeout_ms(600);
    config_.set_call_timeout_ms(1000);
    config_.set_log_level("error");
  }
  ~GatewayTest() override {
    gateway_.reset();
    StopBackend();
  }

  void StartBackend() {
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address_, grpc::InsecureServerCredentials());
    builder.RegisterService(&board_);
    builder.RegisterService(&accounts_);
    server_ = builder.BuildAndStart();
    ASSERT_NE(server_, nullptr);
  }
  void StopBackend() {
    if (server_ != nullptr) server_->Shutdown(std::chrono::system_clock::now());
    server_.reset();
  }

  void Start() {
    auto gateway = Gateway::Start(config_);
    ASSERT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }
  std::string Ask(const std::string& bytes) {
    Client client(gateway_->port());
    client.Send(bytes);
    return client.Receive();
  }
  std::string Get(const std::string& target, const std::string& headers = "") {
    return Ask(Request("GET", target, headers));
  }

  const std::string folder_ =
      absl::StrCat(::testing::TempDir(), "gw", ::getpid(), "_",
                   ::testing::UnitTest::GetInstance()->current_test_info()->name());
  const std::string address_ = "unix:" + folder_ + ".sock";
  Board board_;
  Accounts accounts_;
  std::unique_ptr<grpc::Server> server_;
  v1::GatewayConfig config_;
  std::unique_ptr<Gateway> gateway_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_GATEWAY_FIXTURE_H_
