#include "services/accounts/storage/person_rows.h"

#include "services/common/base/status_macros.h"

namespace deputies::accounts {
namespace {

constexpr db::Statement kInsertPerson{
    "/* accounts.InsertPerson */ INSERT INTO persons (person_id, display_name, data_key, "
    "create_time) VALUES (?, ?, ?, ?)"};
constexpr db::Statement kFindIdentity{
    "/* accounts.FindIdentity */ SELECT person_id FROM identities "
    "WHERE kind = ? AND subject_index = ?"};
constexpr db::Statement kInsertIdentity{
    "/* accounts.InsertIdentity */ INSERT INTO identities "
    "(kind, subject_index, person_id, subject, create_time) VALUES (?, ?, ?, ?, ?)"};

}  // namespace

absl::Status InsertPerson(db::Transaction& tx, const FieldCipher& cipher, int64_t person_id,
                          absl::string_view name, absl::string_view data_key, absl::Time now) {
  return tx
      .Execute(kInsertPerson,
               {person_id, name, cipher.Seal(data_key, {"persons", "data_key", person_id}), now})
      .status();
}

absl::StatusOr<int64_t> EnsurePerson(db::Database& database, const FieldCipher& cipher,
                                     absl::Time deadline, IdentityKind kind,
                                     const std::string& index, absl::string_view subject,
                                     const NewPerson& person, absl::Time now) {
  ASSIGN_OR_RETURN(const db::Rows known, database.Query(deadline, kFindIdentity, {kind, index}));
  if (!known.empty()) return known[0].Int(0);

  int64_t person_id = person.person_id;
  RETURN_IF_ERROR(database.InTransaction(
      deadline,
      [&](db::Transaction& tx) -> absl::Status {
        const std::string data_key = NewDataKey();
        // The identity first: of racing log-ins, one inserts and the others find its row.
        const absl::Status inserted =
            tx.Execute(kInsertIdentity, {kind, index, person.person_id,
                                         FieldCipher::FromKey(data_key).Seal(
                                             subject, {"identities", "subject", person.person_id}),
                                         now})
                .status();
        if (db::IsDuplicateKey(inserted)) {
          ASSIGN_OR_RETURN(const db::Rows rows, tx.Query(kFindIdentity, {kind, index}));
          if (rows.empty()) return inserted;
          person_id = rows[0].Int(0);
          return absl::OkStatus();
        }
        RETURN_IF_ERROR(inserted);
        person_id = person.person_id;
        return InsertPerson(tx, cipher, person.person_id, person.name, data_key, now);
      },
      db::Repeat::kAfterUnknownOutcome));
  return person_id;
}

}  // namespace deputies::accounts
