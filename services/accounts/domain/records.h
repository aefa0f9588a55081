// What accounts keeps, as domain code sees it.
#ifndef SERVICES_ACCOUNTS_DOMAIN_RECORDS_H_
#define SERVICES_ACCOUNTS_DOMAIN_RECORDS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/common/base/caller.h"

namespace deputies::accounts {

// Numbers as in deputies.accounts.v1.OrganizationLevel and DeputyLevel.
using OrganizationLevel = int;
using DeputyLevel = int;
inline constexpr OrganizationLevel kOrganLevel = 7;

struct OrganizationName {
  int64_t organization_id = 0;
  std::string name;
  OrganizationLevel level = 0;
};

struct Organization {
  int64_t organization_id = 0;
  std::string code;
  std::string name;
  OrganizationLevel level = 0;
  int64_t parent_id = 0;                    // 0 at the root
  std::vector<OrganizationName> ancestors;  // nearest first
  bool closed = false;
};

// WGS 84.
struct MapPoint {
  double latitude = 0;   // degrees, -90 to 90
  double longitude = 0;  // degrees, -180 to 180
};

struct Home {
  int64_t home_id = 0;
  std::string code;
  std::string name;
  int64_t organization_id = 0;
  std::string organization_code;
  std::string organization_name;
  std::string address;
  std::string opening_hours;
  std::string contact_phone;
  std::string introduction;
  std::string brand;
  std::optional<MapPoint> map_point;
  // Of those in office; read with one home only.
  std::string chair_name;
  std::string liaison_name;
  std::string sponsor_name;
  int64_t version = 0;  // counts changes by the home's own staff
  bool closed = false;
  int64_t successor_home_id = 0;  // of a closed home
  std::string successor_home_name;
  std::string mongolian_name;
};

struct Deputy {
  int64_t deputy_id = 0;
  std::string code;
  std::string name;
  DeputyLevel level = 0;
  int term = 0;
  absl::Time term_start;
  std::optional<absl::Time> term_end;
  std::string constituency;
  std::string occupation;
  std::string introduction;
  std::vector<int64_t> home_ids;
  std::vector<OrganizationName> groups;  // read with one deputy only
};

// A deputy who represents the people of a place.
struct Representative {
  Deputy deputy;
  OrganizationName constituency;
  std::string reason;  // Chinese, for people
};

// A role with what is shown of it.
struct PersonRole {
  base::Role role = base::Role::kUnspecified;
  int64_t organization_id = 0;  // 0: the whole installation
  std::string organization_name;
  int64_t deputy_id = 0;          // for kDeputy
  std::vector<int64_t> home_ids;  // homes that the role covers
};

struct Person {
  int64_t person_id = 0;
  std::string display_name;
  std::vector<PersonRole> roles;  // those in force
  base::IdentityGrade grade = base::IdentityGrade::kUnspecified;
  int64_t constituency_id = 0;  // village or grid by the own word; 0: never said
  bool second_factor = false;   // a console account with a confirmed one
};

struct SessionRecord {
  int64_t session_id = 0;
  int64_t person_id = 0;
  bool voter = false;
  absl::Time create_time;
  absl::Time last_seen;
  absl::Time expire_time;
};

struct StaffAccount {
  int64_t person_id = 0;
  std::string username;
  std::string password_hash;
  std::string totp_secret;  // empty: no second factor
  bool totp_confirmed = false;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_RECORDS_H_
