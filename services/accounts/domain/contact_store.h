#ifndef SERVICES_ACCOUNTS_DOMAIN_CONTACT_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_CONTACT_STORE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/accounts/domain/records.h"
#include "services/common/base/caller.h"

namespace deputies::accounts {

struct RoleHolder {
  int64_t person_id = 0;  // 0: a deputy whom nobody acts as yet
  base::Role role = base::Role::kUnspecified;
  int64_t organization_id = 0;
  OrganizationLevel level = 0;
  std::string display_name;
  int64_t deputy_id = 0;  // for kDeputy
};

struct Contact {
  int64_t person_id = 0;
  std::string display_name;
  std::string openid;  // empty: none
  std::string phone;   // empty: none
  base::IdentityGrade grade = base::IdentityGrade::kUnspecified;
  int64_t constituency_id = 0;
};

// Whom the other services turn to, and how to reach them. Every call ends by `deadline`.
class ContactStore {
 public:
  virtual ~ContactStore() = default;

  // Roles in force at `now` over a home, nearest first: at its unit, at those above, at the organs
  // beside them; with kDeputy the deputies who serve there. `roles` empty: every role but kDeputy.
  virtual absl::StatusOr<std::vector<RoleHolder>> ListHolders(absl::Time deadline, int64_t home_id,
                                                              const std::vector<base::Role>& roles,
                                                              absl::Time now) = 0;
  // Roles in force at `now` at exactly this node.
  virtual absl::StatusOr<std::vector<RoleHolder>> ListHoldersAt(
      absl::Time deadline, int64_t organization_id, const std::vector<base::Role>& roles,
      absl::Time now) = 0;

  // Who signed in through WeChat under this openid; 0 for nobody.
  virtual absl::StatusOr<int64_t> FindWechatPerson(absl::Time deadline,
                                                   absl::string_view openid) = 0;

  // Those who are known, in the order asked for.
  virtual absl::StatusOr<std::vector<Contact>> GetContacts(absl::Time deadline,
                                                           const std::vector<int64_t>& person_ids,
                                                           absl::Time now) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_CONTACT_STORE_H_
