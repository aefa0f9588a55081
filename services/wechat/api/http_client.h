// HTTPS calls to one server through libcurl, with connections kept between calls.
#ifndef SERVICES_WECHAT_API_HTTP_CLIENT_H_
#define SERVICES_WECHAT_API_HTTP_CLIENT_H_

#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace deputies::wechat {

struct HttpReply {
  int status = 0;
  std::string content_type;
  std::string body;
};

using HttpQuery = std::vector<std::pair<std::string, std::string>>;

// Thread-safe; a call blocks its thread. Nothing of a URL, a body or an answer is ever logged or
// put into an error: they hold secrets, tokens and identities.
class HttpClient {
 public:
  struct Options {
    // "https://api.weixin.qq.com": scheme, host and optional port. Certificates are always
    // verified.
    std::string base_url;
    // Limit of one call, connecting included.
    absl::Duration timeout = absl::Seconds(3);
    // A longer answer counts as a failure.
    size_t max_reply_bytes = 1 << 20;
    // Connections kept between calls.
    size_t max_idle = 8;
  };

  // INVALID_ARGUMENT when base_url is not http:// or https:// with a host and nothing after it.
  static absl::Status CheckBaseUrl(absl::string_view base_url);

  explicit HttpClient(Options options);
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // GET <base_url><path>?<query>, values escaped. OK for any HTTP status; redirects are not
  // followed. UNAVAILABLE when nothing was sent (no connection, no time), DEADLINE_EXCEEDED when
  // the time limit or `deadline` passed, UNKNOWN for every other failure.
  absl::StatusOr<HttpReply> Get(absl::string_view path, const HttpQuery& query,
                                absl::Time deadline);
  // The same with a JSON body.
  absl::StatusOr<HttpReply> PostJson(absl::string_view path, const HttpQuery& query,
                                     const std::string& json, absl::Time deadline);

 private:
  // CURL*, which is void*; curl.h stays out of this header.
  using Handle = void*;

  // `json` null: GET.
  absl::StatusOr<HttpReply> Perform(absl::string_view path, const HttpQuery& query,
                                    const std::string* json, absl::Time deadline);
  Handle Take();
  void Return(Handle handle);

  const Options options_;
  const bool loopback_;
  std::mutex mutex_;
  std::vector<Handle> idle_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_API_HTTP_CLIENT_H_
