// Rows that could not be imported, kept for correction.
#ifndef DEPLOY_CTL_REJECT_FILE_H_
#define DEPLOY_CTL_REJECT_FILE_H_

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "deploy/ctl/message_rows.h"
#include "services/common/sheet/csv_reader.h"

namespace deputies::ctl {

// Columns that a reject file adds to those of the file that it comes from.
inline constexpr char kRejectLine[] = "reject_line";
inline constexpr char kRejectReason[] = "reject_reason";

class RejectFile {
 public:
  // `head` is the head line of the imported file. The file is made, or emptied, with the first row.
  RejectFile(std::string path, sheet::CsvRecord head);

  // UNAVAILABLE when the row cannot be written.
  absl::Status Add(const sheet::CsvRecord& record, const std::vector<RowProblem>& problems);
  absl::Status Close();

  int64_t count() const { return count_; }
  const std::string& path() const { return path_; }

 private:
  const std::string path_;
  // Without the columns of an earlier reject file.
  std::vector<std::string> columns_;
  std::vector<size_t> positions_;
  std::ofstream out_;
  int64_t count_ = 0;
};

// "line 17, column posted_at: expected a time like ..."
std::string ProblemLine(int64_t line, const RowProblem& problem);

}  // namespace deputies::ctl

#endif  // DEPLOY_CTL_REJECT_FILE_H_
