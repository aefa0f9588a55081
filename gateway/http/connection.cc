#include "gateway/http/connection.h"

#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <chrono>
#include <limits>

#include "gateway/http/connection_stream.h"
#include "gateway/http/request_id.h"
#include "gateway/http/response_head.h"

namespace deputies::gateway {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr size_t kReadBytes = 4096;
// Of answers in the kernel, which doubles it; any page but the largest in one piece.
constexpr int kSendBufferBytes = 128 << 10;
constexpr size_t kLargeReadBytes = 16384;
// A body in tiny chunks may be this many times as long on the wire as it is.
constexpr uint64_t kMaxChunkOverhead = 8;
// A large body has the common time limit and, for what has come, as long as a slow line takes.
constexpr uint64_t kSlowBytesPerSecond = 64 << 10;
// How long and how much a refused client may go on sending before the connection is cut. Closing
// with unread bytes would make the kernel drop the answer.
constexpr absl::Duration kLingerTime = absl::Seconds(1);
constexpr size_t kLingerBytes = 1 << 20;

}  // namespace

Connection::Connection(Socket socket, const ServerOptions& options, IoThread* thread,
                       ListenerState* listener, std::atomic<int>* total)
    : socket_(std::move(socket)),
      options_(options),
      thread_(thread),
      listener_(listener),
      total_(total) {
  listener_->connections.fetch_add(1);
  total_->fetch_add(1);
}

Connection::~Connection() { ReturnLargeBody(); }

