#include "services/common/rpc/method_runner.h"

#include <exception>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/protobuf/arena.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"
#include "services/common/log/log.h"

namespace deputies::rpc {
namespace {

using google::protobuf::Message;

absl::Status Parse(const grpc::ByteBuffer& bytes, Message* message) {
  grpc::ByteBuffer copy(bytes);  // shares the slices; parsing consumes its buffer
  const grpc::Status status =
      grpc::GenericDeserialize<grpc::ProtoBufferReader, Message>(&copy, message);
  if (status.ok()) return absl::OkStatus();
  return base::MakeError(absl::StatusCode::kInvalidArgument, "FIELD_INVALID", "请求内容无法识别");
}

absl::Status Serialize(const Message& message, grpc::ByteBuffer* bytes) {
  bool own_buffer = false;
  const grpc::Status status =
      grpc::GenericSerialize<grpc::ProtoBufferWriter, Message>(message, bytes, &own_buffer);
  return status.ok() ? absl::OkStatus() : absl::InternalError("response cannot be serialised");
}

// What a handler may take to make a watch.
constexpr absl::Duration kMaxOpenTime = absl::Seconds(5);

// Errors that point at us or at an attack, not at a user's input.
bool IsNotable(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
      return true;
    default:
      return base::ErrorReason(status) == "CALLER_INVALID";
  }
}

// For the log alone; empty when there is none.
common::v1::CallerEnvelope UnverifiedEnvelope(absl::string_view signed_caller) {
  common::v1::SignedCaller outer;
  common::v1::CallerEnvelope envelope;
  if (!outer.ParseFromArray(signed_caller.data(), static_cast<int>(signed_caller.size())) ||
      !envelope.ParseFromString(outer.envelope())) {
    envelope.Clear();
  }
  return envelope;
}

}  // namespace

MethodRunner::MethodRunner(const ServiceTable::Method& method, const auth::CallerKeys& keys,
                           const metrics::CallFamilies& families, absl::Duration slow_call,
                           ReplyCache* replies)
    : method_(method),
      keys_(keys),
      access_(*method.descriptor),
      rules_(method.descriptor->input_type()),
      metrics_(families, method.descriptor->full_name()),
      slow_call_(slow_call),
      replies_(method.may_repeat ? replies : nullptr) {}

absl::Status MethodRunner::Run(absl::string_view signed_caller, absl::Time deadline,
                               const grpc::ByteBuffer& request, grpc::ByteBuffer* response) {
  ASSIGN_OR_RETURN(const common::v1::CallerEnvelope envelope,
                   keys_.Verify(signed_caller, absl::Now()));
  const Call call{auth::FromProto(envelope.caller()),
                  deadline,
                  envelope.request_id(),
                  envelope.traceparent(),
                  envelope.client_address(),
                  envelope.wechat_openid()};
  try {
    if (replies_ == nullptr) return Handle(call, request, response);
    const uint64_t version = replies_->Version();
    RETURN_IF_ERROR(Handle(call, request, response));
    replies_->Store(KeyOf(envelope, request), version, *response, absl::Now());
    return absl::OkStatus();
  } catch (const std::exception& e) {
    // Our code does not throw; a library might (out of memory). One call fails, the process goes
    // on.
    log::Error("Handler threw", {{"method", method_.descriptor->full_name()}, {"what", e.what()}});
    return absl::InternalError("exception");
  }
}

std::optional<grpc::ByteBuffer> MethodRunner::Recall(absl::string_view signed_caller,
                                                     const grpc::ByteBuffer& request) {
  if (replies_ == nullptr) return std::nullopt;
  const absl::Time now = absl::Now();
  const absl::StatusOr<common::v1::CallerEnvelope> envelope = keys_.Verify(signed_caller, now);
  if (!envelope.ok()) return std::nullopt;
  return replies_->Find(KeyOf(*envelope, request), now);
}

std::string MethodRunner::KeyOf(const common::v1::CallerEnvelope& envelope,
                                const grpc::ByteBuffer& request) const {
  std::string key = method_.descriptor->full_name();
  key.push_back('\0');
  // Whoever holds the same roles at another home is another caller.
  std::string caller;
  envelope.caller().SerializeToString(&caller);
  absl::StrAppend(&key, caller.size(), ":", caller);
  std::vector<grpc::Slice> slices;
  if (request.Dump(&slices).ok()) {
    for (const grpc::Slice& slice : slices) {
      key.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
    }
  }
  return key;
}

absl::Status MethodRunner::Handle(const Call& call, const grpc::ByteBuffer& request_bytes,
                                  grpc::ByteBuffer* response_bytes) {
  google::protobuf::Arena arena;
  Message* request = method_.request_prototype->New(&arena);
  Message* response = method_.response_prototype->New(&arena);
  RETURN_IF_ERROR(Check(call, request_bytes, request));
  RETURN_IF_ERROR(method_.handler(call, *request, response));
  return Serialize(*response, response_bytes);
}

absl::Status MethodRunner::Open(absl::string_view signed_caller, const grpc::ByteBuffer& bytes,
                                std::unique_ptr<Watch>* watch) {
  const absl::Time now = absl::Now();
  ASSIGN_OR_RETURN(const common::v1::CallerEnvelope envelope, keys_.Verify(signed_caller, now));
  const Call call{auth::FromProto(envelope.caller()),
                  now + kMaxOpenTime,
                  envelope.request_id(),
                  envelope.traceparent(),
                  envelope.client_address(),
                  envelope.wechat_openid()};
  google::protobuf::Arena arena;
  Message* request = method_.request_prototype->New(&arena);
  RETURN_IF_ERROR(Check(call, bytes, request));
  ASSIGN_OR_RETURN(*watch, method_.watch(call, *request));
  return absl::OkStatus();
}

absl::Status MethodRunner::Check(const Call& call, const grpc::ByteBuffer& bytes,
                                 Message* request) const {
  RETURN_IF_ERROR(Parse(bytes, request));
  RETURN_IF_ERROR(access_.Check(call.caller, *request));
  return rules_.NormalizeAndCheck(request);
}

void MethodRunner::Record(const absl::Status& status, absl::Time arrival,
                          absl::string_view signed_caller) {
  const absl::Duration latency = absl::Now() - arrival;
  metrics_.Record(status.code(), latency);
  const bool slow = latency >= slow_call_;
  if (!slow && !IsNotable(status)) return;
  const common::v1::CallerEnvelope envelope = UnverifiedEnvelope(signed_caller);
  log::Write(IsNotable(status) ? log::Level::kWarning : log::Level::kInfo,
             slow ? "Slow call" : "Failed call",
             {{"method", method_.descriptor->full_name()},
              {"requestId", envelope.request_id()},
              {"traceparent", envelope.traceparent()},
              {"ms", absl::ToInt64Milliseconds(latency)},
              {"status", status}});
}

}  // namespace deputies::rpc
