#include "services/common/rpc/server.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/grpcpp.h"
#include "grpcpp/health_check_service_interface.h"
#include "grpcpp/impl/codegen/server_callback_handlers.h"
#include "grpcpp/impl/service_type.h"
#include "grpcpp/support/server_callback.h"
#include "services/common/base/error.h"
#include "services/common/log/log.h"
#include "services/common/metrics/metrics.h"
#include "services/common/rpc/grpc_status.h"
#include "services/common/rpc/method_runner.h"
#include "services/common/rpc/watch_stream.h"
#include "services/common/rpc/worker_pool.h"

namespace deputies::rpc {
namespace {

using grpc::ByteBuffer;
using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;

absl::Status Overloaded() {
  return base::MakeError(absl::StatusCode::kUnavailable, "OVERLOADED", "系统繁忙，请稍后再试");
}

absl::Status TooLate() {
  return base::MakeError(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                         "处理超时，请稍后再试");
}

absl::string_view SignedCallerOf(const CallbackServerContext& context) {
  const auto& metadata = context.client_metadata();
  const auto entry = metadata.find(auth::kCallerMetadataKey);
  if (entry == metadata.end()) return {};
  return {entry->second.data(), entry->second.size()};
}

absl::Time DeadlineOf(const CallbackServerContext& context, absl::Time arrival) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) return arrival + kMaxCallTime;
  return std::min(absl::FromChrono(deadline), arrival + kMaxCallTime);
}

// A call that has come in, from a connection or from within the process.
class IncomingCall {
 public:
  virtual ~IncomingCall() = default;
  virtual absl::string_view signed_caller() const = 0;
  virtual const ByteBuffer& request() const = 0;
  virtual ByteBuffer* response() = 0;
  virtual bool IsCancelled() const = 0;
  // Deletes this.
  virtual void Finish(grpc::Status status) = 0;

  absl::Time arrival;
  absl::Time deadline;
};

class ConnectionCall final : public IncomingCall {
 public:
  ConnectionCall(CallbackServerContext* context, const ByteBuffer* request, ByteBuffer* response)
      : context_(*context),
        reactor_(context->DefaultReactor()),
        request_(*request),
        response_(response) {
    arrival = absl::Now();
    deadline = DeadlineOf(context_, arrival);
  }

  ServerUnaryReactor* reactor() const { return reactor_; }
  absl::string_view signed_caller() const override { return SignedCallerOf(context_); }
  const ByteBuffer& request() const override { return request_; }
  ByteBuffer* response() override { return response_; }
  bool IsCancelled() const override { return context_.IsCancelled(); }
  void Finish(grpc::Status status) override {
    reactor_->Finish(std::move(status));
    delete this;
  }

 private:
  const CallbackServerContext& context_;
  ServerUnaryReactor* const reactor_;
  const ByteBuffer& request_;
  ByteBuffer* const response_;
};

class LocalCall final : public IncomingCall {
 public:
  LocalCall(std::string signed_caller, absl::Time wanted_deadline, ByteBuffer request,
            Server::LocalDone done)
      : signed_caller_(std::move(signed_caller)),
        request_(std::move(request)),
        done_(std::move(done)) {
    arrival = absl::Now();
    deadline = std::min(wanted_deadline, arrival + kMaxCallTime);
  }

  absl::string_view signed_caller() const override { return signed_caller_; }
  const ByteBuffer& request() const override { return request_; }
  ByteBuffer* response() override { return &response_; }
  bool IsCancelled() const override { return false; }
  void Finish(grpc::Status status) override {
    const Server::LocalDone done = std::move(done_);
    ByteBuffer response = std::move(response_);
    delete this;
    done(std::move(status), std::move(response));
  }

 private:
  const std::string signed_caller_;
  const ByteBuffer request_;
  ByteBuffer response_;
  Server::LocalDone done_;
};

