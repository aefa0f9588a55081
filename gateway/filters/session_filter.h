// Who is behind a session token.
#ifndef GATEWAY_FILTERS_SESSION_FILTER_H_
#define GATEWAY_FILTERS_SESSION_FILTER_H_

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/filters/session_cache.h"
#include "gateway/http/api_error.h"
#include "gateway/upstream/upstream_client.h"
#include "services/common/auth/caller_context.h"

namespace deputies::gateway {

struct SessionFilterOptions {
  // How long a good session is believed: a revoked one lives on as long at other gateways. At most
  // 5 s.
  absl::Duration believe = absl::Seconds(3);
  // How long a bad one is remembered. Short, because a new session's token must work at once.
  absl::Duration remember_bad = absl::Seconds(1);
  absl::Duration call_timeout = absl::Seconds(2);
  size_t capacity = 65536;
};

// Asks accounts (AuthService.CheckSession) once per token and few seconds; concurrent requests with
// one token share the call. Thread-safe.
class SessionFilter {
 public:
  // Exactly one of the two is set.
  using Done = std::function<void(ApiResult error, CallerPointer caller)>;

  // `client` and `keys` outlive the filter; `backend` is that of AuthService.
  SessionFilter(UpstreamClient* client, size_t backend, const auth::CallerKeys& keys,
                const SessionFilterOptions& options);
  ~SessionFilter();

  // Calls `done` once, within the call when the answer is known here, else on a poller thread.
  // Errors: SESSION_INVALID, or BACKEND_UNAVAILABLE when accounts does not answer.
  void Resolve(absl::string_view token, const std::string& request_id,
               const std::string& traceparent, Done done);

  // The session has been ended: what is known of it, and what is being asked now, is believed no
  // more.
  void Drop(absl::string_view token);
  void DropPerson(int64_t person_id);

 private:
  class Check;

  void Finish(Check* check);

  UpstreamClient* const client_;
  const size_t backend_;
  const auth::CallerKeys& keys_;
  const SessionFilterOptions options_;
  SessionCache cache_;

  std::mutex mutex_;
  // Calls under way.
  std::map<SessionKey, Check*> checks_;
};

// The token of "Bearer <token>"; empty when the header is anything else.
absl::string_view BearerToken(absl::string_view authorization);

}  // namespace deputies::gateway

#endif  // GATEWAY_FILTERS_SESSION_FILTER_H_
