#ifndef SERVICES_ACCOUNTS_DOMAIN_DIRECTORY_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_DIRECTORY_STORE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/records.h"

namespace deputies::accounts {

struct OrganizationImport {
  std::string code;
  std::string name;
  OrganizationLevel level = 0;
  std::string parent_code;  // empty at the root
};

struct HomeImport {
  std::string code;
  std::string name;
  std::string organization_code;
  std::string address;
  std::string opening_hours;
  std::string contact_phone;
  std::string introduction;
};

struct DeputyImport {
  std::string code;
  std::string name;
  DeputyLevel level = 0;
  int term = 0;
  absl::Time term_start;
  std::optional<absl::Time> term_end;
  std::string constituency;
  std::string occupation;
  std::string introduction;
  std::vector<std::string> constituency_codes;
  std::vector<std::string> home_codes;
  std::string phone;  // empty: none
  std::vector<std::string> group_codes;
};

struct ImportedIds {
  std::vector<int64_t> organization_ids;
  std::vector<int64_t> home_ids;
};

// Where a list goes on: after the row with this sort text and id. Empty and 0 at the start.
struct ListPosition {
  std::string sort_text;
  int64_t id = 0;
};

// The organisation tree, homes and deputies. Every call ends by `deadline`.
class DirectoryStore {
 public:
  virtual ~DirectoryStore() = default;

  // NOT_FOUND/ORGANIZATION_NOT_FOUND.
  virtual absl::StatusOr<Organization> GetOrganization(absl::Time deadline,
                                                       int64_t organization_id) = 0;
  // Children of `parent_id` (0: the roots) by code, without their ancestors.
  virtual absl::StatusOr<std::vector<Organization>> ListOrganizations(absl::Time deadline,
                                                                      int64_t parent_id,
                                                                      const ListPosition& after,
                                                                      int limit) = 0;
  // NOT_FOUND/HOME_NOT_FOUND.
  virtual absl::StatusOr<Home> GetHome(absl::Time deadline, int64_t home_id) = 0;
  // By the code of the home's organisation; only those below `organization_id` unless that is 0.
  virtual absl::StatusOr<std::vector<Home>> ListHomes(absl::Time deadline, int64_t organization_id,
                                                      const ListPosition& after, int limit) = 0;
  // Deputies whose term covers `now`, highest level first; position: level in `sort_text`.
  virtual absl::StatusOr<std::vector<Deputy>> ListDeputies(absl::Time deadline, int64_t home_id,
                                                           absl::Time now,
                                                           const ListPosition& after,
                                                           int limit) = 0;
  // Deputies in office who belong to a group; order and position as ListDeputies.
  virtual absl::StatusOr<std::vector<Deputy>> ListGroupMembers(absl::Time deadline,
                                                               int64_t organization_id,
                                                               absl::Time now,
                                                               const ListPosition& after,
                                                               int limit) = 0;
  // Deputies in office at `now` whom the organisation or one of its ancestors elected, each once
  // with the nearest constituency; order and position as ListDeputies. Without reasons.
  virtual absl::StatusOr<std::vector<Representative>> ListRepresentatives(
      absl::Time deadline, const Organization& organization, absl::Time now,
      const ListPosition& after, int limit) = 0;
  // NOT_FOUND/DEPUTY_NOT_FOUND, also for one who does not serve in the home at `now`.
  virtual absl::StatusOr<Deputy> GetDeputy(absl::Time deadline, int64_t home_id, int64_t deputy_id,
                                           absl::Time now) = 0;

  // Who took the deputy's mandate over; 0 for nobody.
  virtual absl::StatusOr<int64_t> SuccessorOf(absl::Time deadline, int64_t deputy_id) = 0;

  // Whole or nothing. INVALID_ARGUMENT/FIELD_INVALID names the entry whose parent or organisation
  // is unknown.
  virtual absl::StatusOr<ImportedIds> ImportOrganizations(
      absl::Time deadline, const std::vector<OrganizationImport>& organizations,
      const std::vector<HomeImport>& homes) = 0;
  // Whole or nothing. INVALID_ARGUMENT/FIELD_INVALID names the entry whose home is unknown.
  virtual absl::StatusOr<std::vector<int64_t>> ImportDeputies(
      absl::Time deadline, const std::vector<DeputyImport>& deputies) = 0;
  // The deputy's id. NOT_FOUND/DEPUTY_NOT_FOUND.
  virtual absl::StatusOr<int64_t> BindDeputy(absl::Time deadline, const std::string& deputy_code,
                                             int64_t person_id) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_DIRECTORY_STORE_H_
