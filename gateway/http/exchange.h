// One HTTP request and its answer, as the rest of the gateway sees them: no Boost here.
#ifndef GATEWAY_HTTP_EXCHANGE_H_
#define GATEWAY_HTTP_EXCHANGE_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/http/client_address.h"
#include "gateway/http/event_stream.h"

namespace deputies::gateway {

struct Response {
  int code = 200;
  // Empty sends no Content-Type.
  absl::string_view content_type;
  // Whole header lines, each with its CRLF.
  std::string headers;
  std::string body;
  // Shared bytes (a static page) sent instead of `body`.
  std::shared_ptr<const std::string> shared_body;
  bool close = false;
};

// A request whose head and body have been read. Lives until Respond; the views live as long.
class Exchange {
 public:
  virtual ~Exchange() = default;

  virtual absl::string_view method() const = 0;
  // Origin form: starts with '/'.
  virtual absl::string_view target() const = 0;
  // Value of the first header of that name (lower case); empty when there is none.
  virtual absl::string_view Header(absl::string_view lower_case_name) const = 0;
  // How often the header came.
  virtual int HeaderCount(absl::string_view lower_case_name) const = 0;
  virtual absl::string_view body() const = 0;
  // The other end of the connection; a proxy's, where one stands between.
  virtual const ClientAddress& peer() const = 0;

  // Sends the answer. Exactly once, from any thread; the exchange is gone when it returns. The
  // bytes are written on the calling thread where the socket takes them: a hand-over to another
  // thread costs more than the write.
  virtual void Respond(Response response) = 0;
  // Answers with the head of `response` and a body that comes bit by bit. As Respond, exactly once;
  // the exchange is gone when it returns. `closed` is called once, on any thread, when the client
  // is gone.
  virtual std::shared_ptr<EventStream> RespondStream(Response response,
                                                     std::function<void()> closed) = 0;
};

// What a listener serves.
class Handler {
 public:
  virtual ~Handler() = default;
  // Called on an I/O thread; must not block. Respond may be called within.
  virtual void Handle(Exchange* exchange) = 0;
  // The longest body in bytes of a request of which only the head is there and whose body may be
  // longer than usual; 0: no longer than usual.
  virtual uint64_t MaxBodyBytes(const Exchange& /*head*/) { return 0; }
  // A connection was refused with this HTTP code before its request was whole. For the books only.
  virtual void Refused(int /*http_code*/) {}
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_EXCHANGE_H_
