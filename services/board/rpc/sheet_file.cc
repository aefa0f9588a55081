#include "services/board/rpc/sheet_file.h"

#include "absl/strings/str_cat.h"
#include "services/common/base/error.h"
#include "services/common/base/status_macros.h"

namespace deputies::board {

absl::Status CheckSheetFormat(v1::SheetFormat format) {
  return format == v1::SHEET_CSV || format == v1::SHEET_XLSX
             ? absl::OkStatus()
             : base::InvalidField("format", "请选择 SHEET_CSV 或 SHEET_XLSX");
}

absl::Status ToFile(const sheet::Sheet& sheet, v1::SheetFormat format, absl::string_view name,
                    v1::SheetFile* file) {
  const bool csv = format == v1::SHEET_CSV;
  file->set_file_name(absl::StrCat(name, csv ? ".csv" : ".xlsx"));
  file->set_content_type(csv ? sheet::kCsvType : sheet::kXlsxType);
  if (csv) {
    file->set_content(sheet::ToCsv(sheet));
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(*file->mutable_content(), sheet::ToXlsx(sheet));
  return absl::OkStatus();
}

}  // namespace deputies::board
