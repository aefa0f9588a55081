#include "gateway/http/response_head.h"

#include <ctime>

#include "absl/strings/str_cat.h"

namespace deputies::gateway {
namespace {

absl::string_view ReasonPhrase(int code) {
  switch (code) {
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 301:
      return "Moved Permanently";
    case 304:
      return "Not Modified";
    case 308:
      return "Permanent Redirect";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 414:
      return "URI Too Long";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

// IMF-fixdate (RFC 9110 5.6.7) of this second.
absl::string_view Date() {
  thread_local std::time_t written = 0;
  thread_local char text[40];
  thread_local size_t size = 0;
  const std::time_t now = std::time(nullptr);
  if (now != written) {
    std::tm parts;
    gmtime_r(&now, &parts);
    size = std::strftime(text, sizeof(text), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    written = now;
  }
  return {text, size};
}

}  // namespace

void AppendResponseHead(const Response& response, std::optional<size_t> body_bytes,
                        KeepAlive keep_alive, std::string* out) {
  absl::StrAppend(out, "HTTP/1.1 ", response.code, " ", ReasonPhrase(response.code),
                  "\r\nDate: ", Date(), "\r\nX-Content-Type-Options: nosniff\r\n");
  if (!response.content_type.empty()) {
    absl::StrAppend(out, "Content-Type: ", response.content_type, "\r\n");
  }
  if (body_bytes.has_value() && response.code != 204 && response.code != 304) {
    absl::StrAppend(out, "Content-Length: ", *body_bytes, "\r\n");
  }
  out->append(response.headers);
  if (keep_alive == KeepAlive::kClose) out->append("Connection: close\r\n");
  if (keep_alive == KeepAlive::kKeepOld) out->append("Connection: keep-alive\r\n");
  out->append("\r\n");
}

}  // namespace deputies::gateway
