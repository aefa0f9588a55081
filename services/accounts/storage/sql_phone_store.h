#ifndef SERVICES_ACCOUNTS_STORAGE_SQL_PHONE_STORE_H_
#define SERVICES_ACCOUNTS_STORAGE_SQL_PHONE_STORE_H_

#include <string>

#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/domain/phone_sign_in.h"
#include "services/accounts/storage/identity_kind.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

class SqlPhoneStore final : public PhoneStore {
 public:
  // All must outlive the store.
  SqlPhoneStore(db::Database& database, const FieldCipher& cipher, const BlindIndex& index)
      : database_(database), cipher_(cipher), index_(index) {}

  absl::Status PutSmsCode(absl::Time deadline, const std::string& phone, const std::string& code,
                          const SmsRules& rules, absl::Time now) override;
  absl::Status UseSmsCode(absl::Time deadline, const std::string& phone, const std::string& code,
                          const SmsRules& rules, absl::Time now) override;
  absl::StatusOr<int64_t> EnsurePhonePerson(absl::Time deadline, const std::string& phone,
                                            int64_t new_person_id, const std::string& new_name,
                                            absl::Time now) override;
  absl::StatusOr<bool> WasDone(absl::Time deadline, const base::RequestKey& key) override;
  absl::Status BindPhone(absl::Time deadline, const base::RequestKey& key, const std::string& phone,
                         absl::Time now) override;

 private:
  std::string PhoneIndex(const std::string& phone) const { return index_.Of(kPhoneLabel, phone); }
  // Bound to the number, so that equal codes of two numbers look different.
  std::string CodeIndex(const std::string& phone, const std::string& code) const {
    return index_.Of("sms code", phone + "/" + code);
  }

  db::Database& database_;
  const FieldCipher& cipher_;
  const BlindIndex& index_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_SQL_PHONE_STORE_H_
