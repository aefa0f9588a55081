// WechatApi over HTTP.
#ifndef SERVICES_WECHAT_API_WECHAT_HTTP_API_H_
#define SERVICES_WECHAT_API_WECHAT_HTTP_API_H_

#include <string>

#include "absl/functional/function_ref.h"
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
// errcode ("0", "40029") or "timeout", "unreachable", "broken", "http_<status>", "malformed"; and
// deputies_wechat_api_call_seconds{call}.
class WechatHttpApi final : public WechatApi {
 public:
  // `http` must outlive this.
  WechatHttpApi(HttpClient& http, std::string app_id, std::string app_secret);

  absl::StatusOr<CodeSession> CodeToSession(absl::string_view code, absl::Time deadline) override;
  absl::StatusOr<GrantedToken> StableToken(bool force_refresh, absl::Time deadline) override;
  absl::StatusOr<PhoneNumber> PhoneOfCode(absl::string_view token, absl::string_view code,
                                          absl::Time deadline) override;
  absl::StatusOr<CodeImage> RenderCode(absl::string_view token, const CodeImageOrder& order,
                                       absl::Time deadline) override;
  absl::StatusOr<PlainAnswer> SendTemplateMessage(absl::string_view token,
                                                  const TemplateMessage& message,
                                                  absl::Time deadline) override;
  absl::StatusOr<PlainAnswer> SendCustomerText(absl::string_view token, const std::string& openid,
                                               const std::string& text,
                                               absl::Time deadline) override;
  absl::StatusOr<ContentAnswer> CheckText(absl::string_view token, const TextCheckOrder& order,
                                          absl::Time deadline) override;
  absl::StatusOr<ContentAnswer> CheckMedia(absl::string_view token, const MediaCheckOrder& order,
                                           absl::Time deadline) override;

 private:
  // Sends one call, reads its answer, counts and logs. `json` null: GET.
  template <typename Reply>
  absl::StatusOr<Reply> Call(
      const char* call, absl::string_view path, const HttpQuery& query, const std::string* json,
      absl::Time deadline,
      absl::FunctionRef<absl::StatusOr<Reply>(const HttpReply&, std::string*)> read);
  absl::StatusOr<HttpReply> Send(const char* call, absl::string_view path, const HttpQuery& query,
                                 const std::string* json, absl::Time deadline,
                                 absl::Duration* latency);
  void Count(const std::string& call, const std::string& outcome, absl::Duration latency);

  HttpClient& http_;
  const std::string app_id_;
  const std::string app_secret_;
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& seconds_;
};

}  // namespace deputies::wechat

#endif  // SERVICES_WECHAT_API_WECHAT_HTTP_API_H_