int64_t Connection::MonotonicMs() {
  return std::chrono::duration_cast<std::chrono::milliseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

void Connection::SetState(State state, absl::Duration limit) {
  deadline_ms_.store(limit == absl::InfiniteDuration()
                         ? std::numeric_limits<int64_t>::max()
                         : MonotonicMs() + absl::ToInt64Milliseconds(limit),
                     std::memory_order_relaxed);
  state_.store(state, std::memory_order_release);
}

void Connection::Start() {
  thread_->connections.insert(shared_from_this());
  error_code ignored;
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  // The kernel would take megabytes for a client that reads nothing.
  socket_.set_option(asio::socket_base::send_buffer_size(kSendBufferBytes), ignored);
  const asio::ip::address peer = socket_.remote_endpoint(ignored).address();
  peer_ = peer.is_v6() ? peer.to_v6().to_bytes()
                       : asio::ip::make_address_v6(asio::ip::v4_mapped, peer.to_v4()).to_bytes();
  SetState(State::kIdle, options_.idle_timeout);
  Read();
}

void Connection::Refuse() {
  thread_->connections.insert(shared_from_this());
  RefuseRequest(Overloaded());
}

void Connection::Sweep(int64_t now_ms) {
  const State state = state_.load(std::memory_order_acquire);
  const bool late = now_ms >= deadline_ms_.load(std::memory_order_relaxed);
  switch (state) {
    case State::kIdle:
      // The pending read ends with end-of-file and closes. shutdown() is safe from here: only this
      // thread closes the descriptor.
      if (late || listener_->draining.load()) ::shutdown(socket_.native_handle(), SHUT_RDWR);
      break;
    case State::kHeader:
    case State::kBody:
      if (late) {
        // The pending read is left to end when the connection lingers or closes.
        error_code ignored;
        socket_.cancel(ignored);
        RefuseRequest(HttpInvalid(408, "请求没有在限定时间内发完"));
      }
      break;
    case State::kWriting:
    case State::kLingering:
      if (late) ::shutdown(socket_.native_handle(), SHUT_RDWR);
      break;
    case State::kStreaming:
      // Set on this thread, a moment after the state.
      if (listener_->draining.load() && stream_ != nullptr) stream_->End();
      break;
    case State::kHandler:
      break;  // bounded by the call's own deadline
  }
}

void Connection::Read() {
  socket_.async_read_some(input_.prepare(large_body_bytes_ > 0 ? kLargeReadBytes : kReadBytes),
                          [self = shared_from_this()](const error_code& ec, size_t bytes) {
                            if (self->TakenOver()) return;
                            if (ec) {
                              self->Close();
                              return;
                            }
                            self->input_.commit(bytes);
                            self->Process();
                          });
}

ApiResult Connection::Admit(const RequestText&, std::optional<uint64_t> length, uint64_t* limit) {
  const uint64_t longest = listener_->handler->MaxBodyBytes(*this);
  if (longest <= *limit) {
    if (longest != 0) *limit = longest;
    return nullptr;
  }
  *limit = longest;
  const uint64_t wanted = std::min(length.value_or(longest), longest);
  if (listener_->large_body_bytes.fetch_add(wanted) + wanted > options_.large_body_bytes) {
    listener_->large_body_bytes.fetch_sub(wanted);
    return Overloaded();
  }
  large_body_bytes_ = wanted;
  return nullptr;
}

void Connection::ReturnLargeBody() {
  if (large_body_bytes_ == 0) return;
  listener_->large_body_bytes.fetch_sub(large_body_bytes_);
  large_body_bytes_ = 0;
}

absl::Duration Connection::BodyTimeLeft() const {
  return options_.body_timeout - absl::Milliseconds(MonotonicMs() - body_begin_ms_) +
         absl::Milliseconds(large_body_bytes_ == 0 ? 0
                                                   : body_wire_bytes_ * 1000 / kSlowBytesPerSecond);
}

bool Connection::TakenOver() const {
  const State state = state_.load(std::memory_order_acquire);
  return state == State::kWriting || state == State::kLingering;
}

void Connection::Process() {
  if (TakenOver()) return;
  if (!parser_) {
    text_.Clear();
    parser_.emplace(options_.max_header_bytes, options_.max_body_bytes, &text_,
                    static_cast<LargeBodies*>(this));
    body_wire_bytes_ = 0;
    continue_sent_ = false;
    SetState(State::kHeader, options_.header_timeout);
  }
  while (true) {
    const auto data = input_.cdata();
    size_t used = 0;
    const bool in_body = parser_->is_header_done();
    if (ApiResult error =
            parser_->Take({static_cast<const char*>(data.data()), data.size()}, &used)) {
      RefuseRequest(std::move(error));
      return;
    }
    input_.consume(used);
    if (in_body) body_wire_bytes_ += used;
    if (parser_->is_done()) break;
    if (parser_->is_header_done()) {
      if (state_.load(std::memory_order_relaxed) != State::kBody) {
        body_begin_ms_ = MonotonicMs();
        SetState(State::kBody, options_.body_timeout);
      } else if (large_body_bytes_ > 0) {
        SetState(State::kBody, BodyTimeLeft());
      }
      if (body_wire_bytes_ > kMaxChunkOverhead * options_.max_body_bytes + kReadBytes &&
          body_wire_bytes_ > parser_->max_body_bytes() * 2) {
        RefuseRequest(BodyTooLarge(parser_->max_body_bytes()));
        return;
      }
      if (parser_->expects_continue() && !continue_sent_) {
        continue_sent_ = true;
        constexpr char kContinue[] = "HTTP/1.1 100 Continue\r\n\r\n";
        // A fresh answer always fits the socket's buffer.
        if (input_.size() == 0) {
          ::send(socket_.native_handle(), kContinue, sizeof(kContinue) - 1,
                 MSG_NOSIGNAL | MSG_DONTWAIT);
        } else {
          continue;
        }
      }
    }
    // A chunk header that fills all this without an end is no honest one.
    if (input_.size() > options_.max_header_bytes + kReadBytes) {
      RefuseRequest(HttpInvalid(400, "HTTP 请求格式不正确"));
      return;
    }
    Read();
    return;
  }
  SetState(State::kHandler, absl::InfiniteDuration());
  listener_->handler->Handle(this);
}

void Connection::RefuseRequest(ApiResult error) {
  Response response = ErrorResponse(*error, NewRequestId());
  response.headers.append("Cache-Control: no-store\r\n");
  listener_->handler->Refused(response.code);
  Write(std::move(response), /*close=*/true);
}

void Connection::Respond(Response response) {
  const bool close = response.close || !parser_->keep_alive() || listener_->draining.load();
  Write(std::move(response), close);
}

std::shared_ptr<EventStream> Connection::RespondStream(Response response,
                                                       std::function<void()> closed) {
  const bool chunked = !parser_->is_http_1_0();
  if (chunked) response.headers.append("Transfer-Encoding: chunked\r\n");
  std::string head;
  AppendResponseHead(response, std::nullopt, KeepAlive::kClose, &head);
  const auto stream =
      std::make_shared<ConnectionStream>(weak_from_this(), thread_, chunked, std::move(closed));
  ReturnLargeBody();
  SetState(State::kStreaming, absl::InfiniteDuration());
  asio::post(thread_->context,
             [self = shared_from_this(), stream, head = std::move(head)]() mutable {
               self->stream_ = stream;
               stream->Begin(std::move(head));
               self->WatchForEnd();
             });
  return stream;
}

// Whatever the client says while it listens is not looked at; that it leaves, is.
void Connection::WatchForEnd() {
  input_.consume(input_.size());
  socket_.async_read_some(input_.prepare(kReadBytes),
                          [self = shared_from_this()](const error_code& ec, size_t) {
                            if (ec) {
                              self->Close();
                            } else {
                              self->WatchForEnd();
                            }
                          });
}

void Connection::CutStream() {
  // The pending read ends, and closes.
  SetState(State::kLingering, kLingerTime);
  ::shutdown(socket_.native_handle(), SHUT_WR);
}

void Connection::Write(Response response, bool close) {
  const bool bodiless = text_.method() == "HEAD" || response.code == 204 || response.code == 304;
  const size_t body_bytes =
      response.shared_body ? response.shared_body->size() : response.body.size();
  head_.clear();
  AppendResponseHead(response, body_bytes,
                     close                               ? KeepAlive::kClose
                     : parser_ && parser_->is_http_1_0() ? KeepAlive::kKeepOld
                                                         : KeepAlive::kDefault,
                     &head_);
  if (bodiless) {
    body_.clear();
    shared_body_ = nullptr;
  } else {
    body_ = std::move(response.body);
    shared_body_ = std::move(response.shared_body);
  }
  close_after_write_ = close;
  // Before the first byte: the client may answer it, and the sweep must not see an old deadline.
  SetState(State::kWriting, options_.body_timeout);

  const absl::string_view body = shared_body_ ? *shared_body_ : body_;
  iovec parts[2] = {{head_.data(), head_.size()}, {const_cast<char*>(body.data()), body.size()}};
  msghdr message = {};
  message.msg_iov = parts;
  message.msg_iovlen = body.empty() ? 1 : 2;
  const ssize_t sent = ::sendmsg(socket_.native_handle(), &message, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent == static_cast<ssize_t>(head_.size() + body.size())) {
    AnswerWritten();
  } else {
    WriteRest(sent > 0 ? static_cast<size_t>(sent) : 0);
  }
}

void Connection::WriteRest(size_t written) {
  const absl::string_view body = shared_body_ ? *shared_body_ : body_;
  const size_t head_written = std::min(written, head_.size());
  const size_t body_written = written - head_written;
  const std::array<asio::const_buffer, 2> rest = {
      asio::const_buffer(head_.data() + head_written, head_.size() - head_written),
      asio::const_buffer(body.data() + body_written, body.size() - body_written)};
  asio::async_write(socket_, rest, [self = shared_from_this()](const error_code& ec, size_t) {
    if (ec) {
      self->Close();
    } else {
      self->AnswerWritten();
    }
  });
}

void Connection::AnswerWritten() {
  constexpr size_t kKeptBytes = 16384;
  if (body_.capacity() > kKeptBytes) std::string().swap(body_);
  shared_body_ = nullptr;
  ReturnLargeBody();
  if (close_after_write_) {
    asio::post(thread_->context, [self = shared_from_this()] { self->Linger(); });
    return;
  }
  parser_.reset();
  if (input_.size() > 0) {
    // The next request of a pipeline. Through the queue, so that others get their turn and the
    // stack stays flat.
    SetState(State::kHeader, options_.header_timeout);
    asio::post(thread_->context, [self = shared_from_this()] { self->Process(); });
    return;
  }
  SetState(State::kIdle, options_.idle_timeout);
  Read();
}

void Connection::Linger() {
  SetState(State::kLingering, kLingerTime);
  ::shutdown(socket_.native_handle(), SHUT_WR);
  input_.consume(input_.size());
  Discard();
}

void Connection::Discard() {
  socket_.async_read_some(input_.prepare(kReadBytes),
                          [self = shared_from_this()](const error_code& ec, size_t bytes) {
                            self->discarded_bytes_ += bytes;
                            if (ec || self->discarded_bytes_ > kLingerBytes) {
                              self->Close();
                            } else {
                              self->Discard();
                            }
                          });
}

void Connection::Close() {
  error_code ignored;
  socket_.close(ignored);
  if (stream_ != nullptr) std::exchange(stream_, nullptr)->Closed();
  if (thread_->connections.erase(shared_from_this()) > 0) {
    listener_->connections.fetch_sub(1);
    total_->fetch_sub(1);
  }
}

}  // namespace deputies::gateway
