#include "deploy/ctl/services.h"

#include <unistd.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::ctl {

absl::StatusOr<std::unique_ptr<Services>> Services::Open(const v1::CtlConfig& config) {
  ASSIGN_OR_RETURN(auth::CallerKeys keys, auth::CallerKeys::FromFile(config.caller_keys_file()));
  auto services = std::unique_ptr<Services>(new Services(std::move(keys)));
  for (const common::v1::UpstreamConfig& upstream : config.upstreams()) {
    services->channels_.emplace(upstream.address(), rpc::MakeChannel(upstream.address()));
    for (const std::string& service : upstream.services()) {
      services->addresses_[service] = upstream.address();
    }
  }
  return services;
}

Services::Services(auth::CallerKeys keys) : keys_(std::move(keys)), client_(keys_, "deputiesctl") {}

absl::StatusOr<std::shared_ptr<grpc::Channel>> Services::ChannelOf(
    const std::string& service) const {
  const auto it = addresses_.find(service);
  if (it == addresses_.end()) {
    return absl::InvalidArgumentError(absl::StrCat("the config names no upstream for ", service));
  }
  return channels_.at(it->second);
}

absl::Status Services::Repeat(const std::string& service,
                              const std::function<grpc::Status(grpc::ClientContext*)>& call) const {
  const absl::Time give_up = absl::Now() + kPatience;
  absl::Duration pause = absl::Milliseconds(100);
  while (true) {
    grpc::ClientContext context;
    client_.Prepare(absl::StrCat("deputiesctl-", getpid()), kCallTimeout, &context);
    absl::Status status = rpc::FromGrpcStatus(call(&context));
    const bool may_pass =
        absl::IsUnavailable(status) || absl::IsAborted(status) || absl::IsDeadlineExceeded(status);
    if (!may_pass) return status;
    if (absl::Now() + pause > give_up) {
      return absl::UnavailableError(
          absl::StrCat(service, " at ", addresses_.at(service), ": ", Describe(status)));
    }
    absl::SleepFor(pause);
    pause = std::min(pause * 2, absl::Duration(absl::Seconds(2)));
  }
}

std::string Describe(const absl::Status& status) {
  std::string text(status.message());
  const std::string reason = base::ErrorReason(status);
  if (!reason.empty()) absl::StrAppend(&text, " (", reason, ")");
  for (const base::FieldViolation& violation : base::ErrorFields(status)) {
    absl::StrAppend(&text, "; ", violation.field, ": ", violation.description);
  }
  return text;
}

}  // namespace deputies::ctl
