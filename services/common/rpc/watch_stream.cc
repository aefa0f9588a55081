#include "services/common/rpc/watch_stream.h"

#include <exception>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "services/common/base/error.h"
#include "services/common/log/log.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::rpc {
namespace {

absl::Status Overloaded() {
  return base::MakeError(absl::StatusCode::kUnavailable, "OVERLOADED", "系统繁忙，请稍后再试");
}

}  // namespace

bool WatchStreams::Add(const std::shared_ptr<WatchStream>& stream) {
  std::lock_guard<std::mutex> lock(mutex_);
  if (ended_ || streams_.size() >= kMost) return false;
  streams_.insert(stream);
  return true;
}

void WatchStreams::Remove(const std::shared_ptr<WatchStream>& stream) {
  std::lock_guard<std::mutex> lock(mutex_);
  streams_.erase(stream);
}

void WatchStreams::EndAll() {
  std::vector<std::shared_ptr<WatchStream>> all;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
    all.assign(streams_.begin(), streams_.end());
  }
  for (const std::shared_ptr<WatchStream>& stream : all) stream->End();
}

WatchStream::WatchStream(WorkerPool* workers, WatchHub* hub, WatchStreams* streams, Open open,
                         Ended ended)
    : workers_(workers),
      hub_(hub),
      streams_(streams),
      open_(std::move(open)),
      ended_(std::move(ended)) {}

void WatchStream::Begin() {
  self_ = shared_from_this();
  if (!streams_->Add(self_)) {
    std::lock_guard<std::mutex> lock(mutex_);
    FinishWith(Overloaded());
    return;
  }
  Schedule();
}

void WatchStream::End() {
  std::lock_guard<std::mutex> lock(mutex_);
  FinishWith(Overloaded());
}

void WatchStream::Wake() { Schedule(); }

void WatchStream::Schedule() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (finishing_) return;
    woken_ = true;
    if (running_ || paused_) return;
    running_ = true;
  }
  if (workers_->TryRun([self = shared_from_this()] { self->Run(); })) return;
  std::lock_guard<std::mutex> lock(mutex_);
  running_ = false;
  if (watch_ == nullptr) {
    FinishWith(Overloaded());
  } else {
    SetAlarm();  // the workers have too much to do: later
  }
}

void WatchStream::Run() {
  while (true) {
    {
      std::lock_guard<std::mutex> lock(mutex_);
      if (finishing_ || !woken_) {
        running_ = false;
        if (!finishing_) SetAlarm();
        return;
      }
      if (waiting_.size() >= kMaxWaiting) {
        running_ = false;
        paused_ = true;
        return;
      }
      woken_ = false;
    }
    const absl::StatusOr<bool> more = Read();
    std::lock_guard<std::mutex> lock(mutex_);
    if (more.ok()) {
      woken_ = woken_ || *more;
    } else if (!emitted_ ||
               !(absl::IsUnavailable(more.status()) || absl::IsDeadlineExceeded(more.status()))) {
      FinishWith(more.status());
    }
  }
}

absl::StatusOr<bool> WatchStream::Read() {
  try {
    if (watch_ == nullptr) {
      std::unique_ptr<Watch> watch;
      const absl::Status opened = open_(&watch);
      if (!opened.ok()) return opened;
      watch_ = std::move(watch);
      {
        std::lock_guard<std::mutex> lock(mutex_);
        topic_ = watch_->topic();
        interval_ = watch_->interval();
      }
      // Before the first read: what changes after it wakes us.
      hub_->Add(topic_, shared_from_this());
    }
    return watch_->Read(absl::Now() + kReadTime,
                        [this](const google::protobuf::Message& message) { Emit(message); });
  } catch (const std::exception& e) {
    log::Error("Watch threw", {{"what", e.what()}});
    return absl::InternalError("exception");
  }
}

void WatchStream::Emit(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  bool own_buffer = false;
  if (!grpc::GenericSerialize<grpc::ProtoBufferWriter, google::protobuf::Message>(message, &bytes,
                                                                                  &own_buffer)
           .ok()) {
    return;
  }
  std::lock_guard<std::mutex> lock(mutex_);
  emitted_ = true;
  if (finishing_) return;
  waiting_.push_back(std::move(bytes));
  if (!writing_) WriteNext();
}

void WatchStream::WriteNext() {
  writing_ = true;
  StartWrite(&waiting_.front());
}

void WatchStream::OnWriteDone(bool ok) {
  bool go_on = false;
  {
    std::lock_guard<std::mutex> lock(mutex_);
    writing_ = false;
    waiting_.pop_front();
    if (!ok) FinishWith(absl::CancelledError("client is gone"));
    if (finishing_) {
      FinishIfIdle();
      return;
    }
    if (!waiting_.empty()) WriteNext();
    go_on = paused_ && waiting_.empty();
    if (go_on) paused_ = false;
  }
  if (go_on) Schedule();
}

void WatchStream::OnCancel() {
  std::lock_guard<std::mutex> lock(mutex_);
  FinishWith(absl::CancelledError("client is gone"));
}

void WatchStream::FinishWith(const absl::Status& status) {
  if (finishing_) return;
  finishing_ = true;
  status_ = status;
  if (alarm_ != nullptr) alarm_->Cancel();
  FinishIfIdle();
}

void WatchStream::FinishIfIdle() {
  if (writing_ || finished_) return;
  finished_ = true;
  // Before Finish: afterwards the call's context may be gone.
  ended_(status_);
  Finish(ToGrpcStatus(status_));
}

void WatchStream::SetAlarm() {
  alarm_ = std::make_unique<grpc::Alarm>();
  alarm_->Set(absl::ToChronoTime(absl::Now() + interval_), [self = shared_from_this()](bool ok) {
    if (ok) self->Schedule();
  });
}

void WatchStream::OnDone() {
  if (!topic_.empty()) hub_->Remove(topic_, self_);
  streams_->Remove(self_);
  // May be the last reference.
  std::shared_ptr<WatchStream> last = std::move(self_);
}

}  // namespace deputies::rpc
