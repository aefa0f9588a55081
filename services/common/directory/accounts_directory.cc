#include "services/common/directory/accounts_directory.h"

#include <string>

#include "grpcpp/client_context.h"
#include "services/common/base/directory.h"
#include "services/common/base/status_macros.h"
#include "services/common/directory/cause.h"
#include "services/common/rpc/grpc_status.h"

namespace deputies::directory {
namespace {

namespace v1 = accounts::v1;

// Only NOT_FOUND is an answer; everything else means that accounts gave none.
absl::Status AnswerOf(const grpc::Status& status, const absl::Status& not_found) {
  if (status.error_code() == grpc::StatusCode::NOT_FOUND) return not_found;
  return rpc::FromGrpcStatus(status);
}

}  // namespace

AccountsDirectory::AccountsDirectory(std::shared_ptr<grpc::Channel> channel,
                                     const rpc::ServiceClient& client, absl::Duration timeout)
    : client_(client),
      timeout_(timeout),
      organizations_(v1::OrganizationService::NewStub(channel)),
      deputies_(v1::DeputyService::NewStub(channel)) {}

absl::Status AccountsDirectory::GetHome(const base::CallScope& scope, int64_t home_id,
                                        v1::Home* home) {
  grpc::ClientContext context;
  client_.Prepare(CauseOf(scope), timeout_, &context);
  v1::GetHomeRequest request;
  request.set_home_id(home_id);
  return AnswerOf(organizations_->GetHome(&context, request, home), base::HomeNotFound());
}

absl::Status AccountsDirectory::CheckHome(const base::CallScope& scope, int64_t home_id) {
  v1::Home home;
  return GetHome(scope, home_id, &home);
}

absl::Status AccountsDirectory::CheckOpenHome(const base::CallScope& scope, int64_t home_id) {
  v1::Home home;
  RETURN_IF_ERROR(GetHome(scope, home_id, &home));
  return home.closed() ? base::HomeClosed(home.successor_home_name()) : absl::OkStatus();
}

absl::Status AccountsDirectory::CheckDeputy(const base::CallScope& scope, int64_t home_id,
                                            int64_t deputy_id) {
  grpc::ClientContext context;
  client_.Prepare(CauseOf(scope), timeout_, &context);
  v1::GetDeputyRequest request;
  request.set_home_id(home_id);
  request.set_deputy_id(deputy_id);
  v1::Deputy deputy;
  return AnswerOf(deputies_->GetDeputy(&context, request, &deputy), base::DeputyNotFound());
}

}  // namespace deputies::directory
