// Rows of a person and of the identities that lead to it.
#ifndef SERVICES_ACCOUNTS_STORAGE_PERSON_ROWS_H_
#define SERVICES_ACCOUNTS_STORAGE_PERSON_ROWS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/storage/identity_kind.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

// `data_key` is the key of the person's own fields, in the clear.
absl::Status InsertPerson(db::Transaction& tx, const FieldCipher& cipher, int64_t person_id,
                          absl::string_view name, absl::string_view data_key, absl::Time now);

struct NewPerson {
  int64_t person_id = 0;
  absl::string_view name;
};

// The person of an identity (`index` is the blind index of `subject`); made as `person` when there
// is none. However many calls race, one identity has one person.
absl::StatusOr<int64_t> EnsurePerson(db::Database& database, const FieldCipher& cipher,
                                     absl::Time deadline, IdentityKind kind,
                                     const std::string& index, absl::string_view subject,
                                     const NewPerson& person, absl::Time now);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_PERSON_ROWS_H_
