#include "gateway/watch_call.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gateway/transcode/table/wire.h"
#include "gateway/upstream/upstream_error.h"
#include "services/common/log/log.h"

namespace deputies::gateway {
namespace {

constexpr int kRetrySeconds = 10;

}  // namespace

void WatchCall::Start(const ApiHandlerParts& parts, Request request) {
  if (!parts.watches->Enter(request.person_id, request.address)) {
    ApiResult error = RateLimited(kRetrySeconds);
    Response answer = ErrorResponse(*error, request.request_id);
    absl::StrAppend(&answer.headers,
                    "Cache-Control: no-store\r\nX-Request-Id: ", request.request_id, "\r\n");
    parts.cors->AddHeaders(*request.exchange, &answer);
    request.method->metrics->Record(error->code, absl::Now() - request.begin);
    request.exchange->Respond(std::move(answer));
    return;
  }
  auto call = std::make_shared<WatchCall>(parts, std::move(request));
  call->self_of_call_ = call;
  call->context().AddMetadata(auth::kCallerMetadataKey, call->request_.signed_caller);
  call->context().set_deadline(absl::ToChronoTime(absl::Now() + kLongest));
  parts.upstream->Start(call->request_.method->backend, call->request_.method->grpc_method,
                        call->request_.bytes, call.get());
}

void WatchCall::AnswerFirst() {
  Response head;
  head.content_type = "text/event-stream; charset=utf-8";
  // The last is for nginx: it would gather events before it hands them on.
  absl::StrAppend(&head.headers, "Cache-Control: no-store\r\nX-Accel-Buffering: no\r\n",
                  "X-Request-Id: ", request_.request_id, "\r\n");
  parts_.cors->AddHeaders(*request_.exchange, &head);
  stream_ = request_.exchange->RespondStream(std::move(head), [call = weak_from_this()] {
    if (const auto held = call.lock()) held->Abandon();
  });
  request_.exchange = nullptr;
  request_.method->metrics->Record(absl::StatusCode::kOk, absl::Now() - request_.begin);
  next_heartbeat_ = absl::Now() + kHeartbeat;
  self_of_timer_ = shared_from_this();
  ArmTimer();
}

void WatchCall::OnMessage(const grpc::ByteBuffer& message) {
  grpc::Slice slice;
  const absl::string_view wire = BytesOf(message, &slice);
  std::string json;
  if (!request_.method->codec->DecodeResponse(wire, &json).ok()) {
    log::Error("event cannot be shown", {{"requestId", request_.request_id}});
    Abandon();
    return;
  }
  if (first_) {
    first_ = false;
    AnswerFirst();
  }
  // JSON of ours has no line break.
  if (!stream_->Send(absl::StrCat("id: ", CursorOf(wire), "\ndata: ", json, "\n\n"))) Abandon();
}

std::string WatchCall::CursorOf(absl::string_view wire) const {
  std::string cursor;
  table::WireReader reader(wire);
  uint32_t number = 0;
  uint32_t type = 0;
  while (!reader.AtEnd() && reader.ReadTag(&number, &type)) {
    absl::string_view value;
    if (number == static_cast<uint32_t>(request_.method->route->response_cursor->number()) &&
        type == table::kLengthDelimited) {
      if (!reader.ReadBytes(&value)) break;
      cursor = std::string(value);
    } else if (!reader.Skip(type)) {
      break;
    }
  }
  return cursor;
}

void WatchCall::OnEnd(const grpc::Status& status) {
  {
    std::lock_guard<std::mutex> lock(mutex_);
    ended_ = true;
  }
  parts_.watches->Leave(request_.person_id, request_.address);
  int http_code = 200;
  if (request_.exchange != nullptr) {
    ApiResult error = FromUpstream(status);
    if (error == nullptr) error = BackendUnavailable();
    Response answer = ErrorResponse(*error, request_.request_id);
    absl::StrAppend(&answer.headers,
                    "Cache-Control: no-store\r\nX-Request-Id: ", request_.request_id, "\r\n");
    parts_.cors->AddHeaders(*request_.exchange, &answer);
    http_code = answer.code;
    request_.method->metrics->Record(error->code, absl::Now() - request_.begin);
    request_.exchange->Respond(std::move(answer));
    request_.exchange = nullptr;
  } else {
    stream_->End();
  }
  log::Info("watch", {{"route", request_.method->route->path.text},
                      {"status", http_code},
                      {"grpcCode", static_cast<int>(status.error_code())},
                      {"ms", absl::ToDoubleMilliseconds(absl::Now() - request_.begin)},
                      {"requestId", request_.request_id},
                      {"traceparent", request_.traceparent}});
  // May be the last reference.
  const std::shared_ptr<WatchCall> last = std::move(self_of_call_);
}

void WatchCall::ArmTimer() {
  const absl::Duration rest = next_heartbeat_ - absl::Now();
  // Short also where no session is looked at: a stop of the process waits for it.
  parts_.upstream->After(std::max(std::min(rest, kSessionCheck), absl::Milliseconds(1)), this);
}

void WatchCall::OnTime() {
  const std::shared_ptr<WatchCall> self = std::move(self_of_timer_);
  {
    std::lock_guard<std::mutex> lock(mutex_);
    if (ended_) return;
  }
  const absl::Time now = absl::Now();
  if (now >= next_heartbeat_) {
    next_heartbeat_ = now + kHeartbeat;
    if (!stream_->Send(":\n\n")) {
      Abandon();
      return;
    }
  }
  if (!request_.token.empty()) CheckSession();
  self_of_timer_ = self;
  ArmTimer();
}

void WatchCall::CheckSession() {
  parts_.sessions->Resolve(request_.token, request_.request_id, request_.traceparent,
                           [call = shared_from_this()](ApiResult error, const CallerPointer&) {
                             // Also when nobody can say: the client comes back and is told.
                             if (error != nullptr) call->Abandon();
                           });
}

void WatchCall::Abandon() {
  std::lock_guard<std::mutex> lock(mutex_);
  if (!ended_) Cancel();
}

}  // namespace deputies::gateway