// Serves one table on raw bytes, as generated WithRawCallbackMethod classes do, but by table.
class TableService final : public grpc::Service {
 public:
  // `watches` may be null when no method streams.
  TableService(const ServiceTable& table, const auth::CallerKeys& keys, WorkerPool& workers,
               WatchHub* watches, WatchStreams& streams, const metrics::CallFamilies& families,
               absl::Duration slow_call, ReplyCache* replies)
      : workers_(workers),
        watches_(watches),
        streams_(streams),
        queue_seconds_(prometheus::BuildHistogram()
                           .Name("deputies_rpc_queue_seconds")
                           .Help("Wait for a worker thread")
                           .Register(metrics::Registry())
                           .Add({}, metrics::LatencyBuckets())) {
    const auto& descriptor = table.descriptor();
    for (int i = 0; i < descriptor.method_count(); ++i) {
      const auto* method = descriptor.method(i);
      const auto bound = table.methods().find(method->name());
      if (bound == table.methods().end()) {
        log::Error("Method without a handler", {{"method", method->full_name()}});
        std::abort();
      }
      // gRPC keeps the pointer to the path.
      paths_.push_back(absl::StrCat("/", descriptor.full_name(), "/", method->name()));
      runners_.push_back(
          std::make_unique<MethodRunner>(bound->second, keys, families, slow_call, replies));
    }
    for (size_t i = 0; i < paths_.size(); ++i) {
      if (runners_[i]->streams()) {
        AddStream(i);
        continue;
      }
      AddMethod(new grpc::internal::RpcServiceMethod(
          paths_[i].c_str(), grpc::internal::RpcMethod::NORMAL_RPC, nullptr));
      MarkMethodRawCallback(
          static_cast<int>(i),
          new grpc::internal::CallbackUnaryHandler<ByteBuffer, ByteBuffer>(
              [this, runner = runners_[i].get()](CallbackServerContext* context,
                                                 const ByteBuffer* request, ByteBuffer* response) {
                auto* const call = new ConnectionCall(context, request, response);
                ServerUnaryReactor* const reactor = call->reactor();
                Accept(*runner, call);
                return reactor;
              }));
    }
  }

  // By path; streams run over connections only.
  void AddRunners(
      std::map<std::string, std::pair<TableService*, MethodRunner*>, std::less<>>* all) {
    for (size_t i = 0; i < paths_.size(); ++i) {
      if (!runners_[i]->streams()) {
        all->emplace(paths_[i], std::make_pair(this, runners_[i].get()));
      }
    }
  }

  void Accept(MethodRunner& runner, IncomingCall* call) {
    if (std::optional<ByteBuffer> known = runner.Recall(call->signed_caller(), call->request())) {
      // Nothing that blocks: the thread that got the call answers it.
      *call->response() = *std::move(known);
      Finish(runner, call, absl::OkStatus());
      return;
    }
    const bool queued = workers_.TryRun([this, &runner, call] {
      const absl::Time now = absl::Now();
      queue_seconds_.Observe(absl::ToDoubleSeconds(now - call->arrival));
      const bool late = call->IsCancelled() || now >= call->deadline;
      Finish(runner, call,
             late ? TooLate()
                  : runner.Run(call->signed_caller(), call->deadline, call->request(),
                               call->response()));
    });
    if (!queued) Finish(runner, call, Overloaded());
  }

 private:
  void AddStream(size_t i) {
    if (watches_ == nullptr) {
      log::Error("Streaming method without ServerOptions::watches", {{"method", paths_[i]}});
      std::abort();
    }
    AddMethod(new grpc::internal::RpcServiceMethod(
        paths_[i].c_str(), grpc::internal::RpcMethod::SERVER_STREAMING, nullptr));
    MarkMethodRawCallback(
        static_cast<int>(i),
        new grpc::internal::CallbackServerStreamingHandler<ByteBuffer, ByteBuffer>(
            [this, runner = runners_[i].get()](CallbackServerContext* context,
                                               const ByteBuffer* request) {
              return AcceptStream(*runner, context, request);
            }));
  }

  grpc::ServerWriteReactor<ByteBuffer>* AcceptStream(MethodRunner& runner,
                                                     CallbackServerContext* context,
                                                     const ByteBuffer* request) {
    const absl::Time arrival = absl::Now();
    // The context lives until OnDone, which comes after `ended`; opening has ended before.
    auto stream = std::make_shared<WatchStream>(
        &workers_, watches_, &streams_,
        [&runner, context, bytes = *request](std::unique_ptr<Watch>* watch) {
          return runner.Open(SignedCallerOf(*context), bytes, watch);
        },
        [&runner, context, arrival](const absl::Status& status) {
          runner.Record(status, arrival, SignedCallerOf(*context));
        });
    stream->Begin();
    return stream.get();
  }

