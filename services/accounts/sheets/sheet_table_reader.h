#ifndef SERVICES_ACCOUNTS_SHEETS_SHEET_TABLE_READER_H_
#define SERVICES_ACCOUNTS_SHEETS_SHEET_TABLE_READER_H_

#include <vector>

#include "services/accounts/domain/register_table.h"

namespace deputies::accounts {

// CSV and Excel workbooks by services/common/sheet.
class SheetTableReader final : public TableReader {
 public:
  absl::StatusOr<std::vector<TableRow>> Read(absl::string_view bytes) const override;
};

}  // namespace deputies::accounts

#endif  // SERVICES_ACCOUNTS_SHEETS_SHEET_TABLE_READER_H_
