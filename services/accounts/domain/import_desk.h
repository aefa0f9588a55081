#ifndef SERVICES_ACCOUNTS_DOMAIN_IMPORT_DESK_H_
#define SERVICES_ACCOUNTS_DOMAIN_IMPORT_DESK_H_

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "services/accounts/domain/import_store.h"
#include "services/accounts/domain/page.h"
#include "services/accounts/domain/register_table.h"
#include "services/common/base/caller.h"
#include "services/common/base/clock.h"
#include "services/common/base/id_source.h"

namespace deputies::accounts {

struct CheckedImport {
  ImportRun run;
  // By line; at most kMostProblems.
  std::vector<ImportProblem> problems;
  int64_t problem_count = 0;
};

// Registers that offices bring to the console: handed in piece by piece, looked through, applied
// whole, and undone. Each office imports below its own nodes only.
class ImportDesk {
 public:
  static constexpr int kMostProblems = 100;
  static constexpr int kMostParts = 400;
  // Rows of one file: more than a township's roll.
  static constexpr size_t kMostRows = 20000;

  // All must outlive it.
  ImportDesk(ImportStore& store, const TableReader& reader, const base::Clock& clock,
             base::IdSource& ids)
      : store_(store), reader_(reader), clock_(clock), ids_(ids) {}

  struct User {
    const base::Caller& caller;
    base::Actor actor;
  };

  absl::StatusOr<ImportRun> Create(absl::Time deadline, const base::RequestKey& key,
                                   ImportKind kind, const std::string& file_name);
  absl::StatusOr<ImportRun> AddPart(absl::Time deadline, const User& user, int64_t import_id,
                                    int number, const std::string& content);
  absl::StatusOr<ImportRun> Get(absl::Time deadline, const User& user, int64_t import_id);
  absl::StatusOr<Page<ImportRun>> List(absl::Time deadline, const User& user,
                                       const ListPosition& after, int page_size);
  // What applying would do, and what is wrong; changes nothing.
  absl::StatusOr<CheckedImport> Check(absl::Time deadline, const User& user, int64_t import_id);
  // FAILED_PRECONDITION/IMPORT_HAS_PROBLEMS when a check would find any.
  absl::StatusOr<ImportRun> Apply(absl::Time deadline, const User& user,
                                  const base::RequestKey& key, int64_t import_id);
  absl::StatusOr<ImportRun> Undo(absl::Time deadline, const User& user, const base::RequestKey& key,
                                 int64_t import_id);

  // Registers of the installation's own program, batch by batch; on nobody's list.
  absl::StatusOr<ImportRun> BeginRegister(absl::Time deadline, const base::RequestKey& key,
                                          const std::string& name);
  // FIELD_INVALID names the entry.
  absl::StatusOr<ImportRun> AddRegisterBatch(absl::Time deadline, int64_t import_id, int number,
                                             RegisterTable table);
  // Takes some of it back; again until the state is kUndone.
  absl::StatusOr<ImportRun> UndoRegister(absl::Time deadline, const base::Actor& actor,
                                         int64_t import_id);

 private:
  absl::StatusOr<RegisterTable> ReadTable(absl::Time deadline, const User& user,
                                          const ImportRun& run);
  absl::Status CheckCodes(absl::Time deadline, const std::set<int64_t>& nodes, ImportKind kind,
                          RegisterTable* table);

  ImportStore& store_;
  const TableReader& reader_;
  const base::Clock& clock_;
  base::IdSource& ids_;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_IMPORT_DESK_H_
