#include "services/accounts/sheets/sheet_table_reader.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "services/common/base/status_macros.h"
#include "services/common/sheet/sheet_reader.h"
#include "services/common/validate/text.h"

namespace deputies::accounts {

absl::StatusOr<std::vector<TableRow>> SheetTableReader::Read(absl::string_view bytes) const {
  ASSIGN_OR_RETURN(std::vector<sheet::SheetRow> rows, sheet::ReadSheet(bytes));
  std::vector<TableRow> table;
  table.reserve(rows.size());
  for (sheet::SheetRow& row : rows) {
    for (size_t column = 0; column < row.cells.size(); ++column) {
      const validate::TextResult text =
          validate::NormalizeText(/*multiline=*/true, &row.cells[column]);
      if (!text.problem.empty()) {
        return absl::InvalidArgumentError(absl::StrCat("第 ", row.line, " 行第 ", column + 1,
                                                       " 列：", text.problem,
                                                       "；CSV 文件请另存为 UTF-8 编码"));
      }
    }
    table.push_back({row.line, std::move(row.cells)});
  }
  return table;
}

}  // namespace deputies::accounts
