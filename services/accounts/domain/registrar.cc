#include "services/accounts/domain/registrar.h"

#include "absl/strings/str_cat.h"
#include "services/accounts/domain/sign_in.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::accounts {

absl::StatusOr<ImportedIds> Registrar::ImportOrganizations(
    absl::Time deadline, const std::vector<OrganizationImport>& organizations,
    const std::vector<HomeImport>& homes) {
  for (size_t i = 0; i < organizations.size(); ++i) {
    if (organizations[i].code == organizations[i].parent_code) {
      return base::InvalidField(absl::StrCat("organizations[", i, "].parentCode"),
                                "上级单位不能是自己");
    }
  }
  return directory_.ImportOrganizations(deadline, organizations, homes);
}

absl::StatusOr<std::vector<int64_t>> Registrar::ImportDeputies(
    absl::Time deadline, const std::vector<DeputyImport>& deputies) {
  for (size_t i = 0; i < deputies.size(); ++i) {
    if (deputies[i].term_end.has_value() && *deputies[i].term_end <= deputies[i].term_start) {
      return base::InvalidField(absl::StrCat("deputies[", i, "].termEndTime"),
                                "届满时间应晚于任期开始时间");
    }
  }
  return directory_.ImportDeputies(deadline, deputies);
}

absl::StatusOr<Registrar::Binding> Registrar::BindDeputy(absl::Time deadline,
                                                         const std::string& deputy_code,
                                                         const std::string& openid) {
  const int64_t new_id = ids_.Next();
  Binding binding;
  ASSIGN_OR_RETURN(binding.person_id, identities_.EnsureWechatPerson(
                                          deadline, openid, new_id, AliasOf(new_id), clock_.Now()));
  ASSIGN_OR_RETURN(binding.deputy_id,
                   directory_.BindDeputy(deadline, deputy_code, binding.person_id));
  return binding;
}

absl::StatusOr<int64_t> Registrar::SetStaffAccount(absl::Time deadline,
                                                   const StaffRequest& request) {
  if (request.role == base::Role::kDeputy) {
    return base::InvalidField("role", "代表身份来自代表名册，不能授予账号");
  }
  IdentityStore::StaffChange change;
  change.new_person_id = ids_.Next();
  change.username = request.username;
  change.password_hash = hasher_.Hash(request.password);
  change.display_name = request.display_name;
  change.role = request.role;
  change.organization_code = request.organization_code;
  change.role_end = request.role_end;
  change.now = clock_.Now();
  return identities_.SetStaffAccount(deadline, change);
}

}  // namespace deputies::accounts
