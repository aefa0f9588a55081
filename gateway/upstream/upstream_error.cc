#include "gateway/upstream/upstream_error.h"

#include <string>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace deputies::gateway {
namespace {

ApiResult WithoutDetails(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kCancelled:
      return BackendUnavailable();
    case absl::StatusCode::kDeadlineExceeded:
      return DeadlineExceeded();
    case absl::StatusCode::kResourceExhausted:
      return Overloaded();
    case absl::StatusCode::kUnimplemented:
      return MakeApiError(code, "INTERNAL_ERROR", "这项功能还没有开通");
    default:
      return InternalError();
  }
}

}  // namespace

ApiResult FromUpstream(const grpc::Status& status) {
  if (status.ok()) return nullptr;
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return WithoutDetails(code);
  ApiResult error = MakeApiError(code, "", status.error_message());
  for (const google::protobuf::Any& detail : details.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (detail.UnpackTo(&info)) {
      error->reason = info.reason();
    } else if (detail.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        error->details.push_back({violation.field(), violation.description()});
      }
    } else if (detail.UnpackTo(&retry)) {
      error->retry_after_seconds = static_cast<int>(retry.retry_delay().seconds()) + 1;
    }
  }
  if (error->reason.empty()) return WithoutDetails(code);
  // A service that does not believe the gateway: nothing that the client could mend by signing in
  // again.
  if (error->reason == "CALLER_INVALID") return InternalError();
  if (code == absl::StatusCode::kUnavailable && error->retry_after_seconds == 0) {
    error->retry_after_seconds = 1;
  }
  if (code == absl::StatusCode::kUnauthenticated) error->challenge = true;
  return error;
}

}  // namespace deputies::gateway
