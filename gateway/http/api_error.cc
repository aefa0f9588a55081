#include "gateway/http/api_error.h"

#include "absl/strings/str_cat.h"
#include "services/common/log/log.h"

namespace deputies::gateway {
namespace {

ApiResult Make(int http_code, absl::StatusCode code, absl::string_view reason,
               absl::string_view message) {
  auto error = std::make_unique<ApiError>();
  error->http_code = http_code;
  error->code = code;
  error->reason = std::string(reason);
  error->message = std::string(message);
  return error;
}

void AppendMember(absl::string_view name, absl::string_view value, std::string* out) {
  absl::StrAppend(out, ",\"", name, "\":");
  log::AppendJsonString(value, out);
}

// A field's name comes from the client; an answer need not repeat kilobytes of it.
absl::string_view Shortened(absl::string_view field) { return field.substr(0, 128); }

}  // namespace

int HttpCodeOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kOk:
      return 200;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kFailedPrecondition:
    case absl::StatusCode::kOutOfRange:
      return 400;
    case absl::StatusCode::kUnauthenticated:
      return 401;
    case absl::StatusCode::kPermissionDenied:
      return 403;
    case absl::StatusCode::kNotFound:
      return 404;
    case absl::StatusCode::kAlreadyExists:
    case absl::StatusCode::kAborted:
      return 409;
    case absl::StatusCode::kResourceExhausted:
      return 429;
    case absl::StatusCode::kCancelled:
      return 499;
    case absl::StatusCode::kUnimplemented:
      return 501;
    case absl::StatusCode::kUnavailable:
      return 503;
    case absl::StatusCode::kDeadlineExceeded:
      return 504;
    default:
      return 500;
  }
}

ApiResult MakeApiError(absl::StatusCode code, absl::string_view reason, absl::string_view message) {
  return Make(HttpCodeOf(code), code, reason, message);
}

ApiResult FieldInvalid(absl::string_view field, absl::string_view description) {
  field = Shortened(field);
  ApiResult error = MakeApiError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID",
                                 absl::StrCat(field, "：", description));
  error->details.push_back({std::string(field), std::string(description)});
  return error;
}

ApiResult FieldUnknown(absl::string_view field) {
  constexpr char kDescription[] = "没有这个字段";
  field = Shortened(field);
  ApiResult error = MakeApiError(absl::StatusCode::kInvalidArgument, "FIELD_UNKNOWN",
                                 absl::StrCat(field, "：", kDescription));
  error->details.push_back({std::string(field), kDescription});
  return error;
}

ApiResult JsonInvalid(size_t offset, absl::string_view what) {
  ApiResult error =
      MakeApiError(absl::StatusCode::kInvalidArgument, "JSON_INVALID",
                   absl::StrCat("请求内容不是正确的 JSON（第 ", offset + 1, " 个字节）：", what));
  error->details.push_back({absl::StrCat("@", offset), std::string(what)});
  return error;
}

ApiResult RouteNotFound() {
  return MakeApiError(absl::StatusCode::kNotFound, "ROUTE_NOT_FOUND", "没有这个地址");
}

ApiResult MethodNotAllowed(absl::string_view allow) {
  ApiResult error = Make(405, absl::StatusCode::kUnimplemented, "METHOD_NOT_ALLOWED",
                         absl::StrCat("这个地址只接受 ", allow));
  error->allow = std::string(allow);
  return error;
}

ApiResult ContentTypeUnsupported() {
  return Make(415, absl::StatusCode::kInvalidArgument, "CONTENT_TYPE_UNSUPPORTED",
              "请求内容须为 application/json（UTF-8）");
}

ApiResult HttpInvalid(int http_code, absl::string_view what) {
  ApiResult error = Make(
      http_code,
      http_code == 408 ? absl::StatusCode::kDeadlineExceeded : absl::StatusCode::kInvalidArgument,
      "HTTP_INVALID", what);
  error->close = true;
  return error;
}

ApiResult BodyTooLarge(size_t limit_bytes) {
  ApiResult error = Make(413, absl::StatusCode::kInvalidArgument, "BODY_TOO_LARGE",
                         absl::StrCat("请求内容超过 ", limit_bytes, " 字节"));
  error->close = true;
  return error;
}

ApiResult SessionRequired() {
  ApiResult error =
      MakeApiError(absl::StatusCode::kUnauthenticated, "SESSION_REQUIRED", "请先登录");
  error->challenge = true;
  return error;
}

ApiResult SessionInvalid() {
  ApiResult error =
      MakeApiError(absl::StatusCode::kUnauthenticated, "SESSION_INVALID", "登录已失效，请重新登录");
  error->challenge = true;
  return error;
}

ApiResult BackendUnavailable() {
  ApiResult error = MakeApiError(absl::StatusCode::kUnavailable, "BACKEND_UNAVAILABLE",
                                 "服务暂时不可用，请稍后再试");
  error->retry_after_seconds = 1;
  return error;
}

ApiResult DeadlineExceeded() {
  return MakeApiError(absl::StatusCode::kDeadlineExceeded, "DEADLINE_EXCEEDED",
                      "处理超时，请稍后再试");
}

ApiResult Overloaded() {
  ApiResult error =
      MakeApiError(absl::StatusCode::kUnavailable, "OVERLOADED", "现在访问的人太多，请稍后再试");
  error->retry_after_seconds = 1;
  return error;
}

ApiResult RateLimited(int retry_after_seconds) {
  ApiResult error = MakeApiError(absl::StatusCode::kResourceExhausted, "RATE_LIMITED",
                                 absl::StrCat("操作太频繁，请过 ", retry_after_seconds, " 秒再试"));
  error->retry_after_seconds = retry_after_seconds;
  return error;
}

ApiResult InternalError() {
  return MakeApiError(absl::StatusCode::kInternal, "INTERNAL_ERROR", "系统出错，请稍后再试");
}

Response ErrorResponse(const ApiError& error, absl::string_view request_id) {
  Response response;
  response.code = error.http_code;
  response.content_type = "application/json; charset=utf-8";
  response.close = error.close;
  std::string& body = response.body;
  absl::StrAppend(&body, "{\"error\":{\"code\":", error.http_code, ",\"status\":\"",
                  absl::StatusCodeToString(error.code), "\"");
  AppendMember("reason", error.reason, &body);
  AppendMember("message", error.message, &body);
  AppendMember("requestId", request_id, &body);
  body.append(",\"details\":[");
  for (size_t i = 0; i < error.details.size(); ++i) {
    body.append(i == 0 ? "{\"field\":" : ",{\"field\":");
    log::AppendJsonString(error.details[i].field, &body);
    AppendMember("description", error.details[i].description, &body);
    body.push_back('}');
  }
  body.append("]}}");
  if (error.retry_after_seconds > 0) {
    absl::StrAppend(&response.headers, "Retry-After: ", error.retry_after_seconds, "\r\n");
  }
  if (!error.allow.empty()) absl::StrAppend(&response.headers, "Allow: ", error.allow, "\r\n");
  response.headers.append(error.headers);
  if (error.challenge) response.headers.append("WWW-Authenticate: Bearer\r\n");
  return response;
}

}  // namespace deputies::gateway
