// Calls to the services behind the gateway: raw bytes, completion queues, few threads.
#ifndef GATEWAY_UPSTREAM_UPSTREAM_CLIENT_H_
#define GATEWAY_UPSTREAM_UPSTREAM_CLIENT_H_

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/upstream/direct_backend.h"
#include "grpcpp/alarm.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/support/byte_buffer.h"

namespace deputies::gateway {

// What a poller thread is woken for.
class Completion {
 protected:
  virtual ~Completion() = default;

 private:
  friend class UpstreamClient;
  // `ok` as gRPC's completion queue says it.
  virtual void Complete(bool ok) = 0;
};

class StreamCall;

// One unary call. Prepare it, give it to UpstreamClient::Start, read the results in OnDone.
class UnaryCall : private Completion {
 public:
  ~UnaryCall() override = default;

  // The call has ended. Runs on a poller thread (or, when the client is shutting down, within
  // Start), which does the rest of the work itself: handing on to another thread would cost a
  // wake-up. Must not block. May delete this.
  virtual void OnDone() = 0;

  // `signed_caller` is the value of the metadata entry auth::kCallerMetadataKey, the only metadata
  // of the call; empty for none.
  void Prepare(std::string signed_caller, absl::Time deadline);
  // Makes the call, whose OnDone has come, ready to be prepared and started once more.
  void Renew();

  grpc::Status status;
  grpc::ByteBuffer response;

 private:
  friend class UpstreamClient;
  void Complete(bool ok) final;

  std::string signed_caller_;
  absl::Time deadline_ = absl::InfiniteFuture();
  // There while the call runs over a connection.
  std::optional<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientAsyncResponseReader<grpc::ByteBuffer>> reader_;
  // Carries the happens-before from the starting to the polling thread: gRPC has one, but thread
  // sanitizers cannot see into the distribution's library.
  std::atomic<bool> started_{false};
};

// A moment to wait on the poller's own clock. Used again and again, for one wait at a time.
class Delay : private Completion {
 public:
  ~Delay() override = default;
  // Runs on a poller thread; must not block. May delete this.
  virtual void OnTime() = 0;

 private:
  friend class UpstreamClient;
  void Complete(bool) final { OnTime(); }
  std::optional<grpc::Alarm> alarm_;
};

class UpstreamClient {
 public:
  // `addresses`: "unix:/path" or "host:port". `pollers`: threads that wait for answers; one serves
  // some 20,000 calls a second, and a second one makes them wake each other.
  // `direct` holds those of the services, by address, that live in this process and outlive the
  // client; connections to their addresses are kept, too, for what they do not answer directly
  // (health).
  UpstreamClient(const std::vector<std::string>& addresses, int pollers,
                 const std::map<std::string, DirectBackend*>& direct = {});
  ~UpstreamClient();
  UpstreamClient(const UpstreamClient&) = delete;
  UpstreamClient& operator=(const UpstreamClient&) = delete;

  // Starts the call. `backend` is a position in `addresses`; `method` "/package.Service/Method",
  // which must live until OnDone. `call` must be prepared and live until its OnDone.
  void Start(size_t backend, const std::string& method, const grpc::ByteBuffer& request,
             UnaryCall* call);

  // The same for a call that is answered by a stream (stream_call.h); its context must have a
  // deadline, too.
  void Start(size_t backend, const std::string& method, const grpc::ByteBuffer& request,
             StreamCall* call);
  // The stream has ended; for StreamCall.
  void Forget(StreamCall* call);

  // Calls the delay's OnTime after `duration`, which holds Shutdown up. `delay` must live until
  // then.
  void After(absl::Duration duration, Delay* delay);

  // Ends running streams, waits for running calls, refuses new ones with UNAVAILABLE, ends the
  // threads.
  void Shutdown();

 private:
  // Two connections each: one stream of a connection's frames is not held up by the other's large
  // answer.
  static constexpr size_t kChannels = 2;
  struct Connection {
    std::shared_ptr<grpc::Channel> channel;
    std::unique_ptr<grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer>> stub;
  };
  struct Backend {
    Connection connections[kChannels];
    DirectBackend* direct = nullptr;
  };

  // False when the backend is in another process or does not know the method.
  bool StartDirectly(Backend& backend, const std::string& method, const grpc::ByteBuffer& request,
                     UnaryCall* call);
  Connection& NextConnection(Backend& backend, uint32_t number);

  static void Poll(grpc::CompletionQueue* queue, std::atomic<int64_t>* running);

  std::vector<Backend> backends_;
  std::vector<std::unique_ptr<grpc::CompletionQueue>> queues_;
  std::vector<std::thread> pollers_;
  std::atomic<uint32_t> next_{0};
  std::atomic<int64_t> running_{0};
  std::atomic<bool> shutting_down_{false};
  std::mutex streams_mutex_;
  std::set<StreamCall*> streams_;
};

// The bytes of a response, copied only when they came in several pieces. `slice` keeps them.
absl::string_view BytesOf(const grpc::ByteBuffer& buffer, grpc::Slice* slice);

}  // namespace deputies::gateway

#endif  // GATEWAY_UPSTREAM_UPSTREAM_CLIENT_H_
