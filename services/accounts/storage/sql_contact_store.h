#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_CONTACT_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_CONTACT_STORE_H_

#include <optional>
#include <vector>

#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/domain/contact_store.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlContactStore final : public ContactStore {
 public:
  // All must outlive the store.
  SqlContactStore(db::Database& database, const FieldCipher& cipher, const BlindIndex& index)
      : database_(database), cipher_(cipher), index_(index) {}

  absl::StatusOr<std::vector<RoleHolder>> ListHolders(absl::Time deadline, int64_t home_id,
                                                      const std::vector<base::Role>& roles,
                                                      absl::Time now) override;
  absl::StatusOr<std::vector<RoleHolder>> ListHoldersAt(absl::Time deadline,
                                                        int64_t organization_id,
                                                        const std::vector<base::Role>& roles,
                                                        absl::Time now) override;
  absl::StatusOr<int64_t> FindWechatPerson(absl::Time deadline, absl::string_view openid) override;
  absl::StatusOr<std::vector<Contact>> GetContacts(absl::Time deadline,
                                                   const std::vector<int64_t>& person_ids,
                                                   absl::Time now) override;

 private:
  absl::StatusOr<std::optional<Contact>> GetContact(absl::Time deadline, int64_t person_id,
                                                    absl::Time now);

  db::Database& database_;
  const FieldCipher& cipher_;
  const BlindIndex& index_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_CONTACT_STORE_H_
