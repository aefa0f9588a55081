#include "gateway/api_handler.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "gateway/http/etag.h"
#include "gateway/http/request_id.h"
#include "gateway/routing/uri.h"
#include "gateway/upstream/upstream_error.h"
#include "services/common/log/log.h"

namespace deputies::gateway {
namespace {

constexpr char kJson[] = "application/json; charset=utf-8";

// "application/json", and nothing but "charset=utf-8" after it.
bool IsJsonContentType(absl::string_view value) {
  bool first = true;
  for (absl::string_view part : absl::StrSplit(value, ';')) {
    part = absl::StripAsciiWhitespace(part);
    if (first ? !absl::EqualsIgnoreCase(part, "application/json")
              : !absl::EqualsIgnoreCase(part, "charset=utf-8") &&
                    !absl::EqualsIgnoreCase(part, "charset=\"utf-8\"")) {
      return false;
    }
    first = false;
  }
  return true;
}

common::v1::Caller Anonymous() {
  common::v1::Caller caller;
  caller.set_kind(common::v1::Caller::ANONYMOUS);
  return caller;
}

}  // namespace

// One request on its way. Deletes itself after the answer.
class ApiHandler::Call final : public UnaryCall {
 public:
  Call(const ApiHandlerParts& parts, Exchange* exchange)
      : parts_(parts),
        exchange_(exchange),
        begin_(absl::Now()),
        http_method_(exchange->method()),
        request_id_(RequestIdFrom(exchange->Header("x-request-id"))),
        traceparent_(TraceparentFrom(exchange->Header("traceparent"))) {}

  void Begin() {
    const Target target = SplitTarget(exchange_->target());
    if (!absl::StartsWith(target.path, "/v1/") &&
        parts_.pages->Answer(http_method_, target.path, exchange_->Header("if-none-match"),
                             &page_)) {
      Answer(std::move(page_), absl::StatusCode::kOk);
      return;
    }
    if (ApiResult error = parts_.router->Match(http_method_, target.path, &match_)) {
      Refuse(std::move(error));
      return;
    }
    method_ = &parts_.methods[match_.route];
    if (ApiResult error = ReadTimeout()) {
      Refuse(std::move(error));
      return;
    }
    if (exchange_->HeaderCount("authorization") == 0) {
      if (method_->route->IsPublic()) {
        // What everybody may see may be kept by everybody, and asked for again by its validator.
        shareable_ = method_->route->rule.effect() == common::v1::READ;
        static const auto* const anonymous =
            new CallerPointer(std::make_shared<const common::v1::Caller>(Anonymous()));
        Send(*anonymous);
      } else {
        Refuse(SessionRequired());
      }
      return;
    }
    const absl::string_view token = BearerToken(exchange_->Header("authorization"));
    if (token.empty() || exchange_->HeaderCount("authorization") > 1) {
      Refuse(SessionInvalid());
      return;
    }
    parts_.sessions->Resolve(token, request_id_, traceparent_,
                             [this](ApiResult error, CallerPointer caller) {
                               if (error != nullptr) {
                                 Refuse(std::move(error));
                               } else {
                                 Send(caller);
                               }
                             });
  }

  void OnDone() override {
    if (ApiResult error = FromUpstream(status)) {
      if (error->http_code >= 500) {
        log::Warning("call failed", {{"method", method_->grpc_method},
                                     {"requestId", request_id_},
                                     {"grpcCode", static_cast<int>(status.error_code())},
                                     {"error", status.error_message()}});
      }
      Refuse(std::move(error));
      return;
    }
    ForgetSessions();
    Response answer;
    grpc::Slice slice;
    const absl::Status decoded =
        method_->codec->DecodeResponse(BytesOf(response, &slice), &answer.body);
    if (!decoded.ok()) {
      log::Error("response cannot be shown", {{"requestId", request_id_}, {"status", decoded}});
      Refuse(InternalError());
      return;
    }
    answer.content_type = kJson;
    if (shareable_) {
      AddValidator(&answer);
    } else {
      AddApiHeaders(&answer);
    }
    Answer(std::move(answer), absl::StatusCode::kOk);
  }

 private:
  ApiResult ReadTimeout() {
    deadline_ = begin_ + method_->timeout;
    const absl::string_view asked = exchange_->Header("x-request-timeout-ms");
    if (asked.empty()) return nullptr;
    uint32_t milliseconds = 0;
    if (!absl::SimpleAtoi(asked, &milliseconds) || milliseconds == 0) {
      return FieldInvalid("X-Request-Timeout-Ms", "应是正整数（毫秒）");
    }
    deadline_ = std::min(deadline_, begin_ + absl::Milliseconds(milliseconds));
    return nullptr;
  }

