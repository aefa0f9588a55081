// Reads one HTTP/1 request: Beast's parser, with what Beast lets pass and a gateway must not
// (request smuggling, obsolete folding, unknown framing) refused on top.
#ifndef GATEWAY_HTTP_REQUEST_PARSER_H_
#define GATEWAY_HTTP_REQUEST_PARSER_H_

#include <boost/beast/http/basic_parser.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>  // Boost 1.74's Asio forgets it
#include <vector>

#include "absl/strings/string_view.h"
#include "gateway/http/api_error.h"

namespace deputies::gateway {

// What was read of a request; reused from one request of a connection to the next, so that a
// request allocates nothing once the strings have grown.
class RequestText {
 public:
  void Clear();
  absl::string_view method() const { return View(method_); }
  absl::string_view target() const { return View(target_); }
  const std::string& body() const { return body_; }
  absl::string_view Header(absl::string_view lower_case_name) const;
  int HeaderCount(absl::string_view lower_case_name) const;

 private:
  friend class RequestParser;
  struct Span {
    uint32_t offset = 0;
    uint32_t size = 0;
  };
  Span Append(absl::string_view text);
  absl::string_view View(Span span) const {
    return absl::string_view(head_).substr(span.offset, span.size);
  }

  std::string head_;
  Span method_;
  Span target_;
  std::vector<std::pair<Span, Span>> headers_;  // names in lower case
  std::string body_;
};

// Asked once the head is read, when the request announces a body beyond the common limit or of
// unknown length.
class LargeBodies {
 public:
  virtual ~LargeBodies() = default;
  // The longest body that this request may have, in bytes; `length` is the announced one, where
  // there is one. May be below the common limit. An error refuses the request.
  virtual ApiResult Admit(const RequestText& text, std::optional<uint64_t> length,
                          uint64_t* limit) = 0;
};

class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  // `text` must be clear; it and `large_bodies` (null: there are none) outlive the parser. Limits
  // in bytes.
  RequestParser(uint32_t max_header_bytes, uint64_t max_body_bytes, RequestText* text,
                LargeBodies* large_bodies = nullptr);

  // Takes bytes; `used` says how many. Returns an error when the request must be refused (the
  // connection with it). Stops at the end of the header once, so that the caller may look at it,
  // and at the end of the request.
  ApiResult Take(absl::string_view bytes, size_t* used);

  // The longest body that the request may have; its own after the header.
  uint64_t max_body_bytes() const { return max_body_bytes_; }
  // After the header: the client waits for "100 Continue".
  bool expects_continue() const { return expects_continue_; }
  bool is_http_1_0() const { return version_ == 10; }

 private:
  using string_view = boost::beast::string_view;
  using error_code = boost::beast::error_code;
  using field = boost::beast::http::field;
  using verb = boost::beast::http::verb;

  void on_request_impl(verb method, string_view method_text, string_view target, int version,
                       error_code& ec) override;
  void on_response_impl(int, string_view, int, error_code&) override {}
  void on_field_impl(field name, string_view name_text, string_view value, error_code& ec) override;
  void on_header_impl(error_code& ec) override { ec = {}; }
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, error_code& ec) override;
  std::size_t on_body_impl(string_view bytes, error_code& ec) override;
  void on_chunk_header_impl(std::uint64_t, string_view, error_code& ec) override { ec = {}; }
  std::size_t on_chunk_body_impl(std::uint64_t remain, string_view bytes, error_code& ec) override;
  void on_finish_impl(error_code& ec) override { ec = {}; }

  // `taken`: the next bytes of the head, which may come in pieces.
  void LookForFolding(absl::string_view taken);
  ApiResult CheckHead();
  ApiResult CheckBodyLimit(bool chunked, absl::string_view length);

  uint64_t max_body_bytes_;
  RequestText* const text_;
  LargeBodies* const large_bodies_;
  int version_ = 11;
  bool line_ended_ = false;
  bool folded_ = false;
  bool head_done_ = false;
  bool chunked_ = false;
  bool expects_continue_ = false;
};

}  // namespace deputies::gateway

#endif  // GATEWAY_HTTP_REQUEST_PARSER_H_
