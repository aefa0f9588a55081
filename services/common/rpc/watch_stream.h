// The server's side of one server-streaming call.
#ifndef SERVICES_COMMON_RPC_WATCH_STREAM_H_
#define SERVICES_COMMON_RPC_WATCH_STREAM_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/alarm.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"
#include "services/common/rpc/watch.h"
#include "services/common/rpc/worker_pool.h"

namespace deputies::rpc {

class WatchStream;

// Every stream of a server: how many there may be, and how they end when it does.
class WatchStreams {
 public:
  static constexpr size_t kMost = 2000;

  // False when there are too many, or the server ends.
  bool Add(const std::shared_ptr<WatchStream>& stream);
  void Remove(const std::shared_ptr<WatchStream>& stream);
  // Ends all, and refuses new ones.
  void EndAll();

 private:
  std::mutex mutex_;
  bool ended_ = false;
  std::set<std::shared_ptr<WatchStream>> streams_;
};

// Lives until gRPC says OnDone and nothing of it is queued any more.
class WatchStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer>,
                          public WatchHub::Sleeper,
                          public std::enable_shared_from_this<WatchStream> {
 public:
  // Opens the watch, on a worker thread: caller, access, field rules, handler.
  using Open = std::function<absl::Status(std::unique_ptr<Watch>* watch)>;
  // The call's books, once, at its end.
  using Ended = std::function<void(const absl::Status& status)>;

  WatchStream(WorkerPool* workers, WatchHub* hub, WatchStreams* streams, Open open, Ended ended);

  // After the reactor is returned to gRPC or before; once.
  void Begin();
  // Ends the call with UNAVAILABLE; the client comes back.
  void End();
  void Wake() override;

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // Messages that the client has not taken: nothing more is read while there are so many.
  static constexpr size_t kMaxWaiting = Watch::kMostAtOnce;
  static constexpr absl::Duration kReadTime = absl::Seconds(3);

  void Schedule();
  void Run();
  absl::StatusOr<bool> Read();
  void Emit(const google::protobuf::Message& message);
  // With `mutex_` held.
  void WriteNext();
  void FinishWith(const absl::Status& status);
  void FinishIfIdle();
  void SetAlarm();

  WorkerPool* const workers_;
  WatchHub* const hub_;
  WatchStreams* const streams_;
  const Open open_;
  const Ended ended_;
  std::shared_ptr<WatchStream> self_;  // until OnDone

  std::mutex mutex_;
  std::unique_ptr<Watch> watch_;  // touched by the one Run that is under way
  std::string topic_;
  absl::Duration interval_;
  bool running_ = false;  // queued or under way
  bool woken_ = false;    // once more afterwards
  bool paused_ = false;   // until the client has taken what waits
  bool writing_ = false;
  bool finishing_ = false;
  bool finished_ = false;
  bool emitted_ = false;
  absl::Status status_;
  std::deque<grpc::ByteBuffer> waiting_;
  std::unique_ptr<grpc::Alarm> alarm_;
};

}  // namespace deputies::rpc

#endif  // SERVICES_COMMON_RPC_WATCH_STREAM_H_
