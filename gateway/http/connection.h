// One client connection: reads a request, hands it over, writes the answer, and again.
#ifndef GATEWAY_HTTP_CONNECTION_H_
#define GATEWAY_HTTP_CONNECTION_H_

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>  // Boost 1.74's Asio forgets it

#include "gateway/http/exchange.h"
#include "gateway/http/request_parser.h"
#include "gateway/http/server.h"

namespace deputies::gateway {

// What the connections of one listener share.
struct ListenerState {
  Handler* handler = nullptr;
  std::atomic<bool> draining{false};
  std::atomic<int> connections{0};
  // Promised to large bodies that are being read or answered.
  std::atomic<uint64_t> large_body_bytes{0};
};

class Connection;
class ConnectionStream;

// One thread with its own event loop and connections.
struct IoThread {
  boost::asio::io_context context{1};
  // Touched on this thread alone.
  std::unordered_set<std::shared_ptr<Connection>> connections;
};

// Ownership: while a request is with the handler, the connection belongs to whoever will call
// Respond or RespondStream; otherwise to its I/O thread. `state_` and `deadline_ms_` tell the I/O
// thread's sweep which it is.
class Connection final : public Exchange,
                         private LargeBodies,
                         public std::enable_shared_from_this<Connection> {
 public:
  using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp,
                                                  boost::asio::io_context::executor_type>;

  // `options`, `thread`, `listener` and `total` outlive it. `total` counts the connections of all
  // listeners.
  Connection(Socket socket, const ServerOptions& options, IoThread* thread, ListenerState* listener,
             std::atomic<int>* total);
  ~Connection() override;

  // All three on the I/O thread.
  void Start();
  // Answers 503 and closes.
  void Refuse();
  // Acts on a deadline that has passed, and on draining. `now_ms` as from MonotonicMs.
  void Sweep(int64_t now_ms);

  absl::string_view method() const override { return text_.method(); }
  absl::string_view target() const override { return text_.target(); }
  absl::string_view Header(absl::string_view name) const override { return text_.Header(name); }
  int HeaderCount(absl::string_view name) const override { return text_.HeaderCount(name); }
  absl::string_view body() const override { return text_.body(); }
  const ClientAddress& peer() const override { return peer_; }
  void Respond(Response response) override;
  std::shared_ptr<EventStream> RespondStream(Response response,
                                             std::function<void()> closed) override;

  // For its stream, on the I/O thread.
  Socket& socket() { return socket_; }
  // The stream has been written to its end, or must not go on.
  void CutStream();

  static int64_t MonotonicMs();

 private:
  enum class State { kIdle, kHeader, kBody, kHandler, kStreaming, kWriting, kLingering };

  ApiResult Admit(const RequestText& text, std::optional<uint64_t> length,
                  uint64_t* limit) override;
  void ReturnLargeBody();
  absl::Duration BodyTimeLeft() const;

  void SetState(State state, absl::Duration limit);
  // A sweep refused the request while a read of it was under way.
  bool TakenOver() const;
  void Read();
  void Process();
  void RefuseRequest(ApiResult error);
  void Write(Response response, bool close);
  void WriteRest(size_t written);
  void WatchForEnd();
  void AnswerWritten();
  void Linger();
  void Discard();
  void Close();

  Socket socket_;
  const ServerOptions& options_;
  IoThread* const thread_;
  ListenerState* const listener_;
  std::atomic<int>* const total_;
  std::atomic<State> state_{State::kIdle};
  std::atomic<int64_t> deadline_ms_{0};

  ClientAddress peer_ = {};
  boost::beast::flat_buffer input_;
  RequestText text_;
  std::optional<RequestParser> parser_;
  // Wire bytes of the running request's body; chunk framing included.
  uint64_t body_wire_bytes_ = 0;
  bool continue_sent_ = false;
  // Of the running request, out of the listener's large bodies; 0 for a common one.
  uint64_t large_body_bytes_ = 0;
  int64_t body_begin_ms_ = 0;

  std::string head_;
  std::string body_;
  std::shared_ptr<const std::string> shared_body_;
  bool close_after_write_ = false;
  std::shared_ptr<ConnectionStream> stream_;
  size_t discarded_bytes_ = 0;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_CONNECTION_H_
