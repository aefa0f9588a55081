#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_IDENTITY_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_IDENTITY_STORE_H_

#include <optional>
#include <string>
#include <vector>

#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/domain/identity_store.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlIdentityStore final : public IdentityStore {
 public:
  // All must outlive the store.
  SqlIdentityStore(db::Database& database, const FieldCipher& cipher, const BlindIndex& index)
      : database_(database), cipher_(cipher), index_(index) {}

  absl::StatusOr<int64_t> EnsureWechatPerson(absl::Time deadline, absl::string_view openid,
                                             int64_t new_person_id, absl::string_view new_name,
                                             absl::Time now) override;
  absl::StatusOr<Person> LoadPerson(absl::Time deadline, int64_t person_id,
                                    absl::Time now) override;
  absl::StatusOr<std::optional<StaffAccount>> FindStaffAccount(absl::Time deadline,
                                                               absl::string_view username) override;
  absl::StatusOr<std::optional<StaffAccount>> FindStaffAccountOf(absl::Time deadline,
                                                                 int64_t person_id) override;
  absl::StatusOr<bool> SetSecondFactor(absl::Time deadline, int64_t person_id,
                                       const std::string& secret) override;
  absl::StatusOr<bool> UseSecondFactor(absl::Time deadline, int64_t person_id,
                                       int64_t step) override;
  absl::StatusOr<int64_t> SetStaffAccount(absl::Time deadline, const StaffChange& change) override;
  absl::Status AddSession(absl::Time deadline, absl::string_view token_hash,
                          const SessionRecord& session, int most) override;
  absl::StatusOr<std::optional<SessionRecord>> FindSession(absl::Time deadline,
                                                           absl::string_view token_hash) override;
  absl::Status TouchSession(absl::Time deadline, absl::string_view token_hash,
                            absl::Time now) override;
  absl::StatusOr<bool> DeleteSession(absl::Time deadline, int64_t person_id,
                                     int64_t session_id) override;
  absl::StatusOr<std::vector<SessionRecord>> ListSessions(absl::Time deadline,
                                                          int64_t person_id) override;
  absl::StatusOr<int> DeleteSessions(absl::Time deadline, int64_t person_id) override;

 private:
  absl::StatusOr<std::optional<StaffAccount>> AccountOf(const db::Rows& rows) const;

  db::Database& database_;
  const FieldCipher& cipher_;
  const BlindIndex& index_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_IDENTITY_STORE_H_
