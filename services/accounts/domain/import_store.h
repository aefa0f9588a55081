#ifndef SERVICES_ACCOUNTS_DOMAIN_IMPORT_STORE_H_
#define SERVICES_ACCOUNTS_DOMAIN_IMPORT_STORE_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/register_table.h"
#include "services/common/base/audit_entry.h"
#include "services/common/base/request_key.h"

namespace deputies::accounts {

// Numbers as in deputies.accounts.v1.Import.State.
enum class ImportState { kUnspecified = 0, kUploading = 1, kApplied = 2, kUndone = 3 };

struct ImportRun {
  int64_t import_id = 0;
  int64_t person_id = 0;
  ImportKind kind = ImportKind::kUnspecified;
  std::string file_name;
  ImportState state = ImportState::kUnspecified;
  int part_count = 0;
  int64_t row_count = 0;
  int64_t new_count = 0;
  int64_t changed_count = 0;
  absl::Time create_time;
  std::optional<absl::Time> apply_time;
  std::optional<absl::Time> undo_time;
};

struct ImportCounts {
  int64_t new_count = 0;
  int64_t changed_count = 0;
};

// Imports over the console, with what they changed. Writes happen once per key; every call ends by
// `deadline`. An import of somebody else is NOT_FOUND/IMPORT_NOT_FOUND.
class ImportStore {
 public:
  virtual ~ImportStore() = default;

  // Answers with the import that the key made.
  virtual absl::StatusOr<ImportRun> Create(absl::Time deadline, const base::RequestKey& key,
                                           const ImportRun& run) = 0;
  // The next piece of the file; `number` from 1, one given again replaces nothing.
  // FAILED_PRECONDITION/IMPORT_STATE_CONFLICT for one out of turn and after the file was applied.
  virtual absl::StatusOr<ImportRun> AddPart(absl::Time deadline, int64_t person_id,
                                            int64_t import_id, int number,
                                            const std::string& content) = 0;
  virtual absl::StatusOr<ImportRun> Get(absl::Time deadline, int64_t person_id,
                                        int64_t import_id) = 0;
  // Newest first, those before `before_id` (0: all).
  virtual absl::StatusOr<std::vector<ImportRun>> List(absl::Time deadline, int64_t person_id,
                                                      int64_t before_id, int limit) = 0;
  // The whole file. IMPORT_STATE_CONFLICT when it is gone.
  virtual absl::StatusOr<std::string> ReadContent(absl::Time deadline, int64_t import_id) = 0;

  // The next batch of a register that nobody's list shows (person 0), as Apply; one with an earlier
  // number changes nothing. IMPORT_STATE_CONFLICT for one out of turn and after it was undone.
  virtual absl::StatusOr<ImportRun> AddBatch(absl::Time deadline, int64_t import_id, int number,
                                             const RegisterTable& table, absl::Time now) = 0;
  // Deletes some of the voters whom the import made and who never signed in; how many.
  virtual absl::StatusOr<int64_t> DeleteSomeVoters(absl::Time deadline, int64_t import_id,
                                                   int limit) = 0;

  // Those of the codes that stand at or below one of the nodes (0: everywhere).
  virtual absl::StatusOr<std::set<std::string>> OrganizationsWithin(
      absl::Time deadline, const std::set<int64_t>& nodes, const std::set<std::string>& codes) = 0;
  virtual absl::StatusOr<std::set<std::string>> HomesWithin(absl::Time deadline,
                                                            const std::set<int64_t>& nodes,
                                                            const std::set<std::string>& codes) = 0;
  // Those of the codes that a unit, home or deputy (by `kind`) has that is not within the nodes.
  virtual absl::StatusOr<std::set<std::string>> TakenOutside(
      absl::Time deadline, ImportKind kind, const std::set<int64_t>& nodes,
      const std::set<std::string>& codes) = 0;

  // What Apply would do, without doing it.
  virtual absl::StatusOr<ImportCounts> TryApply(absl::Time deadline,
                                                const RegisterTable& table) = 0;
  // Whole or nothing, with the audit entry; remembers what was there before and forgets the file.
  virtual absl::Status Apply(absl::Time deadline, const base::RequestKey& key, int64_t import_id,
                             const RegisterTable& table, const base::AuditEntry& entry,
                             absl::Time now) = 0;
  // Puts back what was changed and ends what was new. IMPORT_STATE_CONFLICT unless it is applied.
  virtual absl::Status Undo(absl::Time deadline, const base::RequestKey& key, int64_t import_id,
                            const base::AuditEntry& entry, absl::Time now) = 0;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_IMPORT_STORE_H_
