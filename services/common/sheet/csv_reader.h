// CSV after RFC 4180, streamed, with line numbers for people who have to correct the file.
//
// Our own because Debian's only C or C++ library for it, libcsv 3.0.3 of 2013, knows no line
// numbers, no byte order mark and no way on after a broken row.
#ifndef SERVICES_COMMON_SHEET_CSV_READER_H_
#define SERVICES_COMMON_SHEET_CSV_READER_H_

#include <cstdint>
#include <istream>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace deputies::sheet {

struct CsvRecord {
  std::vector<std::string> fields;
  // First and last line of the file that it stands on, from 1.
  int64_t line = 0;
  int64_t last_line = 0;
  // What breaks the row's form, in English; empty when nothing does. A broken row has no fields but
  // its text in `raw`.
  std::string problem;
  std::string raw;
};

class CsvReader {
 public:
  // A row with more bytes is broken: most likely a quote that never closes.
  static constexpr size_t kMaxRecordBytes = 1 << 20;

  // `in` must outlive this and be opened in binary mode. A UTF-8 byte order mark is skipped.
  explicit CsvReader(std::istream& in);

  // The next row into `record`; false at the end. Rows end with LF, CRLF or the end of the file;
  // empty lines are skipped. After a quote that never closes, reading goes on behind the line on
  // which that row began.
  bool Next(CsvRecord* record);

  // Bytes consumed so far.
  int64_t position() const { return consumed_; }

 private:
  // Ensures that buffer_[at] exists; false at the end of the input.
  bool Has(size_t at);
  void Consume(size_t bytes);
  // Parses the row at the front of buffer_ and returns its length with the line end.
  size_t Parse(CsvRecord* record);
  // Length of the line at the front of buffer_, with its end.
  size_t FirstLine();
  // From `at` to behind the next line end.
  size_t SkipLine(size_t at);

  std::istream& in_;
  std::string buffer_;
  size_t begin_ = 0;  // start of the unread part of buffer_
  int64_t consumed_ = 0;
  int64_t line_ = 1;
};

// Where the wanted columns stand in a file.
class CsvColumns {
 public:
  // Matches a head line. INVALID_ARGUMENT names every missing, unknown and doubled column.
  static absl::StatusOr<CsvColumns> Match(const CsvRecord& head,
                                          const std::vector<std::string>& required,
                                          const std::vector<std::string>& optional);

  // Number of columns in the file.
  size_t size() const { return size_; }
  bool Has(absl::string_view column) const;
  // The field; empty for an optional column that the file lacks. `record` must have size() fields.
  const std::string& Field(const CsvRecord& record, absl::string_view column) const;

 private:
  std::map<std::string, size_t, std::less<>> positions_;
  size_t size_ = 0;
};

// Appends one row, quoted where needed, with CRLF.
void AppendCsvRow(const std::vector<std::string>& fields, std::string* out);

}  // namespace deputies::sheet

#endif  // SERVICES_COMMON_SHEET_CSV_READER_H_
