#include "services/common/sheet/sheet_reader.h"

#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::sheet {
namespace {

constexpr absl::string_view kZipMagic = "PK\x03\x04";

}  // namespace

absl::StatusOr<std::vector<SheetRow>> ReadSheet(absl::string_view bytes) {
  if (absl::StartsWith(bytes, kZipMagic)) return ReadXlsx(bytes);
  std::istringstream in{std::string(bytes)};
  CsvReader reader(in);
  std::vector<SheetRow> rows;
  for (CsvRecord record; reader.Next(&record);) {
    if (!record.problem.empty()) {
      return absl::InvalidArgumentError(
          absl::StrCat("第 ", record.line, " 行的引号不成对，请用表格软件另存为 CSV（UTF-8）"));
    }
    rows.push_back({record.line, std::move(record.fields)});
  }
  return rows;
}

}  // namespace deputies::sheet
