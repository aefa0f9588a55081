#include "gateway/http/request_parser.h"

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <limits>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace deputies::gateway {
namespace {

namespace http = boost::beast::http;

constexpr size_t kMaxHeaders = 64;
// "0", CRLF, CRLF: nothing shorter ends a chunked body, so more will come.
constexpr size_t kShortestEnd = 5;

absl::string_view Abseil(boost::beast::string_view text) { return {text.data(), text.size()}; }

ApiResult Malformed(absl::string_view what) {
  return HttpInvalid(400, absl::StrCat("HTTP 请求格式不正确：", what));
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

bool IsHostCharacter(unsigned char c) {
  return absl::ascii_isalnum(c) || absl::StrContains("-._~:[]", static_cast<char>(c));
}

}  // namespace

void RequestText::Clear() {
  constexpr size_t kKeptBytes = 16384;
  if (body_.capacity() > kKeptBytes) std::string().swap(body_);
  head_.clear();
  headers_.clear();
  body_.clear();
  method_ = target_ = Span{};
}

RequestText::Span RequestText::Append(absl::string_view text) {
  const Span span{static_cast<uint32_t>(head_.size()), static_cast<uint32_t>(text.size())};
  head_.append(text.data(), text.size());
  return span;
}

absl::string_view RequestText::Header(absl::string_view lower_case_name) const {
  for (const auto& [name, value] : headers_) {
    if (View(name) == lower_case_name) return View(value);
  }
  return "";
}

int RequestText::HeaderCount(absl::string_view lower_case_name) const {
  return static_cast<int>(std::count_if(headers_.begin(), headers_.end(), [&](const auto& header) {
    return View(header.first) == lower_case_name;
  }));
}

RequestParser::RequestParser(uint32_t max_header_bytes, uint64_t max_body_bytes, RequestText* text,
                             LargeBodies* large_bodies)
    : max_body_bytes_(max_body_bytes), text_(text), large_bodies_(large_bodies) {
  header_limit(max_header_bytes);
  // With large bodies the limit is known when the head is (CheckBodyLimit). Not "none": Beast takes
  // every length to be above it.
  if (large_bodies_ == nullptr) {
    body_limit(max_body_bytes);
  } else {
    body_limit(std::numeric_limits<uint64_t>::max());
  }
}

ApiResult RequestParser::Take(absl::string_view bytes, size_t* used) {
  error_code ec;
  *used = 0;
  while (*used < bytes.size() && !is_done()) {
    const absl::string_view rest = bytes.substr(*used);
    // Beast takes it for granted that it is never given less of what ends a chunked body.
    if (chunked_ && rest.size() < kShortestEnd) break;
    const size_t taken = put(boost::asio::const_buffer(rest.data(), rest.size()), ec);
    *used += taken;
    if (!head_done_) LookForFolding(rest.substr(0, taken));
    if (ec && ec != http::error::need_more) {
      if (ec == http::error::header_limit) return HttpInvalid(431, "HTTP 请求头过大");
      if (ec == http::error::body_limit) return BodyTooLarge(max_body_bytes_);
      return Malformed(ec.message());
    }
    if (!head_done_ && is_header_done()) {
      head_done_ = true;
      if (ApiResult error = CheckHead()) return error;
      eager(true);
      if (expects_continue_ && !is_done()) return nullptr;
      continue;
    }
    if (ec == http::error::need_more) break;
  }
  return nullptr;
}

void RequestParser::LookForFolding(absl::string_view taken) {
  if (taken.empty()) return;
  folded_ |= line_ended_ && IsBlank(taken.front());
  const size_t last = taken.size() - 1;
  for (size_t at = taken.find('\n'); at < last; at = taken.find('\n', at + 1)) {
    folded_ |= IsBlank(taken[at + 1]);
  }
  line_ended_ = taken.back() == '\n';
}

ApiResult RequestParser::CheckHead() {
  if (version_ != 10 && version_ != 11) return HttpInvalid(400, "只支持 HTTP/1.1 和 HTTP/1.0");
  if (text_->headers_.size() > kMaxHeaders) return HttpInvalid(431, "HTTP 请求头过多");
  // Folded lines have been joined by Beast. RFC 9112 5.2: a server refuses them.
  if (folded_) return Malformed("folded header line");
  const absl::string_view target = text_->target();
  if (target.empty() || target.front() != '/') return Malformed("target must start with '/'");
  if (!std::all_of(target.begin(), target.end(),
                   [](char c) { return c > 0x20 && c < 0x7f && c != '#' && c != '\\'; })) {
    return Malformed("character not allowed in target");
  }
  const int hosts = text_->HeaderCount("host");
  const absl::string_view host = text_->Header("host");
  if (hosts > 1 || (hosts == 0 && version_ == 11)) return Malformed("want one Host header");
  if (!std::all_of(host.begin(), host.end(), IsHostCharacter)) return Malformed("Host header");

  // RFC 9112 6.1-6.3: whatever two readers could frame differently is refused.
  const int lengths = text_->HeaderCount("content-length");
  const int encodings = text_->HeaderCount("transfer-encoding");
  if (lengths > 0 && encodings > 0) {
    return Malformed("Content-Length together with Transfer-Encoding");
  }
  if (lengths > 1 || encodings > 1) return Malformed("framing header twice");
  if (lengths == 1) {
    const absl::string_view length = text_->Header("content-length");
    if (length.empty() || length.size() > 19 ||
        !std::all_of(length.begin(), length.end(), absl::ascii_isdigit)) {
      return Malformed("Content-Length");
    }
  }
  if (encodings == 1) {
    if (version_ == 10) return Malformed("Transfer-Encoding in HTTP/1.0");
    chunked_ = true;
    if (!absl::EqualsIgnoreCase(text_->Header("transfer-encoding"), "chunked")) {
      return HttpInvalid(400, "只支持 Transfer-Encoding: chunked");
    }
  }
  if (ApiResult error = CheckBodyLimit(encodings == 1, text_->Header("content-length"))) {
    return error;
  }
  const int expects = text_->HeaderCount("expect");
  if (expects > 0 && version_ == 11) {
    if (expects > 1 || !absl::EqualsIgnoreCase(text_->Header("expect"), "100-continue")) {
      return HttpInvalid(417, "只支持 Expect: 100-continue");
    }
    expects_continue_ = true;
  }
  return nullptr;
}

ApiResult RequestParser::CheckBodyLimit(bool chunked, absl::string_view length) {
  if (large_bodies_ == nullptr) return nullptr;
  uint64_t bytes = 0;
  if (!length.empty() && !absl::SimpleAtoi(length, &bytes)) return Malformed("Content-Length");
  if (chunked || bytes > max_body_bytes_) {
    if (ApiResult error = large_bodies_->Admit(
            *text_, chunked ? std::nullopt : std::optional<uint64_t>(bytes), &max_body_bytes_)) {
      return error;
    }
  }
  if (bytes > max_body_bytes_) return BodyTooLarge(max_body_bytes_);
  body_limit(max_body_bytes_);
  return nullptr;
}

void RequestParser::on_request_impl(verb, string_view method_text, string_view target, int version,
                                    error_code& ec) {
  text_->method_ = text_->Append(Abseil(method_text));
  text_->target_ = text_->Append(Abseil(target));
  version_ = version;
  ec = {};
}

void RequestParser::on_field_impl(field, string_view name_text, string_view value, error_code& ec) {
  ec = {};
  if (head_done_) return;  // a trailer; nothing here reads them
  const RequestText::Span name = text_->Append(Abseil(name_text));
  for (uint32_t i = 0; i < name.size; ++i) {
    char& c = text_->head_[name.offset + i];
    c = absl::ascii_tolower(static_cast<unsigned char>(c));
  }
  text_->headers_.emplace_back(name, text_->Append(Abseil(value)));
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length,
                                      error_code& ec) {
  ec = {};
  // Not more than has any reason to come soon: the length is the client's word.
  if (length) text_->body_.reserve(static_cast<size_t>(std::min<uint64_t>(*length, 65536)));
}

std::size_t RequestParser::on_body_impl(string_view bytes, error_code& ec) {
  ec = {};
  text_->body_.append(bytes.data(), bytes.size());
  return bytes.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, string_view bytes, error_code& ec) {
  return on_body_impl(bytes, ec);
}

}  // namespace deputies::gateway
