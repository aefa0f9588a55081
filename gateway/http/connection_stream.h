// A connection's answer that goes on, handed from any thread to the connection's own.
#ifndef GATEWAY_HTTP_CONNECTION_STREAM_H_
#define GATEWAY_HTTP_CONNECTION_STREAM_H_

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <utility>  // Boost 1.74's Asio forgets it

#include "gateway/http/connection.h"
#include "gateway/http/event_stream.h"

namespace deputies::gateway {

class ConnectionStream final : public EventStream,
                               public std::enable_shared_from_this<ConnectionStream> {
 public:
  // Bytes that a client may leave unread besides the kernel's buffers; a slower one is cut.
  static constexpr size_t kMaxUnread = 128 << 10;

  // `thread` is the connection's. `chunked`: the client speaks HTTP/1.1.
  ConnectionStream(std::weak_ptr<Connection> connection, IoThread* thread, bool chunked,
                   std::function<void()> closed);

  bool Send(std::string bytes) override;
  void End() override;

  // All on the connection's thread.
  // Writes the head of the answer as it is.
  void Begin(std::string head);
  // The connection has been closed.
  void Closed();

 private:
  void Queue(std::string bytes);
  void Finish(bool cut);
  void WriteNext();

  const std::weak_ptr<Connection> connection_;
  IoThread* const thread_;
  const bool chunked_;
  std::atomic<bool> open_{true};
  std::atomic<size_t> unread_{0};
  // On the connection's thread alone.
  std::function<void()> closed_;
  std::deque<std::string> queue_;
  bool writing_ = false;
  bool ending_ = false;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_CONNECTION_STREAM_H_
