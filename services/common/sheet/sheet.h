// Tables that people take away to a spreadsheet.
#ifndef SERVICES_COMMON_SHEET_SHEET_H_
#define SERVICES_COMMON_SHEET_SHEET_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::sheet {

// Rows of cells, the head first. Cells are text: what a spreadsheet takes for a number it may show
// as one.
struct Sheet {
  std::string name;  // at most 31 code points, without []:*?/\ as Excel wants it
  std::vector<std::vector<std::string>> rows;
};

// The cell as it may be shown by a spreadsheet: text that would begin a formula there (= + - @, a
// tab, a line break or their full-width forms; numbers excepted) gets an apostrophe before it (CSV
// injection, OWASP).
std::string GuardFormula(absl::string_view cell);

// UTF-8 with a byte order mark, because Excel reads none without it; RFC 4180. Every cell is
// guarded.
std::string ToCsv(const Sheet& sheet);

// Office Open XML. Cells are written as strings, never as formulas, and guarded likewise, for the
// day on which somebody saves the sheet as CSV. INTERNAL when the file cannot be written.
absl::StatusOr<std::string> ToXlsx(const Sheet& sheet);

inline constexpr char kCsvType[] = "text/csv; charset=utf-8";
inline constexpr char kXlsxType[] =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

}  // namespace deputies::sheet

#endif  // SERVICES_COMMON_SHEET_SHEET_H_
