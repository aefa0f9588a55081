#include "gateway/upstream/upstream_error.h"

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"

namespace deputies::gateway {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

grpc::Status WithReason(grpc::StatusCode code, const char* reason) {
  google::rpc::Status details;
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  details.add_details()->PackFrom(info);
  google::rpc::BadRequest bad_request;
  auto* violation = bad_request.add_field_violations();
  violation->set_field("body");
  violation->set_description("太\"短\"");
  details.add_details()->PackFrom(bad_request);
  return {code, "没有这条留言", details.SerializeAsString()};
}

TEST(UpstreamErrorTest, KeepsReasonAndFields) {
  const ApiResult error =
      FromUpstream(WithReason(grpc::StatusCode::NOT_FOUND, "MESSAGE_NOT_FOUND"));
  ASSERT_NE(error, nullptr);
  const Response response = ErrorResponse(*error, "req-1");
  EXPECT_EQ(response.code, 404);
  EXPECT_EQ(response.body,
            R"({"error":{"code":404,"status":"NOT_FOUND","reason":"MESSAGE_NOT_FOUND",)"
            R"("message":"没有这条留言","requestId":"req-1",)"
            R"("details":[{"field":"body","description":"太\"短\""}]}})");
}

TEST(UpstreamErrorTest, MapsCodes) {
  const std::pair<grpc::StatusCode, int> cases[] = {
      {grpc::StatusCode::INVALID_ARGUMENT, 400},
      {grpc::StatusCode::UNAUTHENTICATED, 401},
      {grpc::StatusCode::PERMISSION_DENIED, 403},
      {grpc::StatusCode::NOT_FOUND, 404},
      {grpc::StatusCode::ALREADY_EXISTS, 409},
      {grpc::StatusCode::ABORTED, 409},
      {grpc::StatusCode::FAILED_PRECONDITION, 400},
      {grpc::StatusCode::RESOURCE_EXHAUSTED, 429},
      {grpc::StatusCode::UNAVAILABLE, 503},
      {grpc::StatusCode::DEADLINE_EXCEEDED, 504},
      {grpc::StatusCode::INTERNAL, 500},
      {grpc::StatusCode::UNIMPLEMENTED, 501},
      {grpc::StatusCode::DATA_LOSS, 500},
  };
  for (const auto& [code, http_code] : cases) {
    EXPECT_EQ(FromUpstream(WithReason(code, "X"))->http_code, http_code) << code;
  }
  EXPECT_EQ(
      FromUpstream(WithReason(grpc::StatusCode::UNAVAILABLE, "OVERLOADED"))->retry_after_seconds,
      1);
  EXPECT_EQ(FromUpstream(grpc::Status::OK), nullptr);
}

TEST(UpstreamErrorTest, HidesTheInside) {
  const ApiResult down =
      FromUpstream({grpc::StatusCode::UNAVAILABLE, "failed to connect to unix:/x"});
  EXPECT_EQ(down->reason, "BACKEND_UNAVAILABLE");
  EXPECT_EQ(down->retry_after_seconds, 1);
  EXPECT_THAT(down->message, Not(HasSubstr("unix")));
  EXPECT_EQ(FromUpstream({grpc::StatusCode::UNKNOWN, "stack trace"})->http_code, 500);
  EXPECT_EQ(FromUpstream({grpc::StatusCode::DEADLINE_EXCEEDED, ""})->reason, "DEADLINE_EXCEEDED");
  EXPECT_EQ(
      FromUpstream(WithReason(grpc::StatusCode::UNAUTHENTICATED, "CALLER_INVALID"))->http_code,
      500);
}

}  // namespace
}  // namespace deputies::gateway
