#include "services/wechat/api/http_client.h"

#include <curl/curl.h>

#include <algorithm>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"

namespace deputies::wechat {
namespace {

struct Body {
  std::string text;
  size_t limit;
};

size_t AppendBody(char* data, size_t size, size_t count, void* context) {
  Body* body = static_cast<Body*>(context);
  const size_t bytes = size * count;
  if (body->text.size() + bytes > body->limit) return 0;  // makes curl give up
  body->text.append(data, bytes);
  return bytes;
}

// A body that can be read once. curl sends a request again by itself when a kept connection ends
// before the answer; WeChat may have done it by then. A body that cannot be rewound stops that, and
// the caller learns that the outcome is unknown.
size_t ReadOnce(char* data, size_t size, size_t count, void* context) {
  absl::string_view* left = static_cast<absl::string_view*>(context);
  const size_t bytes = std::min(size * count, left->size());
  std::copy_n(left->data(), bytes, data);
  left->remove_prefix(bytes);
  return bytes;
}

absl::string_view HostOf(absl::string_view base_url) {
  if (!absl::ConsumePrefix(&base_url, "https://")) absl::ConsumePrefix(&base_url, "http://");
  return base_url.substr(0, base_url.find(':'));
}

void AppendEscaped(CURL* handle, absl::string_view text, std::string* out) {
  // Length 0 would mean "until the NUL".
  if (text.empty()) return;
  char* escaped = curl_easy_escape(handle, text.data(), static_cast<int>(text.size()));
  if (escaped == nullptr) return;
  out->append(escaped);
  curl_free(escaped);
}

}  // namespace

absl::Status HttpClient::CheckBaseUrl(absl::string_view base_url) {
  absl::string_view rest = base_url;
  if ((absl::ConsumePrefix(&rest, "https://") || absl::ConsumePrefix(&rest, "http://")) &&
      !rest.empty() && rest.find_first_of("/?#@ ") == absl::string_view::npos) {
    return absl::OkStatus();
  }
  return absl::InvalidArgumentError(
      absl::StrCat("\"", base_url, "\" is not like https://host or http://host:port"));
}

HttpClient::HttpClient(Options options)
    : options_(std::move(options)),
      loopback_(HostOf(options_.base_url) == "127.0.0.1" ||
                HostOf(options_.base_url) == "localhost") {
  static const CURLcode initialised = curl_global_init(CURL_GLOBAL_DEFAULT);
  static_cast<void>(initialised);
}

HttpClient::~HttpClient() {
  for (Handle handle : idle_) curl_easy_cleanup(handle);
}

absl::StatusOr<HttpReply> HttpClient::Get(absl::string_view path, const HttpQuery& query,
                                          absl::Time deadline) {
  return Perform(path, query, nullptr, deadline);
}

absl::StatusOr<HttpReply> HttpClient::PostJson(absl::string_view path, const HttpQuery& query,
                                               const std::string& json, absl::Time deadline) {
  return Perform(path, query, &json, deadline);
}

absl::StatusOr<HttpReply> HttpClient::Perform(absl::string_view path, const HttpQuery& query,
                                              const std::string* json, absl::Time deadline) {
  const absl::Duration time_left = std::min(options_.timeout, deadline - absl::Now());
  const int64_t timeout_ms = absl::ToInt64Milliseconds(time_left);
  if (timeout_ms <= 0) return absl::UnavailableError("no time left for the call");

  CURL* handle = Take();
  if (handle == nullptr) return absl::UnavailableError("curl_easy_init failed");
  absl::Cleanup give_back = [&] { Return(handle); };

  std::string url = absl::StrCat(options_.base_url, path);
  char separator = '?';
  for (const auto& [name, value] : query) {
    url.push_back(separator);
    separator = '&';
    AppendEscaped(handle, name, &url);
    url.push_back('=');
    AppendEscaped(handle, value, &url);
  }

  Body body{"", options_.max_reply_bytes};
  curl_easy_setopt(handle, CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(handle, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout_ms));         // NOLINT
  curl_easy_setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(timeout_ms));  // NOLINT
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(handle, CURLOPT_SSLVERSION,
                   static_cast<long>(CURL_SSLVERSION_TLSv1_2));  // NOLINT
  curl_easy_setopt(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, &AppendBody);
  curl_easy_setopt(handle, CURLOPT_WRITEDATA, &body);
  absl::string_view unsent;
  curl_slist* headers = nullptr;
  absl::Cleanup free_headers = [&headers] { curl_slist_free_all(headers); };
  if (json != nullptr) {
    headers = curl_slist_append(headers, "Content-Type: application/json");
    // Without it curl waits a second for a "100 Continue" before larger bodies.
    headers = curl_slist_append(headers, "Expect:");
    curl_easy_setopt(handle, CURLOPT_HTTPHEADER, headers);
    unsent = *json;
    curl_easy_setopt(handle, CURLOPT_POST, 1L);
    curl_easy_setopt(handle, CURLOPT_POSTFIELDSIZE, static_cast<long>(json->size()));  // NOLINT
    curl_easy_setopt(handle, CURLOPT_READFUNCTION, &ReadOnce);
    curl_easy_setopt(handle, CURLOPT_READDATA, &unsent);
  }
  // A proxy of the environment is for the way out, never for a sandbox on this host.
  if (loopback_) curl_easy_setopt(handle, CURLOPT_PROXY, "");

  const CURLcode code = curl_easy_perform(handle);
  if (code == CURLE_OPERATION_TIMEDOUT) return absl::DeadlineExceededError("timed out");
  // curl's fixed text for the code; its error buffer could quote the URL.
  if (code == CURLE_COULDNT_CONNECT || code == CURLE_COULDNT_RESOLVE_HOST ||
      code == CURLE_COULDNT_RESOLVE_PROXY || code == CURLE_SSL_CONNECT_ERROR ||
      code == CURLE_PEER_FAILED_VERIFICATION) {
    return absl::UnavailableError(curl_easy_strerror(code));
  }
  if (code != CURLE_OK) return absl::UnknownError(curl_easy_strerror(code));

  HttpReply reply;
  long status = 0;  // NOLINT: curl writes a long
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  reply.status = static_cast<int>(status);
  const char* content_type = nullptr;
  curl_easy_getinfo(handle, CURLINFO_CONTENT_TYPE, &content_type);
  if (content_type != nullptr) reply.content_type = content_type;
  reply.body = std::move(body.text);
  return reply;
}

HttpClient::Handle HttpClient::Take() {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (!idle_.empty()) {
      Handle handle = idle_.back();
      idle_.pop_back();
      return handle;
    }
  }
  return curl_easy_init();
}

void HttpClient::Return(Handle handle) {
  // Forgets URL and buffers, keeps the connection.
  curl_easy_reset(handle);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (idle_.size() < options_.max_idle) {
      idle_.push_back(handle);
      return;
    }
  }
  curl_easy_cleanup(handle);
}

}  // namespace deputies::wechat
