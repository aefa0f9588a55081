#ifndef SERVICES_ACCOUNTS_DOMAIN_ROLE_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_ROLE_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/directory_store.h"
#include "services/common/base/audit_entry.h"
#include "services/common/base/caller.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

struct RoleGrant {
  int64_t person_id = 0;
  std::string username;
  std::string display_name;
  base::Role role = base::Role::kUnspecified;
  int64_t organization_id = 0;  // 0: the whole installation
  std::string organization_name;
  std::optional<absl::Time> end_time;
};

// Console accounts and their roles. Every write is audited in the chain of the installation, in
// its own transaction, and happens once per key. Every call ends by `deadline`.
class RoleStore {
 public:
  virtual ~RoleStore() = default;

  struct NewAccount {
    int64_t person_id = 0;
    std::string username;
    std::string password_hash;
    std::string display_name;
  };
  // The account's person. ALREADY_EXISTS/USERNAME_TAKEN.
  virtual absl::StatusOr<int64_t> CreateAccount(absl::Time deadline, const base::RequestKey& key,
                                                const NewAccount& account, const base::Actor& actor,
                                                absl::Time now) = 0;

  // Judges the roles that an account holds at the moment of the change.
  using Judge = absl::Status (*)(const std::vector<base::Role>& held, base::Role role);
  // `grant` without person and names. NOT_FOUND/PERSON_NOT_FOUND, what `judge` says, and
  // PERMISSION_DENIED/ACCESS_DENIED when the account is the actor's own.
  virtual absl::StatusOr<RoleGrant> Grant(absl::Time deadline, const base::RequestKey& key,
                                          const RoleGrant& grant, Judge judge,
                                          const base::Actor& actor, absl::Time now) = 0;
  // NOT_FOUND/ROLE_NOT_FOUND.
  virtual absl::Status Revoke(absl::Time deadline, const base::RequestKey& key,
                              const RoleGrant& grant, const base::Actor& actor, absl::Time now) = 0;

  // Grants of an account in force at `now`. NOT_FOUND/PERSON_NOT_FOUND.
  virtual absl::StatusOr<std::vector<RoleGrant>> ListOf(absl::Time deadline,
                                                        const std::string& username,
                                                        absl::Time now) = 0;
  // Grants in force at the node and below, 0 for all; by person and node. Position: "role/node" and
  // person.
  virtual absl::StatusOr<std::vector<RoleGrant>> List(absl::Time deadline, int64_t organization_id,
                                                      absl::Time now, const ListPosition& after,
                                                      int limit) = 0;

  // Takes the second factor from an account.
  virtual absl::Status ResetSecondFactor(absl::Time deadline, const base::RequestKey& key,
                                         const std::string& username, const base::Actor& actor,
                                         absl::Time now) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_ROLE_STORE_H_
