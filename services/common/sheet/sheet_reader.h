// Tables that people bring along: CSV or the first sheet of an Excel workbook (Office Open XML).
#ifndef SERVICES_COMMON_SHEET_SHEET_READER_H_
#define SERVICES_COMMON_SHEET_SHEET_READER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::sheet {

// A row that has something in it. Dates of a workbook come as Excel keeps them: days since
// 1899-12-30.
struct SheetRow {
  int64_t line = 0;  // as a spreadsheet or an editor counts, from 1
  std::vector<std::string> cells;
};

// What a workbook may hold at most once it is unpacked.
inline constexpr size_t kMaxUnpackedBytes = 64u << 20;
inline constexpr size_t kMaxCells = 2'000'000;

// A workbook by its first bytes, everything else as CSV (csv_reader.h). INVALID_ARGUMENT, with
// words for people in Chinese, when it is neither or a row of the CSV is broken.
absl::StatusOr<std::vector<SheetRow>> ReadSheet(absl::string_view bytes);

// INVALID_ARGUMENT likewise.
absl::StatusOr<std::vector<SheetRow>> ReadXlsx(absl::string_view bytes);

}  // namespace deputies::sheet

#endif  // SERVICES_COMMON_SHEET_SHEET_READER_H_
