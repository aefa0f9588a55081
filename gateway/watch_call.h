// A server-streaming method as server-sent events
// (https://html.spec.whatwg.org/multipage/server-sent-events.html).
#ifndef GATEWAY_WATCH_CALL_H_
#define GATEWAY_WATCH_CALL_H_

#include <memory>
#include <mutex>
#include <string>

#include "absl/time/time.h"
#include "gateway/api_handler.h"
#include "gateway/http/event_stream.h"
#include "gateway/upstream/stream_call.h"

namespace deputies::gateway {

// One client that watches: every message becomes an event with the message's cursor as its id. A
// line of comment goes out when nothing happens, so that proxies and phones keep the connection;
// the session is looked at again and again, so that its end ends the stream.
class WatchCall final : public StreamCall,
                        public Delay,
                        public std::enable_shared_from_this<WatchCall> {
 public:
  struct Request {
    const ApiMethod* method = nullptr;
    Exchange* exchange = nullptr;
    grpc::ByteBuffer bytes;
    std::string signed_caller;
    std::string token;  // empty: nobody signed in
    int64_t person_id = 0;
    std::string address;
    std::string request_id;
    std::string traceparent;
    absl::Time begin;
  };

  // Answers the exchange, now or later.
  static void Start(const ApiHandlerParts& parts, Request request);

  WatchCall(const ApiHandlerParts& parts, Request request)
      : parts_(parts), request_(std::move(request)) {}

 private:
  // Longest life of a stream: clients come back, and find what has been deployed meanwhile.
  static constexpr absl::Duration kLongest = absl::Minutes(30);
  static constexpr absl::Duration kHeartbeat = absl::Seconds(15);
  // With the seconds that a session is believed: a revoked one's streams end within 5 s.
  static constexpr absl::Duration kSessionCheck = absl::Milliseconds(1500);

  void OnMessage(const grpc::ByteBuffer& message) override;
  void OnEnd(const grpc::Status& status) override;
  void OnTime() override;

  void AnswerFirst();
  void CheckSession();
  void ArmTimer();
  // Ends the call, unless it has ended.
  void Abandon();
  std::string CursorOf(absl::string_view wire) const;

  const ApiHandlerParts& parts_;
  Request request_;
  // Until the call, and until the timer, has ended.
  std::shared_ptr<WatchCall> self_of_call_;
  std::shared_ptr<WatchCall> self_of_timer_;
  std::shared_ptr<EventStream> stream_;
  absl::Time next_heartbeat_;
  bool first_ = true;

  std::mutex mutex_;
  bool ended_ = false;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_WATCH_CALL_H_
