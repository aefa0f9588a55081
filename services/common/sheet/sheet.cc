#include "services/common/sheet/sheet.h"

#include <unistd.h>
#include <xlsxwriter.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace deputies::sheet {
namespace {

// A file of our own that is gone with this object.
class TemporaryFile {
 public:
  TemporaryFile() {
    const char* folder = std::getenv("TMPDIR");
    path_ = absl::StrCat(folder != nullptr ? folder : "/tmp", "/deputies-sheet-XXXXXX");
    descriptor_ = mkstemp(path_.data());
  }
  ~TemporaryFile() {
    if (descriptor_ < 0) return;
    close(descriptor_);
    unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool ok() const { return descriptor_ >= 0; }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
  int descriptor_ = -1;
};

std::string Quoted(absl::string_view cell) {
  return absl::StrCat("\"", absl::StrReplaceAll(cell, {{"\"", "\"\""}}), "\"");
}

}  // namespace

std::string GuardFormula(absl::string_view cell) {
  static constexpr absl::string_view kBeginnings[] = {"=",  "+",  "-",  "@",  "\t", "\r",
                                                      "\n", "＝", "＋", "－", "＠"};
  double number = 0;
  if (absl::SimpleAtod(cell, &number)) return std::string(cell);
  for (const absl::string_view beginning : kBeginnings) {
    if (absl::StartsWith(cell, beginning)) return absl::StrCat("'", cell);
  }
  return std::string(cell);
}

std::string ToCsv(const Sheet& sheet) {
  std::string csv = "\xEF\xBB\xBF";
  for (const std::vector<std::string>& row : sheet.rows) {
    for (size_t i = 0; i < row.size(); ++i) {
      absl::StrAppend(&csv, i == 0 ? "" : ",", Quoted(GuardFormula(row[i])));
    }
    csv.append("\r\n");
  }
  return csv;
}

absl::StatusOr<std::string> ToXlsx(const Sheet& sheet) {
  const TemporaryFile file;
  if (!file.ok()) return absl::InternalError("no temporary file for a sheet");
  lxw_workbook* workbook = workbook_new(file.path().c_str());
  if (workbook == nullptr) return absl::InternalError("no workbook");
  lxw_worksheet* worksheet = workbook_add_worksheet(workbook, sheet.name.c_str());
  if (worksheet != nullptr) {
    for (size_t row = 0; row < sheet.rows.size(); ++row) {
      for (size_t column = 0; column < sheet.rows[row].size(); ++column) {
        worksheet_write_string(worksheet, static_cast<lxw_row_t>(row),
                               static_cast<lxw_col_t>(column),
                               GuardFormula(sheet.rows[row][column]).c_str(), nullptr);
      }
    }
  }
  const lxw_error closed = workbook_close(workbook);  // also frees it
  if (worksheet == nullptr || closed != LXW_NO_ERROR) {
    return absl::InternalError("a workbook cannot be written");
  }
  std::ifstream in(file.path(), std::ios::binary);
  return std::string(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
}

}  // namespace deputies::sheet