  static void Finish(MethodRunner& runner, IncomingCall* call, const absl::Status& status) {
    // Before Finish: afterwards the caller's bytes may be gone.
    runner.Record(status, call->arrival, call->signed_caller());
    call->Finish(ToGrpcStatus(status));
  }

  WorkerPool& workers_;
  WatchHub* const watches_;
  WatchStreams& streams_;
  prometheus::Histogram& queue_seconds_;
  std::vector<std::string> paths_;
  std::vector<std::unique_ptr<MethodRunner>> runners_;
};

class GrpcServer final : public Server {
 public:
  GrpcServer(const ServerOptions& options, const auth::CallerKeys& keys,
             const std::vector<const ServiceTable*>& tables)
      : families_("deputies_rpc"),
        workers_(std::make_unique<WorkerPool>(WorkerPool::Options{
            options.config.worker_threads() > 0 ? options.config.worker_threads() : 8,
            options.config.queue_capacity() > 0 ? options.config.queue_capacity() : 256,
            options.worker_start, options.worker_stop})) {
    const absl::Duration slow_call =
        absl::Milliseconds(options.config.slow_call_ms() > 0 ? options.config.slow_call_ms() : 500);
    for (const ServiceTable* table : tables) {
      services_.push_back(std::make_unique<TableService>(*table, keys, *workers_, options.watches,
                                                         streams_, families_, slow_call,
                                                         options.replies));
      services_.back()->AddRunners(&runners_);
      names_.push_back(table->descriptor().full_name());
    }
  }

  ~GrpcServer() override { Shutdown(absl::ZeroDuration()); }

  absl::Status Listen(const std::string& address) {
    grpc::EnableDefaultHealthCheckService(true);
    grpc::ServerBuilder builder;
    int port = 0;
    builder.AddListeningPort(address, grpc::InsecureServerCredentials(), &port);
    builder.SetMaxReceiveMessageSize(kMaxMessageBytes);
    // Without this a second process would share the port instead of failing.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    // Paired with the client's keepalive (client.cc).
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS, 10'000);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    for (const auto& service : services_) builder.RegisterService(service.get());
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || (port == 0 && address.rfind("unix:", 0) != 0)) {
      return absl::UnavailableError(absl::StrCat("cannot listen on ", address));
    }
    SetServing(false);
    return absl::OkStatus();
  }

  void SetServing(bool serving) override {
    grpc::HealthCheckServiceInterface* health = server_->GetHealthCheckService();
    health->SetServingStatus(serving);
    for (const std::string& name : names_) health->SetServingStatus(name, serving);
  }

  bool CallLocally(absl::string_view method, std::string signed_caller, absl::Time deadline,
                   ByteBuffer request, LocalDone done) override {
    const auto found = runners_.find(method);
    if (found == runners_.end()) return false;
    const auto& [service, runner] = found->second;
    service->Accept(*runner, new LocalCall(std::move(signed_caller), deadline, std::move(request),
                                           std::move(done)));
    return true;
  }

  void Shutdown(absl::Duration grace) override {
    // Streams would last as long as anybody watches.
    streams_.EndAll();
    if (server_ != nullptr) server_->Shutdown(absl::ToChronoTime(absl::Now() + grace));
    workers_.reset();
    server_.reset();
  }

 private:
  metrics::CallFamilies families_;
  std::unique_ptr<WorkerPool> workers_;
  WatchStreams streams_;
  std::vector<std::unique_ptr<TableService>> services_;
  std::map<std::string, std::pair<TableService*, MethodRunner*>, std::less<>> runners_;
  std::vector<std::string> names_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(
    const ServerOptions& options, const auth::CallerKeys& keys,
    const std::vector<const ServiceTable*>& tables) {
  auto server = std::make_unique<GrpcServer>(options, keys, tables);
  const absl::Status status = server->Listen(options.config.listen_address());
  if (!status.ok()) return status;
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace deputies::rpc
