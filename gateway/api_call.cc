#include "gateway/api_call.h"

#include <algorithm>
#include <utility>

#include "absl/random/random.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/http/etag.h"
#include "gateway/http/request_id.h"
#include "gateway/routing/uri.h"
#include "gateway/transcode/content_type.h"
#include "gateway/transcode/http_body.h"
#include "gateway/transcode/scalar_text.h"
#include "gateway/upstream/upstream_error.h"
#include "gateway/watch_call.h"
#include "services/common/log/log.h"

namespace deputies::gateway {
namespace {

constexpr char kJson[] = "application/json; charset=utf-8";

// Between the loss of a connection and the one retry: about what a new connection takes.
constexpr absl::Duration kRetryDelay = absl::Milliseconds(50);

// Before a call is refused because too many wait.
constexpr absl::Duration kRefusalPause = absl::Milliseconds(200);

// Half of it to one and a half, so that many do not come at once.
absl::Duration Around(absl::Duration duration) {
  thread_local absl::InsecureBitGen generator;
  return duration * absl::Uniform(generator, 0.5, 1.5);
}

const CallerPointer& Anonymous() {
  static const auto* const caller = [] {
    common::v1::Caller anonymous;
    anonymous.set_kind(common::v1::Caller::ANONYMOUS);
    return new CallerPointer(std::make_shared<const common::v1::Caller>(std::move(anonymous)));
  }();
  return *caller;
}

// Whole seconds, rounded up, at least one.
int64_t Seconds(absl::Duration duration) {
  return std::max<int64_t>(absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1))), 1);
}

// The service itself said nothing: the connection was lost or could not be made.
bool IsLost(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE && status.error_details().empty();
}

Admission::Outcome OutcomeOf(const grpc::Status& status, const ApiError* error) {
  if (IsLost(status)) return Admission::Outcome::kLost;
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return Admission::Outcome::kTimedOut;
  }
  if (error != nullptr && error->reason == "OVERLOADED") return Admission::Outcome::kOverloaded;
  return Admission::Outcome::kAnswered;
}

}  // namespace

ApiCall::ApiCall(const ApiHandlerParts& parts, Exchange* exchange)
    : parts_(parts),
      exchange_(exchange),
      begin_(absl::Now()),
      http_method_(exchange->method()),
      request_id_(RequestIdFrom(exchange->Header("x-request-id"))),
      traceparent_(TraceparentFrom(exchange->Header("traceparent"))),
      client_(parts.proxies->ClientOf(exchange->peer(),
                                      exchange->Header(parts.cloud_hosting->AddressHeader()))),
      address_(RateLimiter::Subject::Address(client_)) {}

void ApiCall::Begin() {
  if (AnswerWithoutRoute() || AnswerFromMemory()) return;
  const bool head = http_method_ == "HEAD" && parts_.head_requests;
  if (ApiResult error = parts_.router->Match(head ? absl::string_view("GET") : http_method_,
                                             SplitTarget(exchange_->target()).path, &match_)) {
    Refuse(std::move(error));
    return;
  }
  method_ = &parts_.methods[match_.route];
  if (ApiResult error = ReadTimeout()) {
    Refuse(std::move(error));
    return;
  }
  if (ChargeAddress()) CheckSession();
}

bool ApiCall::AnswerWithoutRoute() {
  const absl::string_view path = SplitTarget(exchange_->target()).path;
  Response page;
  const bool answered =
      parts_.cors->AnswerPreflight(*exchange_, &page) ||
      (std::none_of(parts_.route_roots.begin(), parts_.route_roots.end(),
                    [&](const std::string& root) { return absl::StartsWith(path, root); }) &&
       parts_.pages->Answer({http_method_, path, exchange_->Header("if-none-match"),
                             exchange_->Header("accept-encoding"), exchange_->Header("accept")},
                            &page));
  if (answered) Answer(std::move(page), absl::StatusCode::kOk);
  return answered;
}

// A page that somebody asked for a moment ago: no routing, no call.
bool ApiCall::AnswerFromMemory() {
  if (parts_.cache == nullptr || http_method_ != "GET" ||
      exchange_->HeaderCount("authorization") > 0 ||
      exchange_->HeaderCount("x-request-timeout-ms") > 0 || !exchange_->body().empty()) {
    return false;
  }
  const PublicPagePointer page = parts_.cache->Find(exchange_->target(), begin_);
  if (page == nullptr) return false;
  method_ = &parts_.methods[page->route];
  if (!ChargeAddress()) return true;
  GatewayMetrics::Get().cache_hits.Increment();
  AnswerPage(*page);
  return true;
}

