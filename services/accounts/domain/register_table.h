// Registers as people bring them along (units of the tree, homes, deputies, the electoral roll): a
// table whose first row names the columns, in English as `deputiesctl import-county` wants them or
// in Chinese.
#ifndef SERVICES_ACCOUNTS_DOMAIN_REGISTER_TABLE_H_
#define SERVICES_ACCOUNTS_DOMAIN_REGISTER_TABLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/accounts/domain/directory_store.h"
#include "services/accounts/domain/voter_store.h"

namespace deputies::accounts {

// Numbers as in deputies.accounts.v1.ImportKind.
enum class ImportKind {
  kUnspecified = 0,
  kOrganizations = 1,
  kHomes = 2,
  kDeputies = 3,
  kVoters = 4
};

struct TableRow {
  int64_t line = 0;  // as a spreadsheet counts, from 1
  std::vector<std::string> cells;
};

class TableReader {
 public:
  virtual ~TableReader() = default;
  // Of a CSV file or an Excel workbook. INVALID_ARGUMENT with words for people.
  virtual absl::StatusOr<std::vector<TableRow>> Read(absl::string_view bytes) const = 0;
};

// What is wrong with a row, for people. Never quotes a telephone number.
struct ImportProblem {
  int64_t line = 0;
  std::string column;  // as the file names it; empty: the whole row
  std::string expected;
};

// The rows of one kind that can be used, and what is wrong with the others.
struct RegisterTable {
  std::vector<OrganizationImport> organizations;
  std::vector<HomeImport> homes;
  std::vector<DeputyImport> deputies;
  std::vector<VoterImport> voters;  // numbers in eleven digits, without ids
  std::vector<int64_t> lines;       // of the entries above
  std::vector<ImportProblem> problems;
  int64_t row_count = 0;  // with the unusable ones, without the head
};

// Looks at each row by itself and for codes that come twice; what codes lead to is the store's to
// know.
RegisterTable ReadRegister(ImportKind kind, const std::vector<TableRow>& rows);

// The Chinese name of a column, by its English one.
std::string ColumnTitle(ImportKind kind, absl::string_view column);

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_DOMAIN_REGISTER_TABLE_H_
