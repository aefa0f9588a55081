// An answer that goes on: server-sent events to one client. No Boost here.
#ifndef GATEWAY_HTTP_EVENT_STREAM_H_
#define GATEWAY_HTTP_EVENT_STREAM_H_

#include <functional>
#include <string>

namespace deputies::gateway {

// Thread-safe. The connection lives until it is closed from either side.
class EventStream {
 public:
  virtual ~EventStream() = default;

  // Sends the bytes in order. False when the client is gone, or has left so much unread that it was
  // cut: nothing more arrives.
  virtual bool Send(std::string bytes) = 0;
  // Ends the answer after what was sent, and the connection.
  virtual void End() = 0;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_EVENT_STREAM_H_
