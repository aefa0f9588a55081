#ifndef SERVICES_COMMON_RPC_WORKER_POOL_H_
#define SERVICES_COMMON_RPC_WORKER_POOL_H_

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace deputies::rpc {

// A fixed number of threads for blocking work behind a queue of fixed length.
class WorkerPool {
 public:
  struct Options {
    size_t threads = 8;
    size_t queue_capacity = 256;
    // Called in each thread before its first and after its last task; may be empty.
    std::function<void()> thread_start;
    std::function<void()> thread_stop;
  };

  explicit WorkerPool(Options options);
  // Runs what is queued, then joins.
  ~WorkerPool();
  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, without blocking, when the queue is full: the caller then refuses the work.
  bool TryRun(std::function<void()> task);

  // Tasks waiting now.
  size_t QueueLength() const;

 private:
  void Work();

  const Options options_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_WORKER_POOL_H_
