// One server-streaming call: a request, then messages as they come.
#ifndef GATEWAY_UPSTREAM_STREAM_CALL_H_
#define GATEWAY_UPSTREAM_STREAM_CALL_H_

#include <atomic>
#include <functional>
#include <memory>

#include "gateway/upstream/upstream_client.h"
#include "grpcpp/client_context.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace deputies::gateway {

// Fill `context()`, give it to UpstreamClient::Start. One operation is under way at any time, so
// messages come one after the other.
class StreamCall : private Completion {
 public:
  ~StreamCall() override = default;

  // Both on a poller thread; must not block. The next message is read when OnMessage returns.
  // OnEnd is the last, and comes exactly once.
  virtual void OnMessage(const grpc::ByteBuffer& message) = 0;
  virtual void OnEnd(const grpc::Status& status) = 0;

  grpc::ClientContext& context() { return context_; }
  // Ends the call soon: OnEnd comes with CANCELLED. From any thread, while the call lives.
  void Cancel() { context_.TryCancel(); }

 private:
  friend class UpstreamClient;
  enum class Step { kStart, kWrite, kRead, kFinish };
  using Call = grpc::ClientAsyncReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer>;

  void Begin(UpstreamClient* client, std::unique_ptr<Call> call, const grpc::ByteBuffer& request,
             std::atomic<int64_t>* running);
  void Complete(bool ok) final;
  // Every operation that is under way counts as running.
  void* Next(Step step);

  UpstreamClient* client_ = nullptr;
  grpc::ClientContext context_;
  std::unique_ptr<Call> call_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer message_;
  grpc::Status status_;
  Step step_ = Step::kStart;
  std::atomic<int64_t>* running_ = nullptr;
  // As UnaryCall::started_.
  std::atomic<bool> started_{false};
};

}  // namespace deputies::gateway

#endif  // GATEWAY_UPSTREAM_STREAM_CALL_H_
