#include "services/wechat/api/wechat_http_api.h"

#include <cstdint>
#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/log/log.h"
#include "services/common/metrics/metrics.h"
#include "services/wechat/domain/api_outcome.h"
#include "simdjson.h"

namespace deputies::wechat {
namespace {

constexpr char kCodeToSession[] = "code2session";

// Absent is fine and leaves `out` empty; another type than a string is not.
bool ReadOptionalString(const simdjson::dom::object& object, const char* key, std::string* out) {
  simdjson::dom::element element;
  if (object.at_key(key).get(element) != simdjson::SUCCESS || element.is_null()) return true;
  std::string_view text;
  if (element.get_string().get(text) != simdjson::SUCCESS) return false;
  out->assign(text.data(), text.size());
  return true;
}

struct ParsedReply {
  CodeSession session;
  std::string rid;
};

absl::StatusOr<ParsedReply> Parse(absl::string_view json) {
  simdjson::dom::parser parser;
  simdjson::dom::object object;
  if (parser.parse(json.data(), json.size()).get_object().get(object) != simdjson::SUCCESS) {
    return absl::InvalidArgumentError("not a JSON object");
  }
  ParsedReply reply;
  simdjson::dom::element errcode;
  if (object.at_key("errcode").get(errcode) == simdjson::SUCCESS) {
    int64_t value = 0;
    if (errcode.get_int64().get(value) != simdjson::SUCCESS ||
        value < std::numeric_limits<int>::min() || value > std::numeric_limits<int>::max()) {
      return absl::InvalidArgumentError("errcode is no number");
    }
    reply.session.errcode = static_cast<int>(value);
  }
  std::string errmsg;
  if (!ReadOptionalString(object, "errmsg", &errmsg) ||
      !ReadOptionalString(object, "openid", &reply.session.openid) ||
      !ReadOptionalString(object, "unionid", &reply.session.unionid)) {
    return absl::InvalidArgumentError("a field is no string");
  }
  if (reply.session.errcode == 0 && reply.session.openid.empty()) {
    return absl::InvalidArgumentError("neither errcode nor openid");
  }
  reply.rid = RidOf(errmsg);
  return reply;
}

}  // namespace

absl::StatusOr<CodeSession> ParseCodeSession(absl::string_view json) {
  absl::StatusOr<ParsedReply> reply = Parse(json);
  if (!reply.ok()) return reply.status();
  return std::move(reply->session);
}

std::string RidOf(absl::string_view errmsg) {
  constexpr absl::string_view kMark = "rid: ";
  const size_t at = errmsg.rfind(kMark);
  if (at == absl::string_view::npos) return "";
  std::string rid;
  for (char c : errmsg.substr(at + kMark.size())) {
    if ((!absl::ascii_isxdigit(static_cast<unsigned char>(c)) && c != '-') || rid.size() >= 64) {
      break;
    }
    rid.push_back(c);
  }
  return rid;
}

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
  const absl::Time begin = absl::Now();
  absl::StatusOr<HttpReply> reply = http_.Get("/sns/jscode2session",
                                              {{"appid", app_id_},
                                               {"secret", app_secret_},
                                               {"js_code", std::string(code)},
                                               {"grant_type", "authorization_code"}},
                                              deadline);
  const absl::Duration latency = absl::Now() - begin;
  if (!reply.ok()) {
    Count(kCodeToSession, absl::IsDeadlineExceeded(reply.status()) ? "timeout" : "unreachable",
          latency);
    log::Warning("WeChat gave no answer", {{"call", kCodeToSession},
                                           {"error", reply.status()},
                                           {"ms", absl::ToInt64Milliseconds(latency)}});
    return absl::UnavailableError("no answer from WeChat");
  }
  if (reply->status != 200) {
    Count(kCodeToSession, absl::StrCat("http_", reply->status), latency);
    log::Warning("WeChat answered with an HTTP error",
                 {{"call", kCodeToSession}, {"status", reply->status}});
    return absl::UnavailableError("HTTP error from WeChat");
  }
  absl::StatusOr<ParsedReply> parsed = Parse(reply->body);
  if (!parsed.ok()) {
    Count(kCodeToSession, "malformed", latency);
    log::Warning("WeChat's answer is not in its form",
                 {{"call", kCodeToSession}, {"problem", parsed.status().message()}});
    return absl::UnavailableError("malformed answer from WeChat");
  }
  const int errcode = parsed->session.errcode;
  Count(kCodeToSession, absl::StrCat(errcode), latency);
  switch (OutcomeOf(errcode)) {
    case ApiOutcome::kDone:
    case ApiOutcome::kCodeInvalid:
      break;
    case ApiOutcome::kRefused:
      // Nobody can log in until somebody corrects the set-up.
      log::Error("WeChat refuses our calls",
                 {{"call", kCodeToSession}, {"errcode", errcode}, {"rid", parsed->rid}});
      break;
    default:
      log::Warning("WeChat answered with an error",
                   {{"call", kCodeToSession}, {"errcode", errcode}, {"rid", parsed->rid}});
  }
  return std::move(parsed->session);
}

void WechatHttpApi::Count(const std::string& call, const std::string& outcome,
                          absl::Duration latency) {
  calls_.Add({{"call", call}, {"outcome", outcome}}).Increment();
  seconds_.Add({{"call", call}}, metrics::LatencyBuckets()).Observe(absl::ToDoubleSeconds(latency));
}

}  // namespace deputies::wechat
