// WechatApi over HTTP.
#ifndef SERVICES_WECHAT_API_WECHAT_HTTP_API_H_
#define SERVICES_WECHAT_API_WECHAT_HTTP_API_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "prometheus/counter.h"
#include "prometheus/family.h"
#include "prometheus/histogram.h"
#include "services/wechat/api/http_client.h"
#include "services/wechat/domain/wechat_api.h"

namespace deputies::wechat {

// Counts every call: deputies_wechat_api_calls_total{call,outcome}, where the outcome is the
// errcode ("0", "40029") or "timeout", "unreachable", "http_<status>", "malformed"; and
// deputies_wechat_api_call_seconds{call}.
class WechatHttpApi final : public WechatApi {
 public:
  // `http` must outlive this.
  WechatHttpApi(HttpClient& http, std::string app_id, std::string app_secret);

  absl::StatusOr<CodeSession> CodeToSession(absl::string_view code, absl::Time deadline) override;

 private:
  void Count(const std::string& call, const std::string& outcome, absl::Duration latency);

  HttpClient& http_;
  const std::string app_id_;
  const std::string app_secret_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
};

// Reads a code2Session answer. INVALID_ARGUMENT when it is none. For WechatHttpApi and its test.
absl::StatusOr<CodeSession> ParseCodeSession(absl::string_view json);

// The "rid" by which WeChat's support finds a failed call; empty when the errmsg has none. Safe to
// log.
std::string RidOf(absl::string_view errmsg);

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_API_WECHAT_HTTP_API_H_
