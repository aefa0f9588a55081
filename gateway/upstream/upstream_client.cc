#include "gateway/upstream/upstream_client.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "absl/time/clock.h"
#include "gateway/upstream/stream_call.h"
#include "grpc/impl/codegen/connectivity_state.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"
#include "services/common/auth/caller_context.h"

namespace deputies::gateway {
namespace {

std::shared_ptr<grpc::Channel> MakeChannel(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 1000);
  // Not below the servers' minimum ping interval, which would make them close the connection.
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, 30'000);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, 10'000);
  // As the services' own limit; pictures and sheets come in one piece.
  arguments.SetMaxReceiveMessageSize(16 << 20);
  // No proxies, no service config from DNS: addresses are ours.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(), arguments);
}

}  // namespace

void UnaryCall::Prepare(std::string signed_caller, absl::Time deadline) {
  signed_caller_ = std::move(signed_caller);
  deadline_ = deadline;
}

void UnaryCall::Renew() {
  reader_.reset();
  context_.reset();
  status = grpc::Status();
  response.Clear();
  started_.store(false, std::memory_order_relaxed);
}

void UnaryCall::Complete(bool) {
  // Always true; see started_.
  if (started_.load(std::memory_order_acquire)) OnDone();
}

UpstreamClient::UpstreamClient(const std::vector<std::string>& addresses, int pollers,
                               const std::map<std::string, DirectBackend*>& direct) {
  for (const std::string& address : addresses) {
    Backend& backend = backends_.emplace_back();
    const auto found = direct.find(address);
    if (found != direct.end()) backend.direct = found->second;
    for (Connection& connection : backend.connections) {
      connection.channel = MakeChannel(address);
      connection.channel->GetState(/*try_to_connect=*/true);
      connection.stub =
          std::make_unique<grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>>(
              connection.channel);
    }
  }
  for (int i = 0; i < std::max(pollers, 1); ++i) {
    queues_.push_back(std::make_unique<grpc::CompletionQueue>());
    pollers_.emplace_back(Poll, queues_.back().get(), &running_);
  }
}

UpstreamClient::~UpstreamClient() { Shutdown(); }

void UpstreamClient::Start(size_t backend, const std::string& method,
                           const grpc::ByteBuffer& request, UnaryCall* call) {
  running_.fetch_add(1);
  if (shutting_down_.load()) {
    call->status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "shutting down");
    call->OnDone();
    running_.fetch_sub(1);
    return;
  }
  if (StartDirectly(backends_[backend], method, request, call)) return;
  call->context_.emplace();
  if (!call->signed_caller_.empty()) {
    call->context_->AddMetadata(auth::kCallerMetadataKey, call->signed_caller_);
  }
  call->context_->set_deadline(absl::ToChronoTime(call->deadline_));
  const uint32_t number = next_.fetch_add(1, std::memory_order_relaxed);
  grpc::CompletionQueue* const queue = queues_[number % queues_.size()].get();
  call->reader_ = NextConnection(backends_[backend], number)
                      .stub->PrepareUnaryCall(&*call->context_, method, request, queue);
  // From here on the call may end on the poller before this returns.
  call->reader_->StartCall();
  call->started_.store(true, std::memory_order_release);
  call->reader_->Finish(&call->response, &call->status, static_cast<Completion*>(call));
}

bool UpstreamClient::StartDirectly(Backend& backend, const std::string& method,
                                   const grpc::ByteBuffer& request, UnaryCall* call) {
  return backend.direct != nullptr &&
         backend.direct->Start(method, call->signed_caller_, call->deadline_, request,
                               [this, call](grpc::Status status, grpc::ByteBuffer response) {
                                 call->status = std::move(status);
                                 call->response = std::move(response);
                                 call->OnDone();
                                 running_.fetch_sub(1);
                               });
}

void UpstreamClient::Start(size_t backend, const std::string& method,
                           const grpc::ByteBuffer& request, StreamCall* call) {
  {
    std::lock_guard<std::mutex> lock(streams_mutex_);
    if (!shutting_down_.load()) streams_.insert(call);
  }
  if (shutting_down_.load()) {
    Forget(call);
    call->OnEnd(grpc::Status(grpc::StatusCode::UNAVAILABLE, "shutting down"));
    return;
  }
  const uint32_t number = next_.fetch_add(1, std::memory_order_relaxed);
  grpc::CompletionQueue* const queue = queues_[number % queues_.size()].get();
  call->Begin(
      this,
      NextConnection(backends_[backend], number).stub->PrepareCall(&call->context(), method, queue),
      request, &running_);
}

void UpstreamClient::Forget(StreamCall* call) {
  std::lock_guard<std::mutex> lock(streams_mutex_);
  streams_.erase(call);
}

void UpstreamClient::After(absl::Duration duration, Delay* delay) {
  running_.fetch_add(1);
  const uint32_t number = next_.load(std::memory_order_relaxed);
  delay->alarm_.emplace();
  delay->alarm_->Set(queues_[number % queues_.size()].get(),
                     absl::ToChronoTime(absl::Now() + duration), static_cast<Completion*>(delay));
}

UpstreamClient::Connection& UpstreamClient::NextConnection(Backend& backend, uint32_t number) {
  Connection& next = backend.connections[number % kChannels];
  // After a restart of the backend one connection stands up to a second before the other; until
  // then the other would refuse its calls.
  const bool waits =
      next.channel->GetState(/*try_to_connect=*/false) == GRPC_CHANNEL_TRANSIENT_FAILURE;
  return waits ? backend.connections[(number + 1) % kChannels] : next;
}

void UpstreamClient::Poll(grpc::CompletionQueue* queue, std::atomic<int64_t>* running) {
  void* tag = nullptr;
  bool ok = false;
  while (queue->Next(&tag, &ok)) {
    static_cast<Completion*>(tag)->Complete(ok);
    running->fetch_sub(1);
  }
}

void UpstreamClient::Shutdown() {
  if (shutting_down_.exchange(true)) return;
  {
    std::lock_guard<std::mutex> lock(streams_mutex_);
    for (StreamCall* stream : streams_) stream->Cancel();
  }
  // Every call has a deadline, so this ends.
  while (running_.load() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  for (auto& queue : queues_) queue->Shutdown();
  for (std::thread& poller : pollers_) poller.join();
}

absl::string_view BytesOf(const grpc::ByteBuffer& buffer, grpc::Slice* slice) {
  if (!buffer.Valid()) return "";
  if (!buffer.TrySingleSlice(slice).ok() && !buffer.DumpToSingleSlice(slice).ok()) return "";
  return {reinterpret_cast<const char*>(slice->begin()), slice->size()};
}

}  // namespace deputies::gateway
