#include "services/wechat/domain/sending_loop.h"

#include <utility>

#include "absl/status/statusor.h"

namespace deputies::wechat {

SendingLoop::SendingLoop(NoticeSender& sender, Options options)
    : sender_(sender), options_(std::move(options)) {}

SendingLoop::~SendingLoop() { Stop(); }

void SendingLoop::Start() {
  for (int i = 0; i < options_.threads; ++i) threads_.emplace_back([this] { Run(); });
}

void SendingLoop::Stop() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void SendingLoop::Run() {
  options_.thread_start();
  while (true) {
    const absl::StatusOr<int> sent = sender_.RunOnce(options_.batch);
    if (!sent.ok()) options_.on_error(sent.status());
    std::unique_lock<std::mutex> lock(mutex_);
    // A full batch means that more is waiting.
    const bool more = sent.ok() && *sent == options_.batch;
    if (stopping_ || (!more && wake_.wait_for(lock, options_.idle, [this] { return stopping_; }))) {
      break;
    }
  }
  options_.thread_stop();
}

}  // namespace deputies::wechat
