#include "services/wechat/api/wechat_http_api.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/log/log.h"
#include "services/common/metrics/metrics.h"
#include "services/wechat/api/answers.h"
#include "services/wechat/domain/api_outcome.h"

namespace deputies::wechat {
namespace {

// A flat or nested JSON object, written in order.
class JsonObject {
 public:
  JsonObject& Text(absl::string_view name, absl::string_view value) {
    log::AppendJsonString(value, Name(name));
    return *this;
  }
  JsonObject& Number(absl::string_view name, int64_t value) {
    absl::StrAppend(Name(name), value);
    return *this;
  }
  JsonObject& Flag(absl::string_view name, bool value) {
    absl::StrAppend(Name(name), value ? "true" : "false");
    return *this;
  }
  JsonObject& Object(absl::string_view name, JsonObject value) {
    absl::StrAppend(Name(name), value.Finish());
    return *this;
  }
  std::string Finish() {
    text_.push_back('}');
    return std::move(text_);
  }

 private:
  std::string* Name(absl::string_view name) {
    if (text_.size() > 1) text_.push_back(',');
    log::AppendJsonString(name, &text_);
    text_.push_back(':');
    return &text_;
  }

  std::string text_ = "{";
};

void LogOutcome(const char* call, int errcode, const std::string& rid) {
  switch (OutcomeOf(errcode)) {
    case ApiOutcome::kDone:
    case ApiOutcome::kCodeInvalid:
    case ApiOutcome::kNoConsent:
    case ApiOutcome::kPersonUnknown:
      return;
    case ApiOutcome::kRefused:
    case ApiOutcome::kContentInvalid:
      // Nothing of the kind works until somebody corrects the set-up.
      log::Error("WeChat refuses our calls", {{"call", call}, {"errcode", errcode}, {"rid", rid}});
      return;
    default:
      log::Warning("WeChat answered with an error",
                   {{"call", call}, {"errcode", errcode}, {"rid", rid}});
  }
}

HttpQuery WithToken(absl::string_view token) { return {{"access_token", std::string(token)}}; }

}  // namespace

WechatHttpApi::WechatHttpApi(HttpClient& http, std::string app_id, std::string app_secret)
    : http_(http),
      app_id_(std::move(app_id)),
      app_secret_(std::move(app_secret)),
      calls_(prometheus::BuildCounter()
                 .Name("deputies_wechat_api_calls_total")
                 .Help("Calls to WeChat by call and outcome")
                 .Register(metrics::Registry())),
      seconds_(prometheus::BuildHistogram()
                   .Name("deputies_wechat_api_call_seconds")
                   .Help("Time that WeChat took to answer")
                   .Register(metrics::Registry())) {}

absl::StatusOr<CodeSession> WechatHttpApi::CodeToSession(absl::string_view code,
                                                         absl::Time deadline) {
  return Call<CodeSession>("code2session", "/sns/jscode2session",
                           {{"appid", app_id_},
                            {"secret", app_secret_},
                            {"js_code", std::string(code)},
                            {"grant_type", "authorization_code"}},
                           nullptr, deadline, [](const HttpReply& reply, std::string* rid) {
                             return ParseCodeSession(reply.body, rid);
                           });
}

absl::StatusOr<GrantedToken> WechatHttpApi::StableToken(bool force_refresh, absl::Time deadline) {
  const std::string json = JsonObject()
                               .Text("grant_type", "client_credential")
                               .Text("appid", app_id_)
                               .Text("secret", app_secret_)
                               .Flag("force_refresh", force_refresh)
                               .Finish();
  return Call<GrantedToken>(
      "stable_token", "/cgi-bin/stable_token", {}, &json, deadline,
      [](const HttpReply& reply, std::string* rid) { return ParseGrantedToken(reply.body, rid); });
}

absl::StatusOr<PhoneNumber> WechatHttpApi::PhoneOfCode(absl::string_view token,
                                                       absl::string_view code,
                                                       absl::Time deadline) {
  const std::string json = JsonObject().Text("code", code).Finish();
  return Call<PhoneNumber>(
      "getuserphonenumber", "/wxa/business/getuserphonenumber", WithToken(token), &json, deadline,
      [](const HttpReply& reply, std::string* rid) { return ParsePhoneNumber(reply.body, rid); });
}

absl::StatusOr<CodeImage> WechatHttpApi::RenderCode(absl::string_view token,
                                                    const CodeImageOrder& order,
                                                    absl::Time deadline) {
  JsonObject fields;
  fields.Text("scene", order.scene);
  if (!order.page.empty()) fields.Text("page", order.page);
  fields.Number("width", order.width)
      .Flag("check_path", order.check_path)
      .Text("env_version", order.env_version);
  const std::string json = fields.Finish();
  return Call<CodeImage>("getwxacodeunlimit", "/wxa/getwxacodeunlimit", WithToken(token), &json,
                         deadline,
                         [](const HttpReply& reply, std::string* rid) -> absl::StatusOr<CodeImage> {
                           if (IsPicture(reply.content_type, reply.body)) {
                             return CodeImage{0, reply.content_type, reply.body};
                           }
                           absl::StatusOr<PlainAnswer> answer = ParsePlainAnswer(reply.body, rid);
                           if (!answer.ok()) return answer.status();
                           if (answer->errcode == 0)
                             return absl::InvalidArgumentError("success without a picture");
                           return CodeImage{answer->errcode, "", ""};
                         });
}

absl::StatusOr<PlainAnswer> WechatHttpApi::SendTemplateMessage(absl::string_view token,
                                                               const TemplateMessage& message,
                                                               absl::Time deadline) {
  JsonObject data;
  for (const auto& [name, value] : message.data) {
    data.Object(name, JsonObject().Text("value", value));
  }
  JsonObject fields;
  fields.Text("touser", message.openid).Text("template_id", message.template_id);
  if (!message.page.empty()) fields.Text("page", message.page);
  fields.Object("data", std::move(data))
      .Text("miniprogram_state", message.program_state)
      .Text("lang", "zh_CN");
  const std::string json = fields.Finish();
  return Call<PlainAnswer>(
      "subscribe_send", "/cgi-bin/message/subscribe/send", WithToken(token), &json, deadline,
      [](const HttpReply& reply, std::string* rid) { return ParsePlainAnswer(reply.body, rid); });
}

absl::StatusOr<PlainAnswer> WechatHttpApi::SendCustomerText(absl::string_view token,
                                                            const std::string& openid,
                                                            const std::string& text,
                                                            absl::Time deadline) {
  const std::string json = JsonObject()
                               .Text("touser", openid)
                               .Text("msgtype", "text")
                               .Object("text", JsonObject().Text("content", text))
                               .Finish();
  return Call<PlainAnswer>(
      "custom_send", "/cgi-bin/message/custom/send", WithToken(token), &json, deadline,
      [](const HttpReply& reply, std::string* rid) { return ParsePlainAnswer(reply.body, rid); });
}

absl::StatusOr<ContentAnswer> WechatHttpApi::CheckText(absl::string_view token,
                                                       const TextCheckOrder& order,
                                                       absl::Time deadline) {
  const std::string json = JsonObject()
                               .Number("version", 2)
                               .Text("openid", order.openid)
                               .Number("scene", order.scene)
                               .Text("content", order.content)
                               .Finish();
  return Call<ContentAnswer>(
      "msg_sec_check", "/wxa/msg_sec_check", WithToken(token), &json, deadline,
      [](const HttpReply& reply, std::string* rid) { return ParseTextCheck(reply.body, rid); });
}

absl::StatusOr<ContentAnswer> WechatHttpApi::CheckMedia(absl::string_view token,
                                                        const MediaCheckOrder& order,
                                                        absl::Time deadline) {
  const std::string json = JsonObject()
                               .Text("media_url", order.media_url)
                               .Number("media_type", order.media_type)
                               .Number("version", 2)
                               .Text("openid", order.openid)
                               .Number("scene", order.scene)
                               .Finish();
  return Call<ContentAnswer>(
      "media_check_async", "/wxa/media_check_async", WithToken(token), &json, deadline,
      [](const HttpReply& reply, std::string* rid) { return ParseMediaOrder(reply.body, rid); });
}

template <typename Reply>
absl::StatusOr<Reply> WechatHttpApi::Call(
    const char* call, absl::string_view path, const HttpQuery& query, const std::string* json,
    absl::Time deadline,
    absl::FunctionRef<absl::StatusOr<Reply>(const HttpReply&, std::string*)> read) {
  absl::Duration latency;
  absl::StatusOr<HttpReply> reply = Send(call, path, query, json, deadline, &latency);
  if (!reply.ok()) return reply.status();
  std::string rid;
  absl::StatusOr<Reply> parsed = read(*reply, &rid);
  if (!parsed.ok()) {
    Count(call, "malformed", latency);
    log::Warning("WeChat's answer is not in its form",
                 {{"call", call}, {"problem", parsed.status().message()}});
    return absl::UnknownError("malformed answer from WeChat");
  }
  Count(call, absl::StrCat(parsed->errcode), latency);
  LogOutcome(call, parsed->errcode, rid);
  return parsed;
}

absl::StatusOr<HttpReply> WechatHttpApi::Send(const char* call, absl::string_view path,
                                              const HttpQuery& query, const std::string* json,
                                              absl::Time deadline, absl::Duration* latency) {
  const absl::Time begin = absl::Now();
  absl::StatusOr<HttpReply> reply = json == nullptr ? http_.Get(path, query, deadline)
                                                    : http_.PostJson(path, query, *json, deadline);
  *latency = absl::Now() - begin;
  if (!reply.ok()) {
    Count(call,
          absl::IsDeadlineExceeded(reply.status()) ? "timeout"
          : absl::IsUnavailable(reply.status())    ? "unreachable"
                                                   : "broken",
          *latency);
    log::Warning(
        "WeChat gave no answer",
        {{"call", call}, {"error", reply.status()}, {"ms", absl::ToInt64Milliseconds(*latency)}});
    return absl::Status(reply.status().code(), "no answer from WeChat");
  }
  if (reply->status != 200) {
    Count(call, absl::StrCat("http_", reply->status), *latency);
    log::Warning("WeChat answered with an HTTP error", {{"call", call}, {"status", reply->status}});
    return absl::UnknownError("HTTP error from WeChat");
  }
  return reply;
}

void WechatHttpApi::Count(const std::string& call, const std::string& outcome,
                          absl::Duration latency) {
  calls_.Add({{"call", call}, {"outcome", outcome}}).Increment();
  seconds_.Add({{"call", call}}, metrics::LatencyBuckets()).Observe(absl::ToDoubleSeconds(latency));
}

}  // namespace deputies::wechat
