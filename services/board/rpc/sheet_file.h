#ifndef SERVICES_BOARD_RPC_SHEET_FILE_H_
#define SERVICES_BOARD_RPC_SHEET_FILE_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "deputies/board/v1/sheet.pb.h"
#include "services/common/sheet/sheet.h"

namespace deputies::board {

// FIELD_INVALID for none of the formats. To be asked before the sheet is made.
absl::Status CheckSheetFormat(v1::SheetFormat format);

// The sheet as a file called `name` and the format's ending.
absl::Status ToFile(const sheet::Sheet& sheet, v1::SheetFormat format, absl::string_view name,
                    v1::SheetFile* file);

}  // namespace deputies::board

#endif  // SERVICES_BOARD_RPC_SHEET_FILE_H_
