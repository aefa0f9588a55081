#include "services/common/rpc/grpc_status.h"

#include <string>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/common/base/error.h"

namespace deputies::rpc {
namespace {

constexpr char kErrorDomain[] = "deputies.home";

struct TextForOutside {
  std::string reason;
  std::string message;
};

// What a status without a reason of its own shows to the outside.
TextForOutside DefaultText(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return {"BACKEND_UNAVAILABLE", "系统暂时繁忙，请稍后再试"};
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kCancelled:
      return {"DEADLINE_EXCEEDED", "处理超时，请稍后再试"};
    case absl::StatusCode::kResourceExhausted:
      return {"OVERLOADED", "系统繁忙，请稍后再试"};
    case absl::StatusCode::kAborted:
      return {"CONCURRENT_CHANGE", "内容刚被别人修改，请刷新后再试"};
    default:
      return {"INTERNAL_ERROR", "系统内部错误，请稍后再试"};
  }
}

}  // namespace

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  absl::StatusCode code = status.code();
  std::string reason = base::ErrorReason(status);
  std::string message(status.message());
  if (reason.empty()) {
    TextForOutside text = DefaultText(code);
    if (text.reason == "INTERNAL_ERROR") code = absl::StatusCode::kInternal;
    reason = std::move(text.reason);
    message = std::move(text.message);
  }

  google::rpc::Status details;
  details.set_code(static_cast<int>(code));
  details.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain(kErrorDomain);
  details.add_details()->PackFrom(info);
  const std::vector<base::FieldViolation> fields = base::ErrorFields(status);
  if (!fields.empty()) {
    google::rpc::BadRequest bad_request;
    for (const base::FieldViolation& field : fields) {
      auto* violation = bad_request.add_field_violations();
      violation->set_field(field.field);
      violation->set_description(field.description);
    }
    details.add_details()->PackFrom(bad_request);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(code), message, details.SerializeAsString());
}

absl::Status FromGrpcStatus(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  google::rpc::Status details;
  std::string reason;
  std::vector<base::FieldViolation> fields;
  if (details.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : details.details()) {
      google::rpc::ErrorInfo info;
      google::rpc::BadRequest bad_request;
      if (detail.UnpackTo(&info)) {
        reason = info.reason();
      } else if (detail.UnpackTo(&bad_request)) {
        for (const auto& violation : bad_request.field_violations()) {
          fields.push_back({violation.field(), violation.description()});
        }
      }
    }
  }
  if (!fields.empty()) return base::InvalidFields(fields);
  if (!reason.empty()) return base::MakeError(code, reason, status.error_message());
  const TextForOutside text = DefaultText(code);
  return base::MakeError(code, text.reason, text.message);
}

}  // namespace deputies::rpc
