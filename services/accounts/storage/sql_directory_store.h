#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_DIRECTORY_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_DIRECTORY_STORE_H_

#include <string>
#include <vector>

#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/domain/directory_store.h"
#include "services/accounts/storage/register_writer.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlDirectoryStore final : public DirectoryStore {
 public:
  // All must outlive the store.
  SqlDirectoryStore(db::Database& database, const FieldCipher& cipher, const base::Clock& clock,
                    base::IdSource& ids)
      : database_(database), clock_(clock), registers_(cipher, ids) {}

  absl::StatusOr<Organization> GetOrganization(absl::Time deadline,
                                               int64_t organization_id) override;
  absl::StatusOr<std::vector<Organization>> ListOrganizations(absl::Time deadline,
                                                              int64_t parent_id,
                                                              const ListPosition& after,
                                                              int limit) override;
  absl::StatusOr<Home> GetHome(absl::Time deadline, int64_t home_id) override;
  absl::StatusOr<std::vector<Home>> ListHomes(absl::Time deadline, int64_t organization_id,
                                              const ListPosition& after, int limit) override;
  absl::StatusOr<std::vector<Deputy>> ListDeputies(absl::Time deadline, int64_t home_id,
                                                   absl::Time now, const ListPosition& after,
                                                   int limit) override;
  absl::StatusOr<std::vector<Deputy>> ListGroupMembers(absl::Time deadline, int64_t organization_id,
                                                       absl::Time now, const ListPosition& after,
                                                       int limit) override;
  absl::StatusOr<std::vector<Representative>> ListRepresentatives(absl::Time deadline,
                                                                  const Organization& organization,
                                                                  absl::Time now,
                                                                  const ListPosition& after,
                                                                  int limit) override;
  absl::StatusOr<Deputy> GetDeputy(absl::Time deadline, int64_t home_id, int64_t deputy_id,
                                   absl::Time now) override;
  absl::StatusOr<int64_t> SuccessorOf(absl::Time deadline, int64_t deputy_id) override;
  absl::StatusOr<ImportedIds> ImportOrganizations(
      absl::Time deadline, const std::vector<OrganizationImport>& organizations,
      const std::vector<HomeImport>& homes) override;
  absl::StatusOr<std::vector<int64_t>> ImportDeputies(
      absl::Time deadline, const std::vector<DeputyImport>& deputies) override;
  absl::StatusOr<int64_t> BindDeputy(absl::Time deadline, const std::string& deputy_code,
                                     int64_t person_id) override;

 private:
  absl::Status AddHomeIds(absl::Time deadline, Deputy* deputy);
  absl::StatusOr<std::vector<Deputy>> DeputiesOf(absl::Time deadline,
                                                 const db::Statement& statement, int64_t place_id,
                                                 absl::Time now, const ListPosition& after,
                                                 int limit);

  db::Database& database_;
  const base::Clock& clock_;
  const RegisterWriter registers_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_DIRECTORY_STORE_H_
