#ifndef SERVICES_ACCOUNTS_DOMAIN_REGISTRAR_H_
#define SERVICES_ACCOUNTS_DOMAIN_REGISTRAR_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/directory_store.h"
#include "services/accounts/domain/identity_store.h"
#include "services/accounts/domain/password_hasher.h"
#include "services/common/base/caller.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::accounts {

// Brings in the tree, homes, deputies and console accounts. Repeating a call changes nothing more.
class Registrar {
 public:
  Registrar(DirectoryStore& directory, IdentityStore& identities, const PasswordHasher& hasher,
            const base::Clock& clock, base::IdSource& ids)
      : directory_(directory), identities_(identities), hasher_(hasher), clock_(clock), ids_(ids) {}

  // Parents before their children. Whole or nothing; INVALID_ARGUMENT/FIELD_INVALID names the bad
  // entry.
  absl::StatusOr<ImportedIds> ImportOrganizations(
      absl::Time deadline, const std::vector<OrganizationImport>& organizations,
      const std::vector<HomeImport>& homes);
  // Whole or nothing; INVALID_ARGUMENT/FIELD_INVALID names the bad entry.
  absl::StatusOr<std::vector<int64_t>> ImportDeputies(absl::Time deadline,
                                                      const std::vector<DeputyImport>& deputies);

  struct Binding {
    int64_t deputy_id = 0;
    int64_t person_id = 0;
  };
  // The person behind the openid, made where there is none, acts as this deputy from now on.
  // NOT_FOUND/DEPUTY_NOT_FOUND.
  absl::StatusOr<Binding> BindDeputy(absl::Time deadline, const std::string& deputy_code,
                                     const std::string& openid);

  struct StaffRequest {
    std::string username;
    std::string password;
    std::string display_name;
    base::Role role = base::Role::kUnspecified;
    std::string organization_code;
    std::optional<absl::Time> role_end;
  };
  // The account's person. NOT_FOUND/ORGANIZATION_NOT_FOUND; INVALID_ARGUMENT/FIELD_INVALID for the
  // role of a deputy, which comes with the mandate.
  absl::StatusOr<int64_t> SetStaffAccount(absl::Time deadline, const StaffRequest& request);

 private:
  DirectoryStore& directory_;
  IdentityStore& identities_;
  const PasswordHasher& hasher_;
  const base::Clock& clock_;
  base::IdSource& ids_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_REGISTRAR_H_
