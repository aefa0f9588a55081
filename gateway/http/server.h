// HTTP/1.1 listeners on a few I/O threads.
#ifndef GATEWAY_HTTP_SERVER_H_
#define GATEWAY_HTTP_SERVER_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/http/exchange.h"

namespace deputies::gateway {

struct ServerOptions {
  int io_threads = 1;
  uint32_t max_header_bytes = 8192;
  uint64_t max_body_bytes = 65536;
  // Bodies of all connections beyond `max_body_bytes` each, together: when they are used up, a
  // request with a large body is told to come later.
  uint64_t large_body_bytes = 32 << 20;
  // From the first byte of a request to the end of its header, then to the end of its body. Also
  // how long a client may take to read one answer: `body_timeout`.
  absl::Duration header_timeout = absl::Seconds(5);
  absl::Duration body_timeout = absl::Seconds(10);
  // Between requests of one connection.
  absl::Duration idle_timeout = absl::Seconds(30);
  // Connections beyond it get 503 and are closed.
  int max_connections = 10000;
};

struct Listener {
  // "host:port"; port 0 takes a free one.
  std::string address;
  // Must outlive the server.
  Handler* handler = nullptr;
};

class Server {
 public:
  explicit Server(const ServerOptions& options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Binds every listener, then starts the threads. UNAVAILABLE names an address that cannot be
  // bound.
  absl::Status Start(const std::vector<Listener>& listeners);

  // Port of the listener at `index` in Start's list.
  uint16_t port(size_t index) const;
  // Open connections.
  int connection_count() const;

  // Stops accepting on the listener at `index`, closes its idle connections, answers running
  // requests with "Connection: close". Returns when its connections are gone or after `timeout`.
  void Drain(size_t index, absl::Duration timeout);

  // Closes everything and joins the threads. Whoever still holds an Exchange must have responded.
  void Stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_SERVER_H_
