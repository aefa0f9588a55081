#ifndef SERVICES_ACCOUNTS_STORAGE_REGISTER_WRITER_H_
#define SERVICES_ACCOUNTS_STORAGE_REGISTER_WRITER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/crypto/blind_index.h"
#include "services/accounts/crypto/field_cipher.h"
#include "services/accounts/domain/directory_store.h"
#include "services/accounts/domain/voter_store.h"
#include "services/common/base/id_source.h"
#include "services/common/db/database.h"

namespace deputies::accounts {

// Entries of registers into their tables, within the caller's transaction. What is known by its
// code is brought up to date; a unit or home that was closed is open again.
class RegisterWriter {
 public:
  // All must outlive it.
  RegisterWriter(const FieldCipher& cipher, base::IdSource& ids) : cipher_(cipher), ids_(ids) {}

  // Each answers with the id. INVALID_ARGUMENT/FIELD_INVALID names entry `index` and its unknown
  // code.
  absl::StatusOr<int64_t> WriteOrganization(db::Transaction& tx, const OrganizationImport& entry,
                                            size_t index, absl::Time now) const;
  absl::StatusOr<int64_t> WriteHome(db::Transaction& tx, const HomeImport& entry, size_t index,
                                    absl::Time now) const;
  absl::StatusOr<int64_t> WriteDeputy(db::Transaction& tx, const DeputyImport& entry, size_t index,
                                      absl::Time now) const;

 private:
  const FieldCipher& cipher_;
  base::IdSource& ids_;
};

// Voters of the roll, in few statements however many they are.
class RollWriter {
 public:
  // Both must outlive it.
  RollWriter(const FieldCipher& cipher, const BlindIndex& index) : cipher_(cipher), index_(index) {}

  // One number of the roll, sealed for the person that is new with it.
  struct Entry {
    std::string phone_index;
    std::string data_key;
    std::string subject;
    const VoterImport* voter;
  };
  // One for each number, in one order for all who write; of a number that comes twice the later
  // place. `voters` must outlive them.
  std::vector<Entry> Seal(const std::vector<VoterImport>& voters) const;
  // Ids of the persons who were not there before. INVALID_ARGUMENT/FIELD_INVALID names the voter
  // whose place is unknown.
  absl::StatusOr<std::vector<int64_t>> Write(db::Transaction& tx,
                                             const std::vector<VoterImport>& voters,
                                             const std::vector<Entry>& entries,
                                             absl::Time now) const;

 private:
  const FieldCipher& cipher_;
  const BlindIndex& index_;
};

// Rows as the JSON list that statements of the roll take: {"index": "hex", "person": 1, "subject":
// "hex"}.
std::string RollRows(const std::vector<RollWriter::Entry>& entries);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_STORAGE_REGISTER_WRITER_H_
