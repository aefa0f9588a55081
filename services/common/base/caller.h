// Who makes a call, as domain code sees it.
#ifndef SERVICES_COMMON_BASE_CALLER_H_
#define SERVICES_COMMON_BASE_CALLER_H_

#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

namespace deputies::base {

// Mirrors deputies.common.v1.Role; the comments there say who each is.
enum class Role {
  kUnspecified = 0,
  kDeputy = 1,
  kLiaison = 2,
  kChair = 3,
  kCountyOffice = 4,
  kCommitteeMember = 5,
  kOrganHead = 6,
  kHandlingClerk = 7,
  kSponsor = 8,
  kAuditor = 9,
  kSecurityAdmin = 10,
  kSystemAdmin = 11,
};

// Mirrors deputies.common.v1.IdentityGrade.
enum class IdentityGrade {
  kUnspecified = 0,
  kSignedIn = 1,
  kPhone = 2,
  kDeclared = 3,
  kVerified = 4,
};

// One role at one place.
struct Grant {
  Role role = Role::kUnspecified;
  int64_t organization_id = 0;    // 0: the whole installation
  std::vector<int64_t> home_ids;  // every home in that node's subtree
  int64_t deputy_id = 0;          // for kDeputy
};

struct Caller {
  enum class Kind { kAnonymous = 0, kPerson = 1, kService = 2 };

  Kind kind = Kind::kAnonymous;
  int64_t person_id = 0;
  std::string display_name;
  bool voter = false;  // signed in through WeChat or a phone number
  std::vector<Grant> grants;
  int64_t session_id = 0;
  std::string service;
  IdentityGrade grade = IdentityGrade::kUnspecified;  // for voters and deputies
  int64_t constituency_id = 0;                        // 0: never declared

  bool SignedIn() const { return kind == Kind::kPerson; }
  // Holds the role somewhere.
  bool Has(Role role) const;
  // Holds one of the roles over this home.
  bool HasAt(std::initializer_list<Role> roles, int64_t home_id) const;
  // Liaison or chair of the home, or a county or city office above it.
  bool IsStaffOf(int64_t home_id) const;
  // The deputy record under which the caller serves in this home; 0 for none.
  int64_t DeputyIdAt(int64_t home_id) const;
};

}  // namespace deputies::base

#endif  // SERVICES_COMMON_BASE_CALLER_H_