  ApiResult Encode(std::string* wire) {
    const absl::string_view body = exchange_->body();
    if (!body.empty() && method_->route->body != Route::Body::kNone &&
        (exchange_->HeaderCount("content-type") != 1 ||
         !IsJsonContentType(exchange_->Header("content-type")) ||
         exchange_->HeaderCount("content-encoding") != 0)) {
      return ContentTypeUnsupported();
    }
    QueryParameters query;
    if (ApiResult error = ParseQuery(SplitTarget(exchange_->target()).query, &query)) return error;
    return method_->codec->EncodeRequest(
        {match_.values, query, body, exchange_->Header("idempotency-key")}, wire);
  }

  void Send(const CallerPointer& caller) {
    std::string wire;
    if (ApiResult error = Encode(&wire)) {
      Refuse(std::move(error));
      return;
    }
    person_id_ = caller->person_id();
    // Whatever x-deputies-*, x-internal-* or X-WX-* headers the client sent ends here: the only
    // metadata of the call is what we sign ourselves.
    context.AddMetadata(auth::kCallerMetadataKey,
                        parts_.keys->Sign(*caller, request_id_, traceparent_, absl::Now()));
    context.set_deadline(absl::ToChronoTime(deadline_));
    const grpc::Slice slice(wire);
    const grpc::ByteBuffer request(&slice, 1);
    parts_.upstream->Start(method_->backend, method_->grpc_method, request, this);
  }

  void ForgetSessions() {
    if (method_->session_end == ApiMethod::SessionEnd::kNone) return;
    parts_.sessions->Drop(BearerToken(exchange_->Header("authorization")));
    if (method_->session_end == ApiMethod::SessionEnd::kAllOfPerson) {
      parts_.sessions->DropPerson(person_id_);
    }
  }

  void AddApiHeaders(Response* answer) const {
    absl::StrAppend(&answer->headers, "Cache-Control: no-store\r\nX-Request-Id: ", request_id_,
                    "\r\n");
  }

  // ETag and If-None-Match (RFC 9110, section 8.8.3): a phone on a bad network gets 304 instead of
  // a page that it has.
  void AddValidator(Response* answer) const {
    const std::string etag = EtagOf(answer->body);
    absl::StrAppend(&answer->headers,
                    "Cache-Control: public, no-cache\r\nVary: Authorization\r\nETag: ", etag,
                    "\r\nX-Request-Id: ", request_id_, "\r\n");
    if (exchange_->Header("if-none-match") != etag) return;
    answer->code = 304;
    answer->content_type = "";
    answer->body.clear();
  }

  void Refuse(ApiResult error) {
    Response answer = ErrorResponse(*error, request_id_);
    AddApiHeaders(&answer);
    Answer(std::move(answer), error->code);
  }

  void Answer(Response answer, absl::StatusCode code) {
    const int http_code = answer.code;
    exchange_->Respond(std::move(answer));
    const absl::Duration taken = absl::Now() - begin_;
    (method_ != nullptr ? method_->metrics : parts_.unrouted)->Record(code, taken);
    // The template, not the path: a path may hold what is nobody's business.
    log::Info("request",
              {{"method", http_method_},
               {"route", method_ != nullptr ? absl::string_view(method_->route->path.text) : "-"},
               {"status", http_code},
               {"ms", absl::ToDoubleMilliseconds(taken)},
               {"requestId", request_id_},
               {"traceparent", traceparent_}});
    delete this;
  }

  const ApiHandlerParts& parts_;
  Exchange* const exchange_;
  const absl::Time begin_;
  const std::string http_method_;
  const std::string request_id_;
  const std::string traceparent_;
  RouteMatch match_;
  const ApiMethod* method_ = nullptr;
  absl::Time deadline_;
  int64_t person_id_ = 0;
  bool shareable_ = false;
  Response page_;
};

void ApiHandler::Handle(Exchange* exchange) { (new Call(parts_, exchange))->Begin(); }

void ApiHandler::Refused(int http_code) {
  parts_.unrouted->Record(absl::StatusCode::kInvalidArgument, absl::ZeroDuration());
  log::Info("connection refused", {{"status", http_code}});
}

}  // namespace deputies::gateway