ApiResult ApiCall::ReadTimeout() {
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

// False when the request has been answered with 429.
bool ApiCall::ChargeAddress() {
  const RateLimiter::Verdict verdict =
      parts_.limiter->Charge(method_->rate_limit, address_, begin_);
  if (verdict.allowed) return true;
  GatewayMetrics::Get().limited_addresses.Increment();
  AnswerLimited(verdict);
  return false;
}

void ApiCall::CheckSession() {
  if (exchange_->HeaderCount("authorization") == 0) {
    if (!method_->route->IsPublic()) {
      Refuse(SessionRequired());
      return;
    }
    // What everybody may see may be kept by everybody, and asked for again by its validator.
    shareable_ = method_->cacheable;
    Prepare(Anonymous());
    return;
  }
  const absl::string_view token = BearerToken(exchange_->Header("authorization"));
  if (token.empty() || exchange_->HeaderCount("authorization") > 1) {
    Refuse(SessionInvalid());
    return;
  }
  parts_.sessions->Resolve(
      token, request_id_, traceparent_,
      [this](ApiResult error, CallerPointer caller) { SessionChecked(std::move(error), caller); });
}

void ApiCall::SessionChecked(ApiResult error, const CallerPointer& caller) {
  if (error == nullptr) {
    Prepare(caller);
  } else if (error->http_code == 503 && method_->cacheable) {
    // What everybody may see goes on without accounts; the caller's own things do not show.
    unchecked_ = true;
    GatewayMetrics::Get().unchecked_sessions.Increment();
    Prepare(Anonymous());
  } else {
    Refuse(std::move(error));
  }
}

bool ApiCall::ChargePerson() {
  if (caller_->person_id() == 0) return true;
  const RateLimiter::Verdict verdict = parts_.limiter->Charge(
      method_->rate_limit, RateLimiter::Subject::Person(caller_->person_id()), begin_);
  if (verdict.allowed) return true;
  // One who asks too often must not use up the allowance of those behind the same address.
  parts_.limiter->Refund(method_->rate_limit, address_);
  GatewayMetrics::Get().limited_persons.Increment();
  AnswerLimited(verdict);
  return false;
}

ApiResult ApiCall::Encode() {
  const absl::string_view body = exchange_->body();
  const absl::string_view content_type = exchange_->Header("content-type");
  if (!body.empty() && method_->route->body != Route::Body::kNone) {
    const bool plain = exchange_->HeaderCount("content-type") == 1 &&
                       exchange_->HeaderCount("content-encoding") == 0;
    // Empty: a type that no route takes.
    if (ApiResult error = CheckContentType(*method_->route, plain ? content_type : "")) {
      return error;
    }
  }
  QueryParameters query;
  if (ApiResult error = ParseQuery(SplitTarget(exchange_->target()).query, &query)) return error;
  std::string wire;
  if (ApiResult error = method_->codec->EncodeRequest(
          {match_.values, query, body, content_type, exchange_->Header("idempotency-key")},
          &wire)) {
    return error;
  }
  // What a browser says when it comes back to a stream (the last one on the wire counts).
  const absl::string_view last_event = exchange_->Header("last-event-id");
  if (method_->route->streams() && !last_event.empty()) {
    const std::string problem =
        AppendScalarText(*method_->route->request_cursor, last_event, &wire);
    if (!problem.empty()) return FieldInvalid("Last-Event-ID", problem);
  }
  const grpc::Slice slice(wire);
  request_ = grpc::ByteBuffer(&slice, 1);
  return nullptr;
}

void ApiCall::Prepare(const CallerPointer& caller) {
  caller_ = caller;
  if (!ChargePerson()) return;
  if (ApiResult error = Encode()) {
    Refuse(std::move(error));
    return;
  }
  if (method_->route->streams()) {
    StartWatch();
    return;
  }
  if (shareable_ && parts_.cache != nullptr &&
      exchange_->HeaderCount("x-request-timeout-ms") == 0) {
    switch (parts_.cache->Join(exchange_->target(), HomeId(), this)) {
      case PublicCache::Part::kFollow:
        return;
      case PublicCache::Part::kLead:
        leads_ = true;
        break;
      case PublicCache::Part::kAlone:
        break;
    }
    GatewayMetrics::Get().cache_misses.Increment();
  }
  parts_.retries->Earn();
  EnterBackend();
}

// From here on the exchange is the watch's.
void ApiCall::StartWatch() {
  WatchCall::Request request;
  request.method = method_;
  request.exchange = exchange_;
  request.bytes = request_;
  request.signed_caller =
      parts_.keys->Sign(*caller_, request_id_, traceparent_, absl::Now(), TextOf(client_));
  request.token = std::string(BearerToken(exchange_->Header("authorization")));
  request.person_id = caller_->person_id();
  request.address = TextOf(client_);
  request.request_id = request_id_;
  request.traceparent = traceparent_;
  request.begin = begin_;
  WatchCall::Start(parts_, std::move(request));
  delete this;
}

void ApiCall::EnterBackend() {
  switch (method_->admission->Enter(this, method_->priority, absl::Now())) {
    case Admission::Answer::kGo:
      Call();
      break;
    case Admission::Answer::kWait:
      break;
    case Admission::Answer::kFull:
      // Many clients ask again the moment they are refused. A pause costs less than the answer, and
      // what they would otherwise take goes to those who are served.
      refusal_ = Overloaded();
      parts_.upstream->After(Around(kRefusalPause), this);
      break;
    case Admission::Answer::kOpen:
      Refuse(BackendUnavailable());
      break;
  }
}

void ApiCall::Admitted() { Call(); }

void ApiCall::TurnedAway() { Refuse(Overloaded()); }

void ApiCall::Call() {
  called_ = absl::Now();
  ++attempts_;
  // Whatever x-deputies-*, x-internal-* or X-WX-* headers the client sent ends here: the only
  // metadata of the call is what we sign ourselves.
  UnaryCall::Prepare(
      shareable_ ? parts_.keys->Sign(*caller_, request_id_, traceparent_, called_)
                 : parts_.keys->Sign(*caller_, request_id_, traceparent_, called_, TextOf(client_),
                                     parts_.cloud_hosting->OpenidOf(*exchange_)),
      deadline_);
  parts_.upstream->Start(method_->backend, method_->grpc_method, request_, this);
}

void ApiCall::OnPage(const PublicPagePointer& page, const ApiError* error) {
  if (error != nullptr) {
    Refuse(std::make_unique<ApiError>(*error));
    return;
  }
  GatewayMetrics::Get().cache_followers.Increment();
  AnswerPage(*page);
}

void ApiCall::OnDone() {
  ApiResult error = FromUpstream(status);
  const absl::Time now = absl::Now();
  // First, so that the service goes on while this answer is written.
  method_->admission->Leave(OutcomeOf(status, error.get()),
                            method_->quick ? now - called_ : absl::ZeroDuration(), now);
  if (error != nullptr && TryAgain()) return;
  TellWritten();
  if (error != nullptr) {
    if (error->http_code >= 500) {
      log::Warning("call failed", {{"method", method_->grpc_method},
                                   {"requestId", request_id_},
                                   {"traceparent", traceparent_},
                                   {"grpcCode", static_cast<int>(status.error_code())},
                                   {"error", status.error_message()}});
    }
    // "Not found" may only mean that the session, which is not known, would have shown it.
    Refuse(unchecked_ ? BackendUnavailable() : std::move(error));
    return;
  }
  ForgetSessions();
  grpc::Slice slice;
  const absl::string_view wire = BytesOf(response, &slice);
  if (method_->route->raw_response) {
    AnswerRaw(wire);
  } else {
    AnswerJson(wire);
  }
}

void ApiCall::AnswerJson(absl::string_view wire) {
  std::string json;
  const absl::Status decoded = method_->codec->DecodeResponse(wire, &json);
  if (!decoded.ok()) {
    log::Error("response cannot be shown", {{"requestId", request_id_}, {"status", decoded}});
    Refuse(InternalError());
    return;
  }
  if (shareable_) {
    auto page = std::make_shared<PublicPage>();
    page->etag = EtagOf(json);
    page->json = std::make_shared<const std::string>(std::move(json));
    page->route = match_.route;
    if (leads_) parts_.cache->Fill(exchange_->target(), page, absl::Now());
    AnswerPage(*page);
    return;
  }
  Response answer;
  answer.content_type = kJson;
  answer.body = std::move(json);
  absl::StrAppend(&answer.headers, "Cache-Control: no-store\r\nX-Request-Id: ", request_id_, "\r\n",
                  unchecked_ ? "X-Session-Checked: no\r\n" : "");
  Answer(std::move(answer), absl::StatusCode::kOk);
}

// Bytes of a type that the service names. Nothing in them may run or load anything, should a
// browser open them as a page: they may come from a stranger.
void ApiCall::AnswerRaw(absl::string_view wire) {
  HttpBody body;
  if (!ReadHttpBody(wire, &body)) {
    log::Error("response cannot be shown", {{"requestId", request_id_}});
    Refuse(InternalError());
    return;
  }
  Response answer;
  absl::StrAppend(&answer.headers, "Content-Security-Policy: default-src 'none'; sandbox\r\n",
                  "X-Request-Id: ", request_id_, "\r\n");
  bool known = false;
  if (method_->writes) {
    answer.headers.append("Cache-Control: no-store\r\n");
  } else {
    // Asked for again each time, since the right to see it may end; but not sent again.
    const std::string etag = EtagOf(body.data);
    known = exchange_->Header("if-none-match") == etag;
    absl::StrAppend(&answer.headers, "Cache-Control: private, no-cache\r\nETag: ", etag, "\r\n");
  }
  if (known) {
    answer.code = 304;
  } else {
    answer.content_type = body.content_type;
    answer.body = std::string(body.data);
  }
  Answer(std::move(answer), absl::StatusCode::kOk);
}

// The one place of retries. True when the call goes on.
bool ApiCall::TryAgain() {
  if (!IsLost(status) || !method_->repeatable || attempts_ > 1 ||
      absl::Now() + 2 * kRetryDelay > deadline_ || !parts_.retries->Spend()) {
    return false;
  }
  GatewayMetrics::Get().retries.Increment();
  Renew();
  parts_.upstream->After(Around(kRetryDelay), this);
  return true;
}

void ApiCall::OnTime() {
  if (refusal_ != nullptr) {
    Refuse(std::move(refusal_));
  } else {
    EnterBackend();
  }
}

// Before the writer hears of it: whoever is told of the write may look at once.
void ApiCall::TellWritten() {
  if (!method_->writes || parts_.cache == nullptr) return;
  const int64_t home_id = HomeId();
  // A log-in or a scan, which everybody may do, shows on no page.
  if (home_id != 0 || !method_->route->IsPublic()) parts_.cache->Changed(home_id);
}

void ApiCall::ForgetSessions() {
  if (method_->session_end == ApiMethod::SessionEnd::kNone) return;
  parts_.sessions->Drop(BearerToken(exchange_->Header("authorization")));
  if (method_->session_end == ApiMethod::SessionEnd::kAllOfPerson) {
    parts_.sessions->DropPerson(caller_->person_id());
  }
}

int64_t ApiCall::HomeId() const {
  int64_t home_id = 0;
  if (method_->home_variable >= 0) {
    (void)absl::SimpleAtoi(match_.values[static_cast<size_t>(method_->home_variable)], &home_id);
  }
  return home_id;
}

// ETag and If-None-Match (RFC 9110, section 8.8.3): a phone on a bad network gets 304 instead of a
// page that it has.
void ApiCall::AnswerPage(const PublicPage& page) {
  Response answer;
  absl::StrAppend(&answer.headers,
                  "Cache-Control: public, no-cache\r\nVary: Authorization\r\nETag: ", page.etag,
                  "\r\nX-Request-Id: ", request_id_, "\r\n");
  if (exchange_->Header("if-none-match") == page.etag) {
    answer.code = 304;
  } else {
    answer.content_type = kJson;
    answer.shared_body = page.json;
  }
  Answer(std::move(answer), absl::StatusCode::kOk);
}

void ApiCall::AnswerLimited(const RateLimiter::Verdict& verdict) {
  ApiResult error = RateLimited(static_cast<int>(Seconds(verdict.retry_after)));
  absl::StrAppend(&error->headers, "RateLimit-Limit: ", verdict.limit,
                  "\r\nRateLimit-Remaining: ", verdict.remaining,
                  "\r\nRateLimit-Reset: ", Seconds(verdict.reset), "\r\n");
  Refuse(std::move(error));
}

void ApiCall::Refuse(ApiResult error) {
  if (leads_) parts_.cache->Fail(exchange_->target(), *error);
  Response answer = ErrorResponse(*error, request_id_);
  absl::StrAppend(&answer.headers, "Cache-Control: no-store\r\nX-Request-Id: ", request_id_,
                  "\r\n");
  Answer(std::move(answer), error->code);
}

void ApiCall::Answer(Response answer, absl::StatusCode code) {
  const int http_code = answer.code;
  parts_.cors->AddHeaders(*exchange_, &answer);
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

}  // namespace deputies::gateway
