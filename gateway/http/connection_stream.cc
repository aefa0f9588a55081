#include "gateway/http/connection_stream.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "absl/strings/str_format.h"

namespace deputies::gateway {

namespace asio = boost::asio;

ConnectionStream::ConnectionStream(std::weak_ptr<Connection> connection, IoThread* thread,
                                   bool chunked, std::function<void()> closed)
    : connection_(std::move(connection)),
      thread_(thread),
      chunked_(chunked),
      closed_(std::move(closed)) {}

bool ConnectionStream::Send(std::string bytes) {
  if (!open_.load()) return false;
  if (unread_.fetch_add(bytes.size()) + bytes.size() > kMaxUnread) {
    open_.store(false);
    asio::post(thread_->context, [self = shared_from_this()] { self->Finish(/*cut=*/true); });
    return false;
  }
  asio::post(thread_->context, [self = shared_from_this(), bytes = std::move(bytes)]() mutable {
    self->Queue(std::move(bytes));
  });
  return true;
}

void ConnectionStream::End() {
  open_.store(false);
  asio::post(thread_->context, [self = shared_from_this()] { self->Finish(/*cut=*/false); });
}

void ConnectionStream::Begin(std::string head) {
  unread_.fetch_add(head.size());
  queue_.push_front(std::move(head));
  if (!writing_) WriteNext();
}

void ConnectionStream::Closed() {
  open_.store(false);
  ending_ = true;
  queue_.clear();
  const std::function<void()> closed = std::move(closed_);
  closed_ = nullptr;
  if (closed) closed();
}

void ConnectionStream::Queue(std::string bytes) {
  if (ending_) return;
  if (chunked_) bytes = absl::StrFormat("%x\r\n%s\r\n", bytes.size(), bytes);
  queue_.push_back(std::move(bytes));
  if (!writing_) WriteNext();
}

void ConnectionStream::Finish(bool cut) {
  if (ending_) return;
  ending_ = true;
  const std::shared_ptr<Connection> connection = connection_.lock();
  if (connection == nullptr) return;
  if (cut) {
    connection->CutStream();
    return;
  }
  queue_.push_back(chunked_ ? "0\r\n\r\n" : "");
  if (!writing_) WriteNext();
}

void ConnectionStream::WriteNext() {
  const std::shared_ptr<Connection> connection = connection_.lock();
  if (connection == nullptr || queue_.empty()) return;
  writing_ = true;
  asio::async_write(
      connection->socket(), asio::buffer(queue_.front()),
      [self = shared_from_this(), connection](const boost::system::error_code& ec, size_t) {
        self->writing_ = false;
        // Closed while it was being written.
        if (self->queue_.empty()) return;
        self->unread_.fetch_sub(std::min(self->unread_.load(), self->queue_.front().size()));
        self->queue_.pop_front();
        if (ec || (self->ending_ && self->queue_.empty())) {
          connection->CutStream();
        } else {
          self->WriteNext();
        }
      });
}

}  // namespace deputies::gateway
