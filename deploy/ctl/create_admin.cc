#include <cstdio>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "deploy/ctl/command_line.h"
#include "deploy/ctl/commands.h"
#include "deploy/ctl/services.h"
#include "deputies/accounts/v1/staff.grpc.pb.h"
#include "services/common/base/status_macros.h"
#include "services/common/config/config.h"

namespace deputies::ctl {

absl::StatusOr<int> CreateAdmin(const v1::CtlConfig& config, const Arguments& arguments) {
  ASSIGN_OR_RETURN(const CommandLine line,
                   CommandLine::Parse(arguments, {"username", "password-file", "organization-code",
                                                  "role", "display-name"}));
  if (!line.words().empty()) {
    return absl::InvalidArgumentError(absl::StrCat("unexpected \"", line.words()[0], "\""));
  }
  accounts::v1::SetStaffAccountRequest request;
  ASSIGN_OR_RETURN(*request.mutable_username(), line.Require("username"));
  ASSIGN_OR_RETURN(const std::string password_file, line.Require("password-file"));
  ASSIGN_OR_RETURN(*request.mutable_display_name(), line.Require("display-name"));
  ASSIGN_OR_RETURN(const std::string role_name, line.Require("role"));
  request.set_organization_code(line.Get("organization-code"));
  common::v1::Role role = common::v1::ROLE_UNSPECIFIED;
  if (!common::v1::Role_Parse(absl::StrCat("ROLE_", absl::AsciiStrToUpper(role_name)), &role)) {
    return absl::InvalidArgumentError(absl::StrCat("unknown role \"", role_name, "\""));
  }
  request.set_role(role);
  ASSIGN_OR_RETURN(*request.mutable_password(), config::ReadSecret(password_file));

  ASSIGN_OR_RETURN(const std::unique_ptr<Services> services, Services::Open(config));
  accounts::v1::StaffAccount account;
  RETURN_IF_ERROR(services->Call<accounts::v1::StaffService>(
      &accounts::v1::StaffService::Stub::SetStaffAccount, request, &account));
  std::printf("account %s ready (person %lld)\n", account.username().c_str(),
              static_cast<long long>(account.person_id()));  // NOLINT: printf
  return kAllGood;
}

}  // namespace deputies::ctl
