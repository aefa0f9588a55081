#ifndef SERVICES_ACCOUNTS_DOMAIN_ROLE_BOOK_H_
#define SERVICES_ACCOUNTS_DOMAIN_ROLE_BOOK_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/directory.h"
#include "services/accounts/domain/page.h"
#include "services/accounts/domain/password_hasher.h"
#include "services/accounts/domain/role_store.h"
#include "services/common/base/caller.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::accounts {

// Whether an account that holds `held` may get `role` as well: system, security and audit
// administration are three people's, and an auditor does nothing else (GB/T 22239 8.1.4.2).
// FAILED_PRECONDITION/ROLE_CONFLICT.
absl::Status JudgeRole(const std::vector<base::Role>& held, base::Role role);

// Who holds which role, in the hands of security administrators, each within the own subtree.
class RoleBook {
 public:
  // All must outlive the book.
  RoleBook(RoleStore& store, Directory& directory, const PasswordHasher& hasher,
           const base::Clock& clock, base::IdSource& ids)
      : store_(store), directory_(directory), hasher_(hasher), clock_(clock), ids_(ids) {}

  // The caller with what the audit trail says of them; access was checked for the role, not for the
  // place.
  struct User {
    const base::Caller& caller;
    base::Actor actor;
  };

  absl::StatusOr<int64_t> CreateAccount(absl::Time deadline, const User& user,
                                        const base::RequestKey& key, const std::string& username,
                                        const std::string& password,
                                        const std::string& display_name);
  // A place outside the caller's subtree answers as an absent one:
  // NOT_FOUND/ORGANIZATION_NOT_FOUND.
  absl::StatusOr<RoleGrant> Grant(absl::Time deadline, const User& user,
                                  const base::RequestKey& key, const RoleGrant& grant);
  absl::Status Revoke(absl::Time deadline, const User& user, const base::RequestKey& key,
                      const RoleGrant& grant);
  absl::StatusOr<Page<RoleGrant>> List(absl::Time deadline, const base::Caller& caller,
                                       int64_t organization_id, const ListPosition& after,
                                       int page_size);
  absl::Status ResetSecondFactor(absl::Time deadline, const User& user, const base::RequestKey& key,
                                 const std::string& username);

 private:
  RoleStore& store_;
  Directory& directory_;
  const PasswordHasher& hasher_;
  const base::Clock& clock_;
  base::IdSource& ids_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_ROLE_BOOK_H_
