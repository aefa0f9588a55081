// Threads that keep a NoticeSender at work.
#ifndef SERVICES_WECHAT_DOMAIN_SENDING_LOOP_H_
#define SERVICES_WECHAT_DOMAIN_SENDING_LOOP_H_

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "services/wechat/domain/notice_sender.h"

namespace deputies::wechat {

class SendingLoop {
 public:
  struct Options {
    int threads = 2;
    // Notices that a thread takes at once: what a killed process leaves to the end of their lease.
    int batch = 8;
    std::chrono::milliseconds idle{500};
    // Called first and last on each thread (the database driver wants it).
    std::function<void()> thread_start;
    std::function<void()> thread_stop;
    std::function<void(const absl::Status&)> on_error;
  };

  // `sender` must outlive it.
  SendingLoop(NoticeSender& sender, Options options);
  ~SendingLoop();
  SendingLoop(const SendingLoop&) = delete;
  SendingLoop& operator=(const SendingLoop&) = delete;

  void Start();
  // Returns when the batches at work are settled. Idempotent.
  void Stop();

 private:
  void Run();

  NoticeSender& sender_;
  const Options options_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_DOMAIN_SENDING_LOOP_H_
