#include "gateway/upstream/stream_call.h"

#include <utility>

namespace deputies::gateway {

void StreamCall::Begin(UpstreamClient* client, std::unique_ptr<Call> call,
                       const grpc::ByteBuffer& request, std::atomic<int64_t>* running) {
  client_ = client;
  call_ = std::move(call);
  request_ = request;
  running_ = running;
  void* const tag = Next(Step::kStart);
  started_.store(true, std::memory_order_release);
  // From here on the rest happens on the poller.
  call_->StartCall(tag);
}

void* StreamCall::Next(Step step) {
  running_->fetch_add(1);
  step_ = step;
  return static_cast<Completion*>(this);
}

void StreamCall::Complete(bool ok) {
  if (!started_.load(std::memory_order_acquire)) return;  // never; see started_
  switch (step_) {
    case Step::kStart:
      if (ok) {
        call_->WriteLast(request_, grpc::WriteOptions(), Next(Step::kWrite));
        return;
      }
      break;
    case Step::kWrite:
      request_.Clear();
      if (ok) {
        call_->Read(&message_, Next(Step::kRead));
        return;
      }
      break;
    case Step::kRead:
      if (ok) {
        OnMessage(message_);
        message_.Clear();
        call_->Read(&message_, Next(Step::kRead));
        return;
      }
      break;
    case Step::kFinish:
      client_->Forget(this);
      OnEnd(status_);
      return;
  }
  call_->Finish(&status_, Next(Step::kFinish));
}

}  // namespace deputies::gateway
