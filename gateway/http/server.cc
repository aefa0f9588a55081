#include "gateway/http/server.h"

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <thread>
#include <utility>  // Boost 1.74's Asio forgets it

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/http/connection.h"
#include "services/common/log/log.h"

namespace deputies::gateway {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// How long accepting rests when the process has no descriptor or memory left.
constexpr std::chrono::milliseconds kAcceptPause(100);

}  // namespace

struct Server::State {
  explicit State(const ServerOptions& server_options) : options(server_options) {}

  struct Accepting {
    explicit Accepting(asio::io_context& context) : acceptor(context), pause(context) {}
    tcp::acceptor acceptor;
    asio::steady_timer pause;
    ListenerState listener;
    uint16_t port = 0;
  };

  absl::Status Bind(const Listener& listener);
  void Accept(Accepting* accepting);
  void ScheduleSweep(IoThread* thread, asio::steady_timer* timer);

  const ServerOptions options;
  std::atomic<int> connections{0};
  std::vector<std::unique_ptr<IoThread>> io;
  std::vector<std::unique_ptr<asio::steady_timer>> sweeps;
  std::vector<std::unique_ptr<Accepting>> accepting;
  std::vector<std::thread> threads;
  size_t next_io = 0;  // touched on the first I/O thread alone
};

absl::Status Server::State::Bind(const Listener& listener) {
  const size_t colon = listener.address.rfind(':');
  int port = 0;
  if (colon == std::string::npos || !absl::SimpleAtoi(listener.address.substr(colon + 1), &port) ||
      port < 0 || port > 65535) {
    return absl::InvalidArgumentError(
        absl::StrCat("listen address \"", listener.address, "\": want host:port"));
  }
  std::string host = listener.address.substr(0, colon);
  if (host.empty()) host = "0.0.0.0";
  if (host.size() > 2 && host.front() == '[') host = host.substr(1, host.size() - 2);
  error_code ec;
  auto made = std::make_unique<Accepting>(io.front()->context);
  tcp::resolver resolver(io.front()->context);
  const auto found = resolver.resolve(host, std::to_string(port), ec);
  if (!ec) {
    const tcp::endpoint endpoint = *found.begin();
    made->acceptor.open(endpoint.protocol(), ec);
    if (!ec) made->acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
    if (!ec) made->acceptor.bind(endpoint, ec);
    if (!ec) made->acceptor.listen(4096, ec);
  }
  if (ec) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", listener.address, ": ", ec.message()));
  }
  made->port = made->acceptor.local_endpoint().port();
  made->listener.handler = listener.handler;
  accepting.push_back(std::move(made));
  return absl::OkStatus();
}

void Server::State::Accept(Accepting* from) {
  IoThread* const target = io[next_io++ % io.size()].get();
  from->acceptor.async_accept(
      target->context, [this, from, target](const error_code& ec, Connection::Socket socket) {
        if (ec == asio::error::operation_aborted || !from->acceptor.is_open()) return;
        if (ec == asio::error::no_descriptors || ec == asio::error::no_memory ||
            ec == asio::error::no_buffer_space ||
            ec == error_code(ENFILE, boost::system::system_category())) {
          // The waiting connection stays in the queue; trying again at once would only spin.
          log::Warning("cannot accept connections", {{"error", ec.message()}});
          from->pause.expires_after(kAcceptPause);
          from->pause.async_wait([this, from](const error_code& wait_error) {
            if (!wait_error) Accept(from);
          });
          return;
        }
        if (!ec) {
          const bool full = connections.load() >= options.max_connections;
          auto connection = std::make_shared<Connection>(std::move(socket), options, target,
                                                         &from->listener, &connections);
          asio::post(target->context, [connection = std::move(connection), full] {
            if (full) {
              connection->Refuse();
            } else {
              connection->Start();
            }
          });
        }
        Accept(from);
      });
}

void Server::State::ScheduleSweep(IoThread* thread, asio::steady_timer* timer) {
  const absl::Duration shortest =
      std::min({options.header_timeout, options.body_timeout, options.idle_timeout});
  const int64_t interval_ms = std::clamp<int64_t>(absl::ToInt64Milliseconds(shortest) / 4, 10, 250);
  timer->expires_after(std::chrono::milliseconds(interval_ms));
  timer->async_wait([this, thread, timer](const error_code& ec) {
    if (ec) return;
    // A copy: a connection may leave the set while it is looked at.
    const std::vector<std::shared_ptr<Connection>> all(thread->connections.begin(),
                                                       thread->connections.end());
    const int64_t now_ms = Connection::MonotonicMs();
    for (const std::shared_ptr<Connection>& connection : all) connection->Sweep(now_ms);
    ScheduleSweep(thread, timer);
  });
}

Server::Server(const ServerOptions& options) : state_(std::make_unique<State>(options)) {
  for (int i = 0; i < std::max(options.io_threads, 1); ++i) {
    state_->io.push_back(std::make_unique<IoThread>());
  }
}

Server::~Server() { Stop(); }

absl::Status Server::Start(const std::vector<Listener>& listeners) {
  for (const Listener& listener : listeners) {
    absl::Status status = state_->Bind(listener);
    if (!status.ok()) return status;
  }
  for (auto& accepting : state_->accepting) state_->Accept(accepting.get());
  for (auto& thread : state_->io) {
    auto timer = std::make_unique<asio::steady_timer>(thread->context);
    state_->ScheduleSweep(thread.get(), timer.get());
    state_->sweeps.push_back(std::move(timer));
  }
  for (auto& thread : state_->io) {
    state_->threads.emplace_back([io = thread.get()] { io->context.run(); });
  }
  return absl::OkStatus();
}

uint16_t Server::port(size_t index) const { return state_->accepting[index]->port; }

int Server::connection_count() const { return state_->connections.load(); }

void Server::Drain(size_t index, absl::Duration timeout) {
  State::Accepting* const accepting = state_->accepting[index].get();
  accepting->listener.draining.store(true);
  asio::post(state_->io.front()->context, [accepting] {
    error_code ignored;
    accepting->acceptor.close(ignored);
    accepting->pause.cancel();
  });
  const absl::Time deadline = absl::Now() + timeout;
  while (accepting->listener.connections.load() > 0 && absl::Now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
}

void Server::Stop() {
  for (auto& thread : state_->io) thread->context.stop();
  for (std::thread& thread : state_->threads) thread.join();
  state_->threads.clear();
  // Handlers that never ran hold connections; they must go before the loops that they name.
  for (auto& thread : state_->io) thread->connections.clear();
  state_->accepting.clear();
  state_->sweeps.clear();
  state_->io.clear();
}

}  // namespace deputies::gateway
